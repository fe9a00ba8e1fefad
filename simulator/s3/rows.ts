import type { Row, Store, Table } from "../store/store";
import type { CorsRule, LifecycleRule, Tag } from "./bucket-documents";
import type { BucketPolicy } from "./bucket-policy";

export type AclPermission = "FULL_CONTROL" | "READ" | "WRITE" | "READ_ACP" | "WRITE_ACP";

/** A bucket; its id is its name, which no two buckets of the cloud share. */
export interface BucketRow extends Row {
  readonly region: string;
  readonly project_id: string;
  readonly created_at: string;
  /** `Disabled` until versioning is first switched on; it can never be `Disabled` again. */
  readonly versioning: "Disabled" | "Enabled" | "Suspended";
  /** What the owner grants itself: grants to others are not simulated. */
  readonly acl: readonly AclPermission[];
  readonly tags: readonly Tag[];
  readonly cors: readonly CorsRule[];
  readonly lifecycle: readonly LifecycleRule[];
  readonly policy: BucketPolicy | null;
}

/** What an object version holds; the body lies in the blob store under its SHA-256. */
export interface ObjectContent {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes: MD5 in hex, for multipart uploads followed by `-<parts>`. */
  readonly etag: string;
  readonly crc32: string | null;
  /** Headers given back as they were put: content-type, cache-control, x-amz-meta-… */
  readonly headers: Readonly<Record<string, string>>;
}

/** One version of one key; id `bucket/key/version_id`. */
export interface VersionRow extends Row {
  readonly bucket: string;
  readonly key: string;
  /** Microseconds since the epoch as Scaleway gives them (16 digits), or `null` where versioning was not on. */
  readonly version_id: string;
  /** Orders the versions of a key, the newest highest, also among `null` versions. */
  readonly sequence: number;
  readonly last_modified: string;
  /** Null for a delete marker. */
  readonly content: ObjectContent | null;
}

/** A multipart upload that is neither completed nor aborted; the id is its upload id. */
export interface UploadRow extends Row {
  readonly bucket: string;
  readonly key: string;
  readonly initiated: string;
  readonly headers: Readonly<Record<string, string>>;
  /** By part number. */
  readonly parts: Readonly<Record<string, { readonly sha256: string; readonly size: number; readonly etag: string }>>;
}

export const buckets = (store: Store): Table<BucketRow> => store.table<BucketRow>("s3.buckets");
export const versions = (store: Store): Table<VersionRow> => store.table<VersionRow>("s3.versions");
export const uploads = (store: Store): Table<UploadRow> => store.table<UploadRow>("s3.uploads");

/** The bodies that rows still name; every other blob may be collected. */
export function usedBlobs(store: Store): Set<string> {
  const used = new Set<string>();
  for (const { content } of versions(store).list()) if (content !== null) used.add(content.sha256);
  for (const { parts } of uploads(store).list()) for (const part of Object.values(parts)) used.add(part.sha256);
  return used;
}
