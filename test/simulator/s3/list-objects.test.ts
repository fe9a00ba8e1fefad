import { versions } from "../../../simulator/s3/rows";
import { Account, texts } from "./account";

let account: Account;
beforeEach(async () => {
  account = new Account();
  await account.createBucket("states", "Enabled");
});

const list = (query: Record<string, string>) => account.send({ method: "GET", bucket: "states", query });
const V2 = { "list-type": "2" };

async function putAll(...keys: string[]): Promise<void> {
  for (const key of keys) await account.put("states", key, key);
}

/** All pages of a list: how often it was asked, and every text of `element` outside the head of the answer. */
async function allPages(query: Record<string, string>, element: string, markers: Record<string, string>) {
  const found: string[] = [];
  let pages = 0;
  for (let next: Record<string, string> | undefined = {}; next !== undefined; ) {
    const { text }: { text: string } = await list({ ...query, ...next });
    pages += 1;
    if (pages > 100) throw new Error("the pages do not end");
    const entries = text.slice(text.indexOf("</IsTruncated>"));
    found.push(...texts(entries, element));
    const truncated = texts(text, "IsTruncated")[0] === "true";
    const named = Object.entries(markers).map(([given, asked]) => [asked, texts(text, given)[0]] as const);
    next = truncated
      ? Object.fromEntries(named.filter(([, value]) => value !== undefined) as [string, string][])
      : undefined;
  }
  return { found, pages };
}

test("an empty bucket gives an empty list", async () => {
  const { text } = await list({});
  expect(text).toContain(
    "<Name>states</Name><Prefix></Prefix><Marker></Marker><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>",
  );
});

test("keys come in the order of their bytes", async () => {
  await putAll("b", "a/1", "a", "B", "é", "\u{10000}", "\uffee");
  const keys = ["B", "a", "a/1", "b", "é", "\uffee", "\u{10000}"];
  expect(texts((await list({})).text, "Key")).toEqual(keys);
  expect(texts((await list(V2)).text, "Key")).toEqual(keys);
});

test("deleted objects are not listed, older versions neither", async () => {
  await putAll("a", "a", "b");
  await account.send({ method: "DELETE", bucket: "states", key: "b" });
  expect(texts((await list(V2)).text, "Key")).toEqual(["a"]);
});

test("a list keeps to its bucket", async () => {
  await putAll("a");
  await account.createBucket("states-2");
  await account.put("states-2", "b", "b");
  expect(texts((await list(V2)).text, "Key")).toEqual(["a"]);
});

test("an entry tells size, ETag, time and owner", async () => {
  await putAll("a");
  const { text } = await list({});
  expect(text).toContain("<LastModified>2026-11-22T10:00:00.000Z</LastModified>");
  expect(text).toContain("<ETag>&quot;0cc175b9c0f1b6a831c399e269772661&quot;</ETag><Size>1</Size>");
  expect(text).toContain("<Owner>");
  expect((await list(V2)).text).not.toContain("<Owner>");
  expect((await list({ ...V2, "fetch-owner": "true" })).text).toContain("<Owner>");
});

test("an entry tells the checksum that came with the object", async () => {
  await account.put("states", "a", "hello world", { "x-amz-checksum-crc32": "DUoRhQ==" });
  expect((await list({})).text).toContain(
    "<ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>",
  );
});

const FOLDERS = ["a/1", "a/2", "b", "c/1", "c/2/x", "d"];

test.each([
  [{}, ["a/", "c/"], ["b", "d"]],
  [{ prefix: "c/" }, ["c/2/"], ["c/1"]],
  [{ prefix: "c" }, ["c/"], []],
  [{ "start-after": "a/" }, ["c/"], ["b", "d"]],
  [{ "start-after": "a/1" }, ["a/", "c/"], ["b", "d"]],
])("a delimiter folds what lies beneath it, with %j", async (query, prefixes, keys) => {
  await putAll(...FOLDERS);
  const { text } = await list({ ...V2, delimiter: "/", ...query });
  const entries = text.slice(text.indexOf("</IsTruncated>"));
  expect(texts(entries, "Prefix")).toEqual(prefixes);
  expect(texts(entries, "Key")).toEqual(keys);
  expect(texts(text, "KeyCount")).toEqual([String(prefixes.length + keys.length)]);
});

test.each([1, 2, 3, 6, 7])("pages of %d keys give every key once, in v1 and v2", async (size) => {
  await putAll(...FOLDERS);
  const query = { "max-keys": String(size) };
  const second = await allPages({ ...V2, ...query }, "Key", { NextContinuationToken: "continuation-token" });
  expect(second).toEqual({ found: FOLDERS, pages: Math.ceil(FOLDERS.length / size) });
  const first = await allPages({ ...query, delimiter: "|" }, "Key", { NextMarker: "marker" });
  expect(first.found).toEqual(FOLDERS);
});

test("pages with a delimiter give every common prefix once", async () => {
  await putAll(...FOLDERS);
  const query = { ...V2, delimiter: "/", "max-keys": "1" };
  const { found, pages } = await allPages(query, "Prefix", { NextContinuationToken: "continuation-token" });
  expect({ found, pages }).toEqual({ found: ["a/", "c/"], pages: 4 });
});

test("names are percent-encoded for those who ask", async () => {
  await putAll("a b/ü&");
  expect(texts((await list({ ...V2, "encoding-type": "url" })).text, "Key")).toEqual(["a%20b/%C3%BC%26"]);
});

test.each([
  ["max-keys", "-1"],
  ["max-keys", "many"],
  ["encoding-type", "base64"],
])("%s=%s is an invalid argument", async (name, value) => {
  expect(await list({ ...V2, [name]: value })).toMatchObject({ status: 400, code: "InvalidArgument" });
});

test("a continuation token that no page gave is refused", async () => {
  expect(await list({ ...V2, "continuation-token": "!" })).toMatchObject({ status: 400, code: "InvalidArgument" });
});

test("versions come newest first under each key, markers told apart, the latest marked", async () => {
  await putAll("b", "a", "a");
  await account.send({ method: "DELETE", bucket: "states", key: "a" });
  const { text } = await list({ versions: "" });
  const kinds = [
    ...text.matchAll(/<(Version|DeleteMarker)><Key>(.*?)<\/Key><VersionId>\d+<\/VersionId><IsLatest>(.*?)</g),
  ];
  expect(kinds.map(([, kind, key, latest]) => `${kind} ${key} ${latest}`)).toEqual([
    "Version a false",
    "Version a false",
    "Version b true",
    "DeleteMarker a true",
  ]);
  const [first = "", second = ""] = texts(text, "VersionId");
  expect(first > second).toBe(true);
});

test.each([1, 2, 3, 5, 100])("pages of %d give every version once", async (size) => {
  for (let round = 0; round < 4; round++) await putAll("a", "b", "c");
  const markers = { NextKeyMarker: "key-marker", NextVersionIdMarker: "version-id-marker" };
  const { found } = await allPages({ versions: "", "max-keys": String(size) }, "VersionId", markers);
  expect(found).toHaveLength(12);
  expect(new Set(found).size).toBe(12);
});

test("a bucket can be emptied page by page while its versions go", async () => {
  for (let round = 0; round < 4; round++) await putAll("a", "b");
  await account.setVersioning("states", "Suspended");
  await putAll("a", "b");
  let markers: Record<string, string> = {};
  let pages = 0;
  for (let truncated = true; truncated; ) {
    pages += 1;
    if (pages > 100) throw new Error("the pages do not end");
    const { text } = await list({ versions: "", "max-keys": "3", ...markers });
    const entries = [...text.matchAll(/<Version><Key>(.*?)<\/Key><VersionId>(.*?)</g)];
    for (const [, key = "", versionId = ""] of entries) {
      await account.send({ method: "DELETE", bucket: "states", key, query: { versionId } });
    }
    truncated = texts(text, "IsTruncated")[0] === "true";
    markers = {
      "key-marker": texts(text, "NextKeyMarker")[0] ?? "",
      "version-id-marker": texts(text, "NextVersionIdMarker")[0] ?? "",
    };
  }
  expect((await account.send({ method: "DELETE", bucket: "states" })).status).toBe(204);
});

test("a version marker needs its key", async () => {
  const query = { versions: "", "version-id-marker": "1795341600000000" };
  expect(await list(query)).toMatchObject({ status: 400, code: "InvalidArgument" });
});

test("five thousand versions come in five pages", async () => {
  await putAll("key-0");
  const rows = versions(account.context.store);
  const [row] = rows.list();
  for (let n = 1; n < 5000; n++) {
    const version_id = String(row!.sequence + n);
    rows.put({
      ...row!,
      id: `states/key-${n % 500}/${version_id}`,
      key: `key-${n % 500}`,
      version_id,
      sequence: row!.sequence + n,
    });
  }
  const markers = { NextKeyMarker: "key-marker", NextVersionIdMarker: "version-id-marker" };
  const { found, pages } = await allPages({ versions: "" }, "VersionId", markers);
  expect({ found: new Set(found).size, pages }).toEqual({ found: 5000, pages: 5 });
});
