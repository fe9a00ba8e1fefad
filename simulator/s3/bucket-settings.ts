import { z } from "zod";
import { empty, xml } from "./answers";
import { cannedAcl, readAcl, writeAcl } from "./bucket-acl";
import { readCors, readLifecycle, readTags, writeCors, writeLifecycle, writeTags } from "./bucket-documents";
import { readPolicy } from "./bucket-policy";
import { S3Error } from "./errors";
import type { BucketCall, S3Response } from "./exchange";
import { type BucketRow, buckets } from "./rows";
import { readXml, writeXml } from "./xml";

const TEXT_XML = "text/xml; charset=utf-8";

export function getBucketAcl({ bucket }: BucketCall): S3Response {
  return xml(writeAcl(bucket.acl, bucket.project_id), TEXT_XML);
}

export function putBucketAcl(call: BucketCall): S3Response {
  const canned = call.request.headers["x-amz-acl"];
  if (canned !== undefined && call.body.length > 0) {
    throw new S3Error("InvalidRequest", "an ACL comes as x-amz-acl or as a document, not as both");
  }
  const acl = call.body.length > 0 ? readAcl(call.body, call.bucket.project_id) : cannedAcl(canned);
  return change(call, { acl });
}

const versioningConfiguration = z.strictObject({ Status: z.enum(["Enabled", "Suspended"]) });

/** `Status` stays empty until versioning has once been on. */
export function getBucketVersioning({ bucket }: BucketCall): S3Response {
  const content = { Status: bucket.versioning === "Disabled" ? "" : bucket.versioning };
  return xml(writeXml("VersioningConfiguration", content, { namespace: false }), TEXT_XML);
}

export function putBucketVersioning(call: BucketCall): S3Response {
  const { Status } = readXml(call.body, "VersioningConfiguration", [], versioningConfiguration);
  return change(call, { versioning: Status });
}

/** Buckets with Object Lock cannot be made here: the header that asks for it is refused. */
export function getObjectLock(_: BucketCall): S3Response {
  throw new S3Error("ObjectLockConfigurationNotFoundError");
}

export function getBucketTagging({ bucket }: BucketCall): S3Response {
  if (bucket.tags.length === 0) throw new S3Error("NoSuchTagSet", undefined, { BucketName: bucket.id });
  return xml(writeTags(bucket.tags), TEXT_XML);
}

export const putBucketTagging = (call: BucketCall): S3Response => change(call, { tags: readTags(call.body) });
export const deleteBucketTagging = (call: BucketCall): S3Response => change(call, { tags: [] }, 204);

export function getBucketCors({ bucket }: BucketCall): S3Response {
  if (bucket.cors.length === 0) throw new S3Error("NoSuchCORSConfiguration");
  return xml(writeCors(bucket.cors), TEXT_XML);
}

export const putBucketCors = (call: BucketCall): S3Response => change(call, { cors: readCors(call.body) });
export const deleteBucketCors = (call: BucketCall): S3Response => change(call, { cors: [] }, 204);

export function getBucketLifecycle({ bucket }: BucketCall): S3Response {
  if (bucket.lifecycle.length === 0) {
    throw new S3Error("NoSuchLifecycleConfiguration", undefined, { BucketName: bucket.id });
  }
  return xml(writeLifecycle(bucket.lifecycle), TEXT_XML);
}

export const putBucketLifecycle = (call: BucketCall): S3Response =>
  change(call, { lifecycle: readLifecycle(call.body) });
export const deleteBucketLifecycle = (call: BucketCall): S3Response => change(call, { lifecycle: [] }, 204);

/** Answers the JSON itself, as text (recorded exchange). */
export function getBucketPolicy({ bucket }: BucketCall): S3Response {
  if (bucket.policy === null) throw new S3Error("NoSuchBucketPolicy");
  const body = JSON.stringify(bucket.policy);
  const headers = { "content-type": "text/plain; charset=utf-8", "content-length": String(Buffer.byteLength(body)) };
  return { status: 200, headers, body };
}

export const putBucketPolicy = (call: BucketCall): S3Response =>
  change(call, { policy: readPolicy(call.body, call.bucket.id) });
export const deleteBucketPolicy = (call: BucketCall): S3Response => change(call, { policy: null }, 204);

function change({ context, bucket }: BucketCall, part: Partial<BucketRow>, status: 200 | 204 = 200): S3Response {
  buckets(context.store).put({ ...bucket, ...part });
  return empty(status);
}
