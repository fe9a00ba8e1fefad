import { Account } from "./account";

let account: Account;
beforeEach(async () => {
  account = new Account();
  await account.createBucket("states", "Enabled");
});

const ONCE = { "if-none-match": "*" };

test("If-None-Match: * lets the first writer through and refuses the second", async () => {
  expect((await account.put("states", "a.tflock", "first", ONCE)).status).toBe(200);
  expect(await account.put("states", "a.tflock", "second", ONCE)).toMatchObject({
    status: 412,
    code: "PreconditionFailed",
  });
  expect((await account.get("states", "a.tflock")).text).toBe("first");
});

test("of writers at the same moment exactly one gets the lock", async () => {
  const writers = Array.from({ length: 20 }, (_, n) => account.put("states", "a.tflock", `writer ${n}`, ONCE));
  const statuses = (await Promise.all(writers)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => status === 412)).toHaveLength(19);
});

test("a lock that was given back can be taken again, though its versions remain", async () => {
  await account.put("states", "a.tflock", "first", ONCE);
  await account.send({ method: "DELETE", bucket: "states", key: "a.tflock" });
  expect((await account.put("states", "a.tflock", "second", ONCE)).status).toBe(200);
});

test("If-Match writes only over the version that the writer has read", async () => {
  const { headers } = await account.put("states", "a", "1");
  const condition = { "if-match": headers.etag ?? "" };
  expect((await account.put("states", "a", "2", condition)).status).toBe(200);
  expect(await account.put("states", "a", "3", condition)).toMatchObject({ status: 412, code: "PreconditionFailed" });
  expect((await account.get("states", "a")).text).toBe("2");
});

test("If-Match has nothing to match where there is no object", async () => {
  expect(await account.put("states", "a", "1", { "if-match": '"0"' })).toMatchObject({
    status: 404,
    code: "NoSuchKey",
  });
});

test("writing with another If-None-Match than * is not simulated", async () => {
  expect(await account.put("states", "a", "1", { "if-none-match": '"0"' })).toMatchObject({ status: 501 });
});

test("reads answer 304 without a document, or 412, by the ETag", async () => {
  const { headers } = await account.put("states", "a", "1");
  const etag = headers.etag ?? "";
  const read = (condition: Record<string, string>) =>
    account.send({ method: "GET", bucket: "states", key: "a", headers: condition });
  expect(await read({ "if-none-match": etag })).toMatchObject({ status: 304, text: "", headers: { etag } });
  expect(await read({ "if-none-match": '"other"' })).toMatchObject({ status: 200 });
  expect(await read({ "if-match": '"other"' })).toMatchObject({ status: 412 });
  expect(await read({ "if-match": etag })).toMatchObject({ status: 200, text: "1" });
});

test.each(["if-modified-since", "if-unmodified-since"])("%s is not simulated", async (name) => {
  const headers = { [name]: "Sun, 22 Nov 2026 10:00:00 GMT" };
  expect((await account.send({ method: "GET", bucket: "states", key: "a", headers })).status).toBe(501);
});
