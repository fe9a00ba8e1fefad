// The versions of a key: what a plain read sees, and what a write or a delete leaves behind in a bucket whose versioning is
// off, on or suspended (S3 user guide, "How S3 Versioning works"; Scaleway documentation, DeleteObject).
import { S3Error } from "./errors";
import type { S3Context } from "./exchange";
import { type BucketRow, type ObjectContent, type VersionRow, versions } from "./rows";

const UNVERSIONED = "null";

export interface KeyOfBucket {
  readonly bucket: BucketRow;
  readonly key: string;
}

/** What a read without a version sees: the newest version, which may be a delete marker. */
export function currentVersion({ store }: S3Context, { bucket, key }: KeyOfBucket): VersionRow | undefined {
  let newest: VersionRow | undefined;
  for (const version of versions(store).list()) {
    if (version.bucket !== bucket.id || version.key !== key) continue;
    if (newest === undefined || version.sequence > newest.sequence) newest = version;
  }
  return newest;
}

/** @throws S3Error InvalidArgument when `versionId` has not the form of one */
export function namedVersion({ store }: S3Context, place: KeyOfBucket, versionId: string): VersionRow | undefined {
  if (versionId !== UNVERSIONED && !/^\d{16}$/.test(versionId)) {
    throw new S3Error("InvalidArgument", `Invalid version id specified: "${versionId}"`, { ArgumentName: "versionId" });
  }
  return versions(store).get(idOf(place, versionId));
}

/**
 * Makes `content` (null: a delete marker) the current version. With versioning on every write is a version of its own;
 * otherwise there is one version `null`, which the write replaces.
 */
export function addVersion(context: S3Context, place: KeyOfBucket, content: ObjectContent | null): VersionRow {
  const sequence = nextSequence(context, place.bucket);
  const version_id = place.bucket.versioning === "Enabled" ? String(sequence) : UNVERSIONED;
  return versions(context.store).put({
    id: idOf(place, version_id),
    bucket: place.bucket.id,
    key: place.key,
    version_id,
    sequence,
    last_modified: context.clock.now(),
    content,
  });
}

export interface Deletion {
  /** The version that went or the marker that came; undefined in a bucket that never had versioning. */
  readonly versionId: string | undefined;
  /** True when a delete marker came, or when the version that went was one. */
  readonly deleteMarker: boolean;
}

/** Deletes one version for good, or without `versionId` puts a delete marker where the bucket keeps versions. */
export function deleteVersion(context: S3Context, place: KeyOfBucket, versionId: string | undefined): Deletion {
  if (versionId !== undefined) {
    const version = namedVersion(context, place, versionId);
    if (version !== undefined) versions(context.store).delete(version.id);
    return { versionId, deleteMarker: version?.content === null };
  }
  if (place.bucket.versioning === "Disabled") {
    versions(context.store).delete(idOf(place, UNVERSIONED));
    return { versionId: undefined, deleteMarker: false };
  }
  return { versionId: addVersion(context, place, null).version_id, deleteMarker: true };
}

const idOf = ({ bucket, key }: KeyOfBucket, versionId: string): string => `${bucket.id}/${key}/${versionId}`;

/** Microseconds of the simulated clock, pushed past every version of the bucket, so that equal moments keep their order. */
function nextSequence({ store, clock }: S3Context, bucket: BucketRow): number {
  let highest = 0;
  for (const version of versions(store).list()) {
    if (version.bucket === bucket.id && version.sequence > highest) highest = version.sequence;
  }
  return Math.max(Date.parse(clock.now()) * 1000, highest + 1);
}
