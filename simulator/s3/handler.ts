// Object storage as one function: a request in, an answer out. The order of the checks is S3's: is this an operation, who
// asks, is the payload whole, may they, is there such a bucket; then the operation itself.
import { createHash } from "node:crypto";
import { addressOf } from "./address";
import { authenticate } from "./authentication";
import { policyAllows } from "./bucket-policy";
import { S3Error } from "./errors";
import type { S3Call, S3Context, S3Request, S3Response } from "./exchange";
import { type Operation, operationOf } from "./operations";
import { readPayload } from "./payload";
import { type BucketRow, buckets } from "./rows";
import { writeXml } from "./xml";

export type { S3Context, S3Request, S3Response } from "./exchange";
export { S3_OPERATIONS, s3OperationOf } from "./operations";
export { usedBlobs } from "./rows";

/** Answers every request; refusals are S3 error documents. Nothing is awaited in between, so writes never interleave. */
export async function handleS3(request: S3Request, context: S3Context): Promise<S3Response> {
  const requestId = requestIdOf(request);
  const ids = { "x-amz-request-id": requestId, "x-amz-id-2": requestId };
  try {
    const { status, headers, body } = answer(request, context);
    return { status, headers: { ...headers, ...ids }, body };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return refusal(error, request, ids);
  }
}

function answer(request: S3Request, context: S3Context): S3Response {
  const { region, bucket: bucketName, key } = addressOf(request);
  const operation = operationOf(request, bucketName, key);
  const identity = authenticate(request, region, context);
  const call: S3Call = { request, context, region, bucketName, key, ...identity, ...readPayload(request) };
  if (!call.caller.allows("object_storage", operation.access, call.projectId)) {
    throw new S3Error("AccessDenied", `the API key has no ${operation.access} permission for object storage here`);
  }
  if ("onProject" in operation) return operation.onProject(call);
  return operation.onBucket({ ...call, bucket: bucketOf(call, operation) });
}

/** A bucket of another region is unknown to this region's host (recorded exchange); one of another project is denied. */
function bucketOf(call: S3Call, operation: Operation): BucketRow {
  const bucket = buckets(call.context.store).get(call.bucketName);
  if (bucket === undefined || bucket.region !== call.region) {
    throw new S3Error("NoSuchBucket");
  }
  if (bucket.project_id !== call.projectId) throw new S3Error("AccessDenied");
  if (!policyLets(call, bucket, operation)) throw new S3Error("AccessDenied", "the bucket policy does not allow this");
  return bucket;
}

/** The organization's owner is always let to a policy; who is a user with IAM rights on the project counts as such here. */
function policyLets(call: S3Call, bucket: BucketRow, { name, action }: Operation): boolean {
  if (bucket.policy === null) return true;
  const { caller, projectId, key } = call;
  if (caller.principal.kind === "user" && /^(Put|Delete)BucketPolicy$/.test(name)) return true;
  return policyAllows(bucket.policy, { caller, projectId, action, bucket: bucket.id, key });
}

/** HEAD answers have no body, 304 neither. `<Error>` has no XML declaration and no namespace in Scaleway's answers. */
function refusal(error: S3Error, request: S3Request, ids: Record<"x-amz-request-id", string>): S3Response {
  const headers = { "content-type": "application/xml", ...error.headers, ...ids };
  if (request.method === "HEAD" || error.status === 304) return { status: error.status, headers };
  const content = {
    Code: error.code,
    Message: error.message,
    RequestId: ids["x-amz-request-id"],
    HostId: ids["x-amz-request-id"],
    Resource: resourceOf(request),
    ...error.details,
  };
  const body = writeXml("Error", content, { declaration: false, namespace: false });
  return { status: error.status, headers: { ...headers, "content-length": String(Buffer.byteLength(body)) }, body };
}

function resourceOf(request: S3Request): string {
  const bucket = /^(.+)\.s3\.[^.]+\.scw\.cloud$/.exec(request.host)?.[1];
  return bucket === undefined ? request.path : `/${bucket}${request.path === "/" ? "" : request.path}`;
}

/** Made from what tells requests apart, not drawn: a read must not move the source of ids. */
function requestIdOf({ method, path, headers }: S3Request): string {
  const parts = [method, path, headers.authorization ?? "", headers["amz-sdk-invocation-id"] ?? ""];
  return `txg${createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 21)}`;
}
