import { createHash } from "node:crypto";
import { uploads, usedBlobs } from "../../../simulator/s3/rows";
import { Account, texts } from "./account";

const MIB = 1024 * 1024;
let account: Account;
beforeEach(async () => {
  account = new Account();
  await account.createBucket("states", "Enabled");
});

const md5 = (body: Buffer) => createHash("md5").update(body).digest();
const part = (letter: string, size: number) => Buffer.alloc(size, letter);

async function begin(key = "a", headers: Record<string, string> = {}): Promise<string> {
  const { text } = await account.send({ method: "POST", bucket: "states", key, query: { uploads: "" }, headers });
  return texts(text, "UploadId")[0] ?? "";
}

const upload = (uploadId: string, partNumber: number, body: Buffer, key = "a") =>
  account.send({ method: "PUT", bucket: "states", key, query: { partNumber: String(partNumber), uploadId }, body });

function complete(uploadId: string, parts: readonly [number, Buffer][], headers: Record<string, string> = {}) {
  const named = parts.map(
    ([n, body]) => `<Part><ETag>&#34;${md5(body).toString("hex")}&#34;</ETag><PartNumber>${n}</PartNumber></Part>`,
  );
  const body = `<CompleteMultipartUpload>${named.join("")}</CompleteMultipartUpload>`;
  return account.send({ method: "POST", bucket: "states", key: "a", query: { uploadId }, body, headers });
}

test("parts that came in any order become one body, with the type given at the beginning", async () => {
  const [first, second] = [part("1", 5 * MIB), part("2", 7)];
  const uploadId = await begin("a", { "content-type": "application/json" });
  await upload(uploadId, 2, second);
  const { headers } = await upload(uploadId, 1, first);
  expect(headers.etag).toBe(`"${md5(first).toString("hex")}"`);
  expect((await account.get("states", "a")).status).toBe(404);
  const done = await complete(uploadId, [
    [1, first],
    [2, second],
  ]);
  const etag = `"${md5(Buffer.concat([md5(first), md5(second)])).toString("hex")}-2"`;
  expect(done.status).toBe(200);
  expect(texts(done.text, "ETag")).toEqual([etag.replaceAll('"', "&quot;")]);
  const answer = await account.send({ method: "GET", bucket: "states", key: "a" });
  expect((answer.body as Buffer).equals(Buffer.concat([first, second]))).toBe(true);
  expect(answer.headers).toMatchObject({ etag, "content-type": "application/json" });
  expect(answer.headers["x-amz-version-id"]).toBe(done.headers["x-amz-version-id"]);
  expect(uploads(account.context.store).list()).toEqual([]);
});

test("a part that comes again replaces the first one", async () => {
  const uploadId = await begin();
  await upload(uploadId, 1, part("1", 7));
  await upload(uploadId, 1, part("2", 7));
  expect(await complete(uploadId, [[1, part("1", 7)]])).toMatchObject({ status: 400, code: "InvalidPart" });
  expect((await complete(uploadId, [[1, part("2", 7)]])).status).toBe(200);
});

test("every part but the last needs 5 MiB", async () => {
  const uploadId = await begin();
  const small = part("1", 5 * MIB - 1);
  await upload(uploadId, 1, small);
  await upload(uploadId, 2, small);
  expect(
    await complete(uploadId, [
      [1, small],
      [2, small],
    ]),
  ).toMatchObject({ status: 400, code: "EntityTooSmall" });
});

test("parts must be named in order, and be there", async () => {
  const uploadId = await begin();
  const body = part("1", 5 * MIB);
  await upload(uploadId, 1, body);
  await upload(uploadId, 2, body);
  expect(
    await complete(uploadId, [
      [2, body],
      [1, body],
    ]),
  ).toMatchObject({ status: 400, code: "InvalidPartOrder" });
  expect(
    await complete(uploadId, [
      [1, body],
      [3, body],
    ]),
  ).toMatchObject({ status: 400, code: "InvalidPart" });
});

test("the conditions of a write hold at completion", async () => {
  const uploadId = await begin();
  await upload(uploadId, 1, part("1", 7));
  await account.put("states", "a", "earlier");
  const answer = await complete(uploadId, [[1, part("1", 7)]], { "if-none-match": "*" });
  expect(answer).toMatchObject({ status: 412, code: "PreconditionFailed" });
  expect((await account.get("states", "a")).text).toBe("earlier");
});

test("the parts of an unfinished upload are named as used", async () => {
  const uploadId = await begin();
  await upload(uploadId, 1, part("1", 7));
  expect(account.context.blobs.collect(usedBlobs(account.context.store))).toBe(0);
  await complete(uploadId, [[1, part("1", 7)]]);
  expect((await account.get("states", "a")).text).toBe("1111111");
});

test("an upload is known under its key only, and not after it was aborted", async () => {
  const uploadId = await begin();
  expect(await upload(uploadId, 1, part("1", 7), "b")).toMatchObject({ status: 404, code: "NoSuchUpload" });
  const abort = { method: "DELETE", bucket: "states", key: "a", query: { uploadId } };
  expect((await account.send(abort)).status).toBe(204);
  expect(await upload(uploadId, 1, part("1", 7))).toMatchObject({ status: 404, code: "NoSuchUpload" });
  expect(await account.send(abort)).toMatchObject({ code: "NoSuchUpload" });
});

test.each([0, 10001, 1.5])("there is no part %d", async (number) => {
  expect(await upload(await begin(), number, part("1", 7))).toMatchObject({ status: 400, code: "InvalidArgument" });
});
