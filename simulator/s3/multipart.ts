// Uploads in parts. The AWS SDK's uploader, with which Terraform writes states, cuts every body above 5 MiB into parts
// (observed, Terraform 1.11.4), so the state of a large deployment arrives this way.
import { createHash } from "node:crypto";
import { z } from "zod";
import { empty, xml } from "./answers";
import { checkWriteConditions } from "./conditions";
import { S3Error } from "./errors";
import type { BucketCall, S3Response } from "./exchange";
import { keptHeaders, stored } from "./objects";
import { type UploadRow, uploads } from "./rows";
import { currentVersion } from "./versions";
import { readXml, writeXml } from "./xml";

/** Bytes that every part but the last must have (S3 API reference, "Amazon S3 multipart upload limits"). */
const MIN_PART_BYTES = 5 * 1024 * 1024;
const MAX_PART_NUMBER = 10_000;

export function createMultipartUpload(call: BucketCall): S3Response {
  const { context, bucket, key, request } = call;
  const upload = uploads(context.store).put({
    id: context.ids.uuid(),
    bucket: bucket.id,
    key,
    initiated: context.clock.now(),
    headers: keptHeaders(request),
    parts: {},
  });
  const content = { Bucket: bucket.id, Key: key, UploadId: upload.id };
  return xml(writeXml("InitiateMultipartUploadResult", content), "application/xml");
}

export function uploadPart(call: BucketCall): S3Response {
  const { context, request, body, crc32 } = call;
  const upload = uploadOf(call);
  const number = Number(request.query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > MAX_PART_NUMBER) {
    throw new S3Error("InvalidArgument", `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive`);
  }
  const etag = createHash("md5").update(body).digest("hex");
  const part = { sha256: context.blobs.put(body), size: body.length, etag };
  uploads(context.store).put({ ...upload, parts: { ...upload.parts, [number]: part } });
  return empty(200, { etag: `"${etag}"`, ...(crc32 === null ? {} : { "x-amz-checksum-crc32": crc32 }) });
}

const completeDocument = z.strictObject({
  Part: z
    .array(
      z.strictObject({
        PartNumber: z.string().regex(/^\d+$/),
        ETag: z.string(),
        /** Of the part, which was compared when it came. */
        ChecksumCRC32: z.string().optional(),
      }),
    )
    .min(1),
});

/** Joins the parts into one version; the conditions of a plain write hold here too. */
export function completeMultipartUpload(call: BucketCall): S3Response {
  const { context, request, bucket, key } = call;
  const upload = uploadOf(call);
  const named = readXml(call.body, "CompleteMultipartUpload", ["Part"], completeDocument).Part;
  const numbers = named.map(({ PartNumber }) => Number(PartNumber));
  if (numbers.some((number, index) => index > 0 && number <= numbers[index - 1]!))
    throw new S3Error("InvalidPartOrder");
  const parts = named.map(({ PartNumber, ETag }) => {
    const part = upload.parts[PartNumber];
    if (part?.etag !== ETag.replace(/^"(.*)"$/, "$1")) throw new S3Error("InvalidPart", undefined, { PartNumber });
    return part;
  });
  if (parts.slice(0, -1).some(({ size }) => size < MIN_PART_BYTES)) throw new S3Error("EntityTooSmall");
  checkWriteConditions(request, currentVersion(context, call)?.content ?? undefined);
  const body = Buffer.concat(parts.map(({ sha256 }) => context.blobs.get(sha256)));
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, "hex")));
  const etag = `${createHash("md5").update(digests).digest("hex")}-${parts.length}`;
  const sha256 = context.blobs.put(body);
  const version = stored(call, { sha256, size: body.length, etag, crc32: null, headers: upload.headers });
  uploads(context.store).delete(upload.id);
  const content = { Location: `/${bucket.id}/${key}`, Bucket: bucket.id, Key: key, ETag: `"${etag}"` };
  const answer = xml(writeXml("CompleteMultipartUploadResult", content), "application/xml");
  return { ...answer, headers: { ...version.headers, ...answer.headers } };
}

export function abortMultipartUpload(call: BucketCall): S3Response {
  uploads(call.context.store).delete(uploadOf(call).id);
  return empty(204);
}

function uploadOf({ context, request, bucket, key }: BucketCall): UploadRow {
  const upload = uploads(context.store).get(request.query.get("uploadId") ?? "");
  if (upload === undefined || upload.bucket !== bucket.id || upload.key !== key) throw new S3Error("NoSuchUpload");
  return upload;
}
