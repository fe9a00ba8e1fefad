import { createHash } from "node:crypto";
import { usedBlobs } from "../../../simulator/s3/handler";
import { Account, type MemoryBlobs, texts } from "./account";

let account: Account;
beforeEach(async () => {
  account = new Account();
  await account.createBucket("states", "Enabled");
});

const remove = (key: string, versionId?: string) =>
  account.send({ method: "DELETE", bucket: "states", key, query: versionId === undefined ? {} : { versionId } });

test("each write is a version of its own, also within one millisecond, and stays readable", async () => {
  const ids = [];
  for (const body of ["1", "2", "3"])
    ids.push((await account.put("states", "a", body)).headers["x-amz-version-id"] ?? "");
  expect(new Set(ids).size).toBe(3);
  expect(ids).toEqual([...ids].sort());
  expect(ids[0]).toBe("1795341600000000");
  for (const [index, versionId] of ids.entries()) {
    expect((await account.get("states", "a", { versionId })).text).toBe(String(index + 1));
  }
  expect((await account.get("states", "a")).text).toBe("3");
});

test("a delete hides the object behind a marker; deleting the marker brings it back", async () => {
  await account.put("states", "a", "1");
  const marker = await remove("a");
  expect(marker).toMatchObject({ status: 204, headers: { "x-amz-delete-marker": "true" } });
  const hidden = await account.get("states", "a");
  expect(hidden).toMatchObject({ status: 404, code: "NoSuchKey", headers: { "x-amz-delete-marker": "true" } });
  const versionId = marker.headers["x-amz-version-id"] ?? "";
  expect(await account.get("states", "a", { versionId })).toMatchObject({ status: 405, code: "MethodNotAllowed" });
  expect(await remove("a", versionId)).toMatchObject({ headers: { "x-amz-delete-marker": "true" } });
  expect((await account.get("states", "a")).text).toBe("1");
});

test("deleting the newest version makes the one before it current", async () => {
  await account.put("states", "a", "1");
  const { headers } = await account.put("states", "a", "2");
  await remove("a", headers["x-amz-version-id"]);
  expect((await account.get("states", "a")).text).toBe("1");
});

test("what was written before versioning is the version null, and stays", async () => {
  await account.createBucket("older");
  await account.put("older", "a", "before");
  await account.setVersioning("older", "Enabled");
  await account.put("older", "a", "after");
  expect((await account.get("older", "a", { versionId: "null" })).text).toBe("before");
  expect((await account.get("older", "a")).text).toBe("after");
});

test("while versioning is suspended writes and deletes replace the version null only", async () => {
  const { headers } = await account.put("states", "a", "kept");
  await account.setVersioning("states", "Suspended");
  expect((await account.put("states", "a", "1")).headers).toHaveProperty("x-amz-version-id", "null");
  await account.put("states", "a", "2");
  expect((await account.get("states", "a")).text).toBe("2");
  expect((await remove("a")).headers).toMatchObject({ "x-amz-version-id": "null", "x-amz-delete-marker": "true" });
  expect((await account.get("states", "a")).status).toBe(404);
  const { text } = await account.send({ method: "GET", bucket: "states", query: { versions: "" } });
  expect(texts(text, "VersionId")).toEqual([headers["x-amz-version-id"], "null"]);
  expect((await account.get("states", "a", { versionId: headers["x-amz-version-id"] ?? "" })).text).toBe("kept");
});

test("a version that is not there, and one that cannot be", async () => {
  await account.put("states", "a", "1");
  expect(await account.get("states", "a", { versionId: "1000000000000000" })).toMatchObject({ code: "NoSuchVersion" });
  expect(await account.get("states", "a", { versionId: "abc" })).toMatchObject({
    status: 400,
    code: "InvalidArgument",
  });
});

test("many objects are deleted at once, by key or by version", async () => {
  const { headers } = await account.put("states", "a", "1");
  await account.put("states", "b<&", "1");
  const version = headers["x-amz-version-id"];
  const body = `<Delete><Object><Key>a</Key><VersionId>${version}</VersionId></Object><Object><Key>b&lt;&amp;</Key></Object></Delete>`;
  const post = { method: "POST", bucket: "states", query: { delete: "" }, body };
  expect(await account.send(post)).toMatchObject({ status: 400, code: "InvalidRequest" });
  const digest = createHash("md5").update(body).digest("base64");
  const answer = await account.send({ ...post, headers: { "content-md5": digest } });
  expect(texts(answer.text, "Key")).toEqual(["a", "b&lt;&amp;"]);
  expect(texts(answer.text, "DeleteMarker")).toEqual(["true"]);
  expect((await account.get("states", "b<&")).status).toBe(404);
  expect(await account.get("states", "a", { versionId: version ?? "" })).toMatchObject({ code: "NoSuchVersion" });
});

test("a body is named as used while a version holds it, and not afterwards", async () => {
  const { headers } = await account.put("states", "a", "1");
  await account.put("states", "b", "2");
  const blobs = account.context.blobs as MemoryBlobs;
  expect(blobs.collect(usedBlobs(account.context.store))).toBe(0);
  await remove("a", headers["x-amz-version-id"]);
  expect(blobs.collect(usedBlobs(account.context.store))).toBe(1);
  expect((await account.get("states", "b")).text).toBe("2");
});
