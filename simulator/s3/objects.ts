import { createHash } from "node:crypto";
import { empty } from "./answers";
import { cannedAcl } from "./bucket-acl";
import { byteRangeOf } from "./byte-range";
import { checkReadConditions, checkWriteConditions } from "./conditions";
import { notSimulated, S3Error } from "./errors";
import type { BucketCall, S3Request, S3Response } from "./exchange";
import type { ObjectContent, VersionRow } from "./rows";
import { addVersion, currentVersion, deleteVersion, namedVersion } from "./versions";

const KEPT_HEADERS = ["cache-control", "content-disposition", "content-language", "expires"];

/** Also how Terraform takes its lock: `If-None-Match: *` on `<state>.tflock`. */
export function putObject(call: BucketCall): S3Response {
  const { context, request, body, crc32 } = call;
  checkWriteConditions(request, currentVersion(context, call)?.content ?? undefined);
  const etag = createHash("md5").update(body).digest("hex");
  const headers = keptHeaders(request);
  const content = { sha256: context.blobs.put(body), size: body.length, etag, crc32, headers };
  return stored(call, content);
}

/** Makes the content the key's current version and tells its ETag and version. */
export function stored(call: BucketCall, content: ObjectContent): S3Response {
  const version = addVersion(call.context, call, content);
  return empty(200, {
    etag: `"${content.etag}"`,
    ...checksumHeaders(content),
    ...versionHeader(call, version.version_id),
  });
}

export function getObject(call: BucketCall): S3Response {
  const { version, content } = wantedVersion(call);
  const body = call.context.blobs.get(content.sha256);
  const headers = headersOf(call, version, content);
  const range = byteRangeOf(call.request.headers.range, content.size);
  if (range === undefined) return { status: 200, headers, body };
  // The checksum is that of the whole body, which a client would compare with the part.
  const { "x-amz-checksum-crc32": _, "x-amz-checksum-type": __, ...ofPart } = headers;
  const { first, last } = range;
  return {
    status: 206,
    headers: {
      ...ofPart,
      "content-length": String(last - first + 1),
      "content-range": `bytes ${first}-${last}/${content.size}`,
    },
    body: body.subarray(first, last + 1),
  };
}

export function headObject(call: BucketCall): S3Response {
  const { version, content } = wantedVersion(call);
  return { status: 200, headers: headersOf(call, version, content) };
}

export function deleteObject(call: BucketCall): S3Response {
  const { versionId, deleteMarker } = deleteVersion(
    call.context,
    call,
    call.request.query.get("versionId") ?? undefined,
  );
  const marker: Record<string, string> = deleteMarker ? { "x-amz-delete-marker": "true" } : {};
  return empty(204, { ...(versionId === undefined ? {} : { "x-amz-version-id": versionId }), ...marker });
}

/** What comes back on GET as it was put. `aws-chunked` is the framing of one request, not of the object. */
export function keptHeaders({ headers }: S3Request): Record<string, string> {
  const storageClass = headers["x-amz-storage-class"] ?? "STANDARD";
  if (storageClass !== "STANDARD") throw notSimulated(`x-amz-storage-class: ${storageClass}`);
  const encryption = headers["x-amz-server-side-encryption"] ?? "AES256";
  if (encryption !== "AES256") throw notSimulated(`x-amz-server-side-encryption: ${encryption}`);
  cannedAcl(headers["x-amz-acl"]);
  const encodings = (headers["content-encoding"] ?? "").split(",").map((encoding) => encoding.trim());
  const kept: Record<string, string> = { "content-type": headers["content-type"] ?? "binary/octet-stream" };
  const encoding = encodings.filter((name) => name !== "" && name !== "aws-chunked").join(",");
  if (encoding !== "") kept["content-encoding"] = encoding;
  for (const [name, value] of Object.entries(headers)) {
    if (KEPT_HEADERS.includes(name) || name.startsWith("x-amz-meta-")) kept[name] = value;
  }
  if (headers["x-amz-server-side-encryption"] !== undefined) kept["x-amz-server-side-encryption"] = encryption;
  return kept;
}

function wantedVersion(call: BucketCall): { version: VersionRow; content: ObjectContent } {
  const versionId = call.request.query.get("versionId");
  if (versionId === null) {
    const version = currentVersion(call.context, call);
    if (version === undefined) throw new S3Error("NoSuchKey", undefined, { Key: call.key });
    const marker = { "x-amz-delete-marker": "true", ...versionHeader(call, version.version_id) };
    if (version.content === null) throw new S3Error("NoSuchKey", undefined, { Key: call.key }, marker);
    checkReadConditions(call.request, version.content);
    return { version, content: version.content };
  }
  const version = namedVersion(call.context, call, versionId);
  if (version === undefined) throw new S3Error("NoSuchVersion", undefined, { Key: call.key, VersionId: versionId });
  if (version.content === null) {
    throw new S3Error(
      "MethodNotAllowed",
      undefined,
      { Method: call.request.method },
      { "x-amz-delete-marker": "true" },
    );
  }
  checkReadConditions(call.request, version.content);
  return { version, content: version.content };
}

function headersOf(call: BucketCall, version: VersionRow, content: ObjectContent): Record<string, string> {
  const wantsChecksum = call.request.headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED";
  return {
    ...content.headers,
    "accept-ranges": "bytes",
    "content-length": String(content.size),
    etag: `"${content.etag}"`,
    "last-modified": new Date(version.last_modified).toUTCString(),
    ...(wantsChecksum ? checksumHeaders(content) : {}),
    ...versionHeader(call, version.version_id),
  };
}

function checksumHeaders({ crc32 }: ObjectContent): Record<string, string> {
  return crc32 === null ? {} : { "x-amz-checksum-crc32": crc32, "x-amz-checksum-type": "FULL_OBJECT" };
}

/** Buckets that never had versioning do not speak of versions. */
function versionHeader({ bucket }: BucketCall, versionId: string): Record<string, string> {
  return bucket.versioning === "Disabled" ? {} : { "x-amz-version-id": versionId };
}
