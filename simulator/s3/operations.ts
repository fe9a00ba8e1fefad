// Every operation that is simulated, one row each. What is not a row, or carries a query parameter or an x-amz- header that
// its row does not name, is refused with 501 and the name of the thing.
import type { Access } from "../services/service";
import { addressOf } from "./address";
import * as settings from "./bucket-settings";
import * as buckets from "./buckets";
import { deleteObjects } from "./delete-objects";
import { notSimulated, S3Error } from "./errors";
import type { BucketCall, S3Call, S3Request, S3Response } from "./exchange";
import * as lists from "./list-objects";
import * as multipart from "./multipart";
import * as objects from "./objects";

interface OperationForm {
  /** As the S3 API names it. */
  readonly name: string;
  readonly level: "service" | "bucket" | "object";
  readonly method: string;
  /** Query parameters that must be there (with this value, unless empty) and tell the operation from its siblings. */
  readonly selectors: Readonly<Record<string, string>>;
  /** Further query parameters. */
  readonly query: readonly string[];
  /** Headers beyond COMMON_HEADERS that mean something here. */
  readonly headers: readonly string[];
  readonly access: Access;
  /** The action of bucket policies, without `s3:`. */
  readonly action: string;
}

export type Operation = OperationForm &
  ({ readonly onBucket: (call: BucketCall) => S3Response } | { readonly onProject: (call: S3Call) => S3Response });

/** Signature, payload and the SDKs' own bookkeeping: no operation needs to name these. */
const COMMON_HEADERS =
  /^x-amz-(date|content-sha256|user-agent|decoded-content-length|trailer|sdk-checksum-algorithm|checksum-.+)$/;

/** Headers outside x-amz- that change what an operation does, so that ignoring them would be a lie. */
const MEANINGFUL = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "range"];

const PUT_HEADERS = ["x-amz-acl", "x-amz-storage-class", "x-amz-server-side-encryption", "x-amz-meta-*"];
const CONDITIONS = ["if-match", "if-none-match"];
const PAGING = ["prefix", "delimiter", "max-keys", "encoding-type"];

type OnBucket = (call: BucketCall) => S3Response;
type Further = Partial<Pick<OperationForm, "query" | "headers" | "action">>;

const OPERATIONS: readonly Operation[] = [
  { ...form("ListBuckets", "service", "GET", {}), onProject: buckets.listBuckets },
  { ...form("CreateBucket", "bucket", "PUT", {}, { headers: ["x-amz-acl"] }), onProject: buckets.createBucket },
  bucket("DeleteBucket", "DELETE", {}, buckets.deleteBucket),
  bucket("HeadBucket", "HEAD", {}, buckets.headBucket, { action: "ListBucket" }),
  bucket("GetBucketLocation", "GET", { location: "" }, buckets.getBucketLocation),
  bucket("GetBucketAcl", "GET", { acl: "" }, settings.getBucketAcl),
  bucket("PutBucketAcl", "PUT", { acl: "" }, settings.putBucketAcl, { headers: ["x-amz-acl"] }),
  bucket("GetBucketVersioning", "GET", { versioning: "" }, settings.getBucketVersioning),
  bucket("PutBucketVersioning", "PUT", { versioning: "" }, settings.putBucketVersioning),
  bucket("GetObjectLockConfiguration", "GET", { "object-lock": "" }, settings.getObjectLock),
  bucket("GetBucketTagging", "GET", { tagging: "" }, settings.getBucketTagging),
  bucket("PutBucketTagging", "PUT", { tagging: "" }, settings.putBucketTagging),
  bucket("DeleteBucketTagging", "DELETE", { tagging: "" }, settings.deleteBucketTagging),
  bucket("GetBucketCors", "GET", { cors: "" }, settings.getBucketCors),
  bucket("PutBucketCors", "PUT", { cors: "" }, settings.putBucketCors),
  bucket("DeleteBucketCors", "DELETE", { cors: "" }, settings.deleteBucketCors),
  bucket("GetBucketLifecycleConfiguration", "GET", { lifecycle: "" }, settings.getBucketLifecycle),
  bucket("PutBucketLifecycleConfiguration", "PUT", { lifecycle: "" }, settings.putBucketLifecycle),
  bucket("DeleteBucketLifecycle", "DELETE", { lifecycle: "" }, settings.deleteBucketLifecycle),
  bucket("GetBucketPolicy", "GET", { policy: "" }, settings.getBucketPolicy),
  bucket("PutBucketPolicy", "PUT", { policy: "" }, settings.putBucketPolicy),
  bucket("DeleteBucketPolicy", "DELETE", { policy: "" }, settings.deleteBucketPolicy),
  bucket("ListObjects", "GET", {}, lists.listObjects, { query: [...PAGING, "marker"], action: "ListBucket" }),
  bucket("ListObjectsV2", "GET", { "list-type": "2" }, lists.listObjectsV2, {
    query: [...PAGING, "continuation-token", "start-after", "fetch-owner"],
    action: "ListBucket",
  }),
  bucket("ListObjectVersions", "GET", { versions: "" }, lists.listObjectVersions, {
    query: [...PAGING, "key-marker", "version-id-marker"],
    action: "ListBucketVersions",
  }),
  bucket("DeleteObjects", "POST", { delete: "" }, deleteObjects, { action: "DeleteObject" }),
  object("PutObject", "PUT", {}, objects.putObject, { headers: [...PUT_HEADERS, ...CONDITIONS] }),
  object("GetObject", "GET", {}, objects.getObject, { query: ["versionId"], headers: [...CONDITIONS, "range"] }),
  object("HeadObject", "HEAD", {}, objects.headObject, {
    query: ["versionId"],
    headers: CONDITIONS,
    action: "GetObject",
  }),
  object("DeleteObject", "DELETE", {}, objects.deleteObject, { query: ["versionId"] }),
  object("CreateMultipartUpload", "POST", { uploads: "" }, multipart.createMultipartUpload, {
    headers: PUT_HEADERS,
    action: "PutObject",
  }),
  object("UploadPart", "PUT", { partNumber: "", uploadId: "" }, multipart.uploadPart, { action: "PutObject" }),
  object("CompleteMultipartUpload", "POST", { uploadId: "" }, multipart.completeMultipartUpload, {
    headers: CONDITIONS,
    action: "PutObject",
  }),
  object("AbortMultipartUpload", "DELETE", { uploadId: "" }, multipart.abortMultipartUpload),
];

/** The names of all operations, e.g. `s3.PutObject`: what a fault may be set on. */
export const S3_OPERATIONS: readonly string[] = OPERATIONS.map(({ name }) => `s3.${name}`);

/** The operation as the journal and the faults name it, e.g. `s3.PutObject`; `s3.Unknown` for what handleS3 refuses as such. */
export function s3OperationOf(request: S3Request): { operation: string; bucket: string; key: string } {
  try {
    const { bucket, key } = addressOf(request);
    return { operation: `s3.${selectOperation(request, bucket, key)?.name ?? "Unknown"}`, bucket, key };
  } catch (error) {
    if (error instanceof S3Error) return { operation: "s3.Unknown", bucket: "", key: "" };
    throw error;
  }
}

/** @throws S3Error NotImplemented, or MethodNotAllowed, naming what no row of the table has */
export function operationOf(request: S3Request, bucket: string, key: string): Operation {
  const operation = selectOperation(request, bucket, key);
  if (operation === undefined) {
    const query = [...request.query.keys()].filter((name) => name !== "x-id").join("&");
    throw notSimulated(`${request.method} on the ${levelOf(bucket, key)}${query === "" ? "" : ` with ?${query}`}`);
  }
  const header = Object.keys(request.headers).find((name) => !takesHeader(operation, name));
  if (header !== undefined) throw notSimulated(`${operation.name} with the header ${header}`);
  return operation;
}

function selectOperation(request: S3Request, bucket: string, key: string): Operation | undefined {
  const { method, query } = request;
  return OPERATIONS.find((operation) => {
    if (operation.level !== levelOf(bucket, key) || operation.method !== method) return false;
    const selectors = Object.entries(operation.selectors);
    if (selectors.some(([name, value]) => (value === "" ? !query.has(name) : query.get(name) !== value))) return false;
    const known = [...Object.keys(operation.selectors), ...operation.query, "x-id"];
    return [...query.keys()].every((name) => known.includes(name));
  });
}

const levelOf = (bucket: string, key: string) => (key !== "" ? "object" : bucket !== "" ? "bucket" : "service");

function takesHeader(operation: Operation, name: string): boolean {
  if (!name.startsWith("x-amz-") && !MEANINGFUL.includes(name)) return true;
  if (COMMON_HEADERS.test(name)) return true;
  return operation.headers.some((taken) =>
    taken.endsWith("*") ? name.startsWith(taken.slice(0, -1)) : name === taken,
  );
}

function form(
  name: string,
  level: OperationForm["level"],
  method: string,
  selectors: OperationForm["selectors"],
  { query = [], headers = [], action = name }: Further = {},
): OperationForm {
  const access = method === "GET" || method === "HEAD" ? "read" : "write";
  return { name, level, method, selectors, query, headers, access, action };
}

function bucket(
  name: string,
  method: string,
  selectors: OperationForm["selectors"],
  onBucket: OnBucket,
  further?: Further,
): Operation {
  return { ...form(name, "bucket", method, selectors, further), onBucket };
}

function object(
  name: string,
  method: string,
  selectors: OperationForm["selectors"],
  onBucket: OnBucket,
  further?: Further,
): Operation {
  return { ...form(name, "object", method, selectors, further), onBucket };
}
