import { xml } from "./answers";
import { ownerOf } from "./bucket-acl";
import { S3Error } from "./errors";
import type { BucketCall, S3Response } from "./exchange";
import { currentRows, latestOf, nameEncoder, pageOf, readToken, rowsOf, walkOf, writeToken } from "./listing";
import type { VersionRow } from "./rows";
import { namedVersion } from "./versions";
import { writeXml } from "./xml";

/** `GET /`, as the provider looks whether a bucket is there. */
export function listObjects(call: BucketCall): S3Response {
  const { query } = call.request;
  const walk = { ...walkOf(query), after: query.get("marker") ?? "" };
  const page = pageOf(currentRows(call), walk);
  const name = nameEncoder(query);
  const content = {
    Name: call.bucket.id,
    Prefix: name(walk.prefix),
    Marker: name(walk.after),
    NextMarker: walk.delimiter !== "" && page.next ? name(page.next.entry) : undefined,
    MaxKeys: walk.maxKeys,
    Delimiter: walk.delimiter === "" ? undefined : name(walk.delimiter),
    EncodingType: query.get("encoding-type") ?? undefined,
    IsTruncated: page.next !== undefined,
    Contents: page.rows.map((row) => ({
      Key: name(row.key),
      ...describe(row),
      Owner: ownerOf(call.bucket.project_id),
    })),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: name(prefix) })),
  };
  return xml(writeXml("ListBucketResult", content), "application/xml");
}

/** `GET /?list-type=2`, as Terraform's backend looks for workspaces. */
export function listObjectsV2(call: BucketCall): S3Response {
  const { query } = call.request;
  const token = query.get("continuation-token");
  const after = token === null ? (query.get("start-after") ?? "") : readToken(token);
  const walk = { ...walkOf(query), after };
  const page = pageOf(currentRows(call), walk);
  const name = nameEncoder(query);
  const owner = query.get("fetch-owner") === "true" ? { Owner: ownerOf(call.bucket.project_id) } : {};
  const startAfter = query.get("start-after");
  const content = {
    Name: call.bucket.id,
    Prefix: name(walk.prefix),
    MaxKeys: walk.maxKeys,
    Delimiter: walk.delimiter === "" ? undefined : name(walk.delimiter),
    EncodingType: query.get("encoding-type") ?? undefined,
    KeyCount: page.rows.length + page.prefixes.length,
    IsTruncated: page.next !== undefined,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: page.next && writeToken(page.next.entry),
    StartAfter: startAfter === null ? undefined : name(startAfter),
    Contents: page.rows.map((row) => ({ Key: name(row.key), ...describe(row), ...owner })),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: name(prefix) })),
  };
  return xml(writeXml("ListBucketResult", content), "application/xml");
}

/** `GET /?versions`, as the provider empties a bucket with force_destroy: versions and delete markers, the newest first. */
export function listObjectVersions(call: BucketCall): S3Response {
  const { query } = call.request;
  const keyMarker = query.get("key-marker") ?? "";
  const versionIdMarker = query.get("version-id-marker") ?? "";
  if (versionIdMarker !== "" && keyMarker === "") {
    throw new S3Error("InvalidArgument", "A version-id marker cannot be specified without a key marker.");
  }
  const walk = { ...walkOf(query), after: keyMarker, afterSequence: sequenceOf(call, keyMarker, versionIdMarker) };
  const all = rowsOf(call);
  const latest = latestOf(all);
  const page = pageOf(all, walk);
  const name = nameEncoder(query);
  const entryOf = (row: VersionRow) => ({
    Key: name(row.key),
    VersionId: row.version_id,
    IsLatest: latest.has(row),
    LastModified: row.last_modified,
    Owner: ownerOf(call.bucket.project_id),
  });
  const content = {
    Name: call.bucket.id,
    Prefix: name(walk.prefix),
    KeyMarker: name(walk.after),
    VersionIdMarker: versionIdMarker,
    NextKeyMarker: page.next && name(page.next.entry),
    NextVersionIdMarker: page.next?.versionId,
    MaxKeys: walk.maxKeys,
    Delimiter: walk.delimiter === "" ? undefined : name(walk.delimiter),
    EncodingType: query.get("encoding-type") ?? undefined,
    IsTruncated: page.next !== undefined,
    Version: page.rows.filter((row) => row.content !== null).map((row) => ({ ...entryOf(row), ...describe(row) })),
    DeleteMarker: page.rows.filter((row) => row.content === null).map(entryOf),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: name(prefix) })),
  };
  return xml(writeXml("ListVersionsResult", content), "application/xml");
}

/**
 * The place of the version that a page ended with. Whoever empties a bucket has deleted it by now: a version id is its own
 * place, but of a `null` version that is gone nothing is known, and the key's versions are listed once more.
 */
function sequenceOf({ context, bucket }: BucketCall, key: string, versionId: string): number | undefined {
  if (versionId === "") return undefined;
  const version = namedVersion(context, { bucket, key }, versionId);
  return version?.sequence ?? (versionId === "null" ? Number.POSITIVE_INFINITY : Number(versionId));
}

function describe({ last_modified, content }: VersionRow) {
  return {
    LastModified: last_modified,
    ETag: `"${content?.etag}"`,
    Size: content?.size,
    StorageClass: "STANDARD",
    ...(content?.crc32 ? { ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" } : {}),
  };
}
