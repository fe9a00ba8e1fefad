import { handleS3, S3_OPERATIONS, s3OperationOf } from "../../../simulator/s3/handler";
import { Account, OWNER } from "./account";
import { signed, type Unsigned } from "./signer";

const on = (method: string, query: Record<string, string> = {}, key = ""): Unsigned => ({
  method,
  bucket: "states",
  key,
  query,
});

test.each([
  ["s3.ListBuckets", { method: "GET", query: { "x-id": "ListBuckets" } }],
  ["s3.CreateBucket", on("PUT")],
  ["s3.ListObjects", on("GET")],
  ["s3.ListObjectsV2", on("GET", { "list-type": "2", prefix: "env:/", "max-keys": "1000" })],
  ["s3.ListObjectVersions", on("GET", { versions: "" })],
  ["s3.PutBucketVersioning", on("PUT", { versioning: "" })],
  ["s3.DeleteBucketLifecycle", on("DELETE", { lifecycle: "" })],
  ["s3.DeleteObjects", on("POST", { delete: "" })],
  ["s3.PutObject", on("PUT", { "x-id": "PutObject" }, "a/b.tflock")],
  ["s3.HeadObject", on("HEAD", {}, "a")],
  ["s3.DeleteObject", on("DELETE", { versionId: "1", "x-id": "DeleteObject" }, "a")],
  ["s3.UploadPart", on("PUT", { partNumber: "1", uploadId: "u", "x-id": "UploadPart" }, "a")],
  ["s3.Unknown", on("GET", { website: "" })],
  ["s3.Unknown", on("PATCH", {}, "a")],
])("%s is told from method, place and query", (operation, request) => {
  expect(s3OperationOf(signed(request, OWNER)).operation).toBe(operation);
});

test("bucket and key are told in both styles, decoded", () => {
  const place = { bucket: "states", key: "env:/a b" };
  expect(s3OperationOf(signed({ method: "GET", ...place }, OWNER))).toMatchObject(place);
  expect(s3OperationOf(signed({ method: "GET", ...place, pathStyle: true }, OWNER))).toMatchObject(place);
});

test.each([
  ["a host of another provider", { host: "s3.eu-west-1.amazonaws.com" }, 400],
  ["a region that is none", { host: "s3.us-east.scw.cloud" }, 400],
  ["a path that is not percent-encoded", { path: "/%E0%A4%A" }, 400],
])("%s is refused and no operation", async (_, change, status) => {
  const request = { ...signed(on("GET", {}, "a"), OWNER), ...change };
  expect(s3OperationOf(request).operation).toBe("s3.Unknown");
  expect((await handleS3(request, new Account().context)).status).toBe(status);
});

test("names of operations are told once each", () => {
  expect(new Set(S3_OPERATIONS).size).toBe(S3_OPERATIONS.length);
  expect(S3_OPERATIONS).toContain("s3.PutObject");
});

test.each([
  ["a sub-resource", on("GET", { website: "" }), "website"],
  ["a sub-resource of an object", on("GET", { tagging: "" }, "a"), "tagging"],
  ["a sub-resource for a method it has not", on("PUT", { "object-lock": "" }), "object-lock"],
  ["a parameter", on("GET", { "list-type": "2", color: "red" }), "color"],
  ["another list type", on("GET", { "list-type": "3" }), "list-type"],
  ["a parameter that belongs elsewhere", on("PUT", { versionId: "1" }, "a"), "versionId"],
  ["a method", on("PATCH"), "PATCH"],
  ["a header", { ...on("GET"), headers: { "x-amz-request-payer": "requester" } }, "x-amz-request-payer"],
  ["a condition on a delete", { ...on("DELETE", {}, "a"), headers: { "if-match": "*" } }, "if-match"],
])("%s that is not simulated is 501 and named", async (_, request, name) => {
  const account = new Account();
  await account.createBucket("states");
  const answer = await account.send(request);
  expect(answer).toMatchObject({ status: 501, code: "NotImplemented" });
  expect(answer.text).toContain(name);
});

test("every answer carries a request id, and a read draws none from the source of ids", async () => {
  const account = new Account();
  await account.createBucket("states");
  const { headers } = await account.send(on("GET"));
  expect(headers["x-amz-request-id"]).toMatch(/^txg[0-9a-f]{21}$/);
  expect(headers["x-amz-id-2"]).toBe(headers["x-amz-request-id"]);
});
