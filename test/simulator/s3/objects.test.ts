import { Account } from "./account";

let account: Account;
beforeEach(async () => {
  account = new Account();
  await account.createBucket("states");
});

test("a body comes back byte for byte, with its length, ETag and time", async () => {
  const body = Buffer.from([0, 255, 13, 10, 128]);
  await account.send({ method: "PUT", bucket: "states", key: "a", body });
  const answer = await account.send({ method: "GET", bucket: "states", key: "a" });
  expect(answer.body).toEqual(body);
  expect(answer.headers).toMatchObject({
    "content-length": "5",
    etag: '"99eb3ea29447db6011d3f5eb9d1ba147"',
    "last-modified": "Sun, 22 Nov 2026 10:00:00 GMT",
    "content-type": "binary/octet-stream",
  });
});

test.each(["env:/a b/ü+&=.tfstate", "a//b", "%2F", "..", "日本/🦊"])(
  "the key %s is served as it was put",
  async (key) => {
    expect((await account.put("states", key, key)).status).toBe(200);
    expect((await account.get("states", key)).text).toBe(key);
  },
);

test("HEAD tells of the object what GET tells, without the body", async () => {
  await account.put("states", "a", "hello", { "content-type": "application/json" });
  const { "x-amz-request-id": _, "x-amz-id-2": __, ...headers } = (await account.get("states", "a")).headers;
  const head = await account.send({ method: "HEAD", bucket: "states", key: "a" });
  expect(head).toMatchObject({ status: 200, headers });
  expect(head.body).toBeUndefined();
});

test("content type, metadata and encoding come back, aws-chunked does not", async () => {
  const headers = { "content-type": "text/plain", "x-amz-meta-owner": "me", "content-encoding": "gzip" };
  await account.put("states", "a", "hello", headers);
  expect((await account.get("states", "a")).headers).toMatchObject(headers);
});

test("the checksum that came with an object goes out to whoever asks for it", async () => {
  await account.put("states", "a", "hello world", { "x-amz-checksum-crc32": "DUoRhQ==" });
  const asking = { method: "GET", bucket: "states", key: "a", headers: { "x-amz-checksum-mode": "ENABLED" } };
  expect((await account.send(asking)).headers).toHaveProperty("x-amz-checksum-crc32", "DUoRhQ==");
  expect((await account.get("states", "a")).headers).not.toHaveProperty("x-amz-checksum-crc32");
});

test("what is not there is NoSuchKey, and HEAD says so without a document", async () => {
  expect(await account.get("states", "a")).toMatchObject({ status: 404, code: "NoSuchKey" });
  const head = await account.send({ method: "HEAD", bucket: "states", key: "a" });
  expect(head).toMatchObject({ status: 404, text: "" });
});

test("without versioning a write replaces and a delete removes", async () => {
  await account.put("states", "a", "1");
  const second = await account.put("states", "a", "2");
  expect(second.headers).not.toHaveProperty("x-amz-version-id");
  expect((await account.get("states", "a")).text).toBe("2");
  const gone = await account.send({ method: "DELETE", bucket: "states", key: "a" });
  expect(gone.status).toBe(204);
  expect(gone.headers).not.toHaveProperty("x-amz-delete-marker");
  expect((await account.get("states", "a")).status).toBe(404);
});

test("deleting what is not there succeeds", async () => {
  expect((await account.send({ method: "DELETE", bucket: "states", key: "a" })).status).toBe(204);
});

const range = (value: string) => {
  const headers = { range: value, "x-amz-checksum-mode": "ENABLED" };
  return account.send({ method: "GET", bucket: "states", key: "a", headers });
};

test.each([
  ["bytes=0-4", "hello", "bytes 0-4/11"],
  ["bytes=6-5242879", "world", "bytes 6-10/11"],
  ["bytes=6-", "world", "bytes 6-10/11"],
])("%s gives that part", async (header, text, contentRange) => {
  await account.put("states", "a", "hello world", { "x-amz-checksum-crc32": "DUoRhQ==" });
  const answer = await range(header);
  expect(answer).toMatchObject({
    status: 206,
    text,
    headers: { "content-range": contentRange, "content-length": "5" },
  });
  expect(answer.headers).not.toHaveProperty("x-amz-checksum-crc32");
});

test("a range behind the end cannot be satisfied; one from the end is not simulated", async () => {
  await account.put("states", "a", "hello world");
  expect(await range("bytes=11-12")).toMatchObject({ status: 416, code: "InvalidRange" });
  expect(await range("bytes=-5")).toMatchObject({ status: 501, code: "NotImplemented" });
});

test.each([
  ["x-amz-storage-class", "GLACIER"],
  ["x-amz-server-side-encryption", "aws:kms"],
  ["x-amz-acl", "public-read"],
  ["x-amz-copy-source", "/states/b"],
  ["x-amz-object-lock-mode", "GOVERNANCE"],
])("%s: %s is refused by name instead of being dropped", async (name, value) => {
  const answer = await account.put("states", "a", "1", { [name]: value });
  expect(answer).toMatchObject({ status: 501, code: "NotImplemented" });
  expect(answer.text).toContain(name);
  expect((await account.get("states", "a")).status).toBe(404);
});

test("a key of more than 1024 bytes is too long", async () => {
  expect(await account.put("states", "ü".repeat(513), "1")).toMatchObject({ status: 400, code: "KeyTooLongError" });
  expect((await account.put("states", "ü".repeat(512), "1")).status).toBe(200);
});
