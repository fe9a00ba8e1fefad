import { buckets, uploads } from "../../../simulator/s3/rows";
import { Account, inProject, OTHER_PROJECT, texts } from "./account";

let account: Account;
beforeEach(() => {
  account = new Account();
});

const create = (bucket: string, further: object = {}) => account.send({ method: "PUT", bucket, ...further });

test("a new bucket is empty, private, unversioned and in the acting project", async () => {
  expect(await create("states")).toMatchObject({
    status: 200,
    headers: { location: "/states", "content-length": "0" },
  });
  expect(buckets(account.context.store).get("states")).toMatchObject({ versioning: "Disabled", acl: ["FULL_CONTROL"] });
  const head = await account.send({ method: "HEAD", bucket: "states" });
  expect(head).toMatchObject({ status: 200, headers: { "x-amz-bucket-region": "fr-par" } });
});

test.each(["ab", "a".repeat(64), "Upper", "under_score", "-first", "last-", "two..dots", "a.-b", "192.168.0.1"])(
  "the name %s is invalid, and the answer says why",
  async (bucket) => {
    const answer = await create(bucket, { pathStyle: true });
    expect(answer).toMatchObject({ status: 400, code: "InvalidBucketName" });
    expect(answer.text).toMatch(/The specified bucket is not valid: .+\./);
  },
);

test.each(["abc", "a".repeat(63), "a.dotted.bucket", "0-9"])("the name %s is valid", async (bucket) => {
  expect((await create(bucket, { pathStyle: true })).status).toBe(200);
});

test("a name is taken once for all projects and regions", async () => {
  await create("states");
  expect(await create("states")).toMatchObject({ status: 409, code: "BucketAlreadyOwnedByYou" });
  const other = await account.send({ method: "PUT", bucket: "states" }, inProject(OTHER_PROJECT));
  expect(other).toMatchObject({ status: 409, code: "BucketAlreadyExists" });
  expect(await create("states", { region: "nl-ams" })).toMatchObject({ status: 409, code: "BucketAlreadyExists" });
});

test("a bucket is unknown to the hosts of other regions", async () => {
  await create("states");
  expect(await account.send({ method: "GET", bucket: "states", region: "nl-ams" })).toMatchObject({
    code: "NoSuchBucket",
  });
});

test("a location constraint must be the region of the host", async () => {
  const body = (region: string) =>
    `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  expect(await create("states", { body: body("nl-ams") })).toMatchObject({ code: "InvalidLocationConstraint" });
  expect((await create("states", { body: body("fr-par") })).status).toBe(200);
  const { text } = await account.send({ method: "GET", bucket: "states", query: { location: "" } });
  expect(text).toContain(">fr-par</LocationConstraint>");
});

test("Object Lock is refused at creation", async () => {
  const headers = { "x-amz-bucket-object-lock-enabled": "true" };
  expect(await create("states", { headers })).toMatchObject({ status: 501, code: "NotImplemented" });
  expect(buckets(account.context.store).get("states")).toBeUndefined();
});

test("host style and path style reach the same bucket", async () => {
  await create("states");
  await account.put("states", "a/b", "1");
  const answer = await account.send({ method: "GET", bucket: "states", key: "a/b", pathStyle: true });
  expect(answer).toMatchObject({ status: 200, text: "1" });
});

test("a project sees its own buckets of the region, by name", async () => {
  await create("second");
  await create("first");
  await create("dutch", { region: "nl-ams" });
  await account.send({ method: "PUT", bucket: "elsewhere" }, inProject(OTHER_PROJECT));
  expect(texts((await account.send({ method: "GET" })).text, "Name")).toEqual(["first", "second"]);
  expect(texts((await account.send({ method: "GET", region: "nl-ams" })).text, "Name")).toEqual(["dutch"]);
  const other = await account.send({ method: "GET" }, inProject(OTHER_PROJECT));
  expect(texts(other.text, "Name")).toEqual(["elsewhere"]);
});

test("a bucket goes only when its last version and marker have gone", async () => {
  await account.createBucket("states", "Enabled");
  const { headers } = await account.put("states", "a", "1");
  const drop = () => account.send({ method: "DELETE", bucket: "states" });
  expect(await drop()).toMatchObject({ status: 409, code: "BucketNotEmpty" });
  const marker = await account.send({ method: "DELETE", bucket: "states", key: "a" });
  for (const version of [headers, marker.headers]) {
    expect(await drop()).toMatchObject({ status: 409 });
    const versionId = version["x-amz-version-id"] ?? "";
    await account.send({ method: "DELETE", bucket: "states", key: "a", query: { versionId } });
  }
  expect(await drop()).toMatchObject({ status: 204 });
  expect(await account.send({ method: "GET", bucket: "states" })).toMatchObject({ status: 404, code: "NoSuchBucket" });
});

test("unfinished uploads go with their bucket", async () => {
  await create("states");
  await account.send({ method: "POST", bucket: "states", key: "a", query: { uploads: "" } });
  expect(uploads(account.context.store).list()).toHaveLength(1);
  expect((await account.send({ method: "DELETE", bucket: "states" })).status).toBe(204);
  expect(uploads(account.context.store).list()).toEqual([]);
});

test.each(["PUT", "GET", "HEAD", "DELETE"])("%s on a bucket that is not there is 404", async (method) => {
  expect((await account.send({ method, bucket: "states", key: "a" })).status).toBe(404);
});
