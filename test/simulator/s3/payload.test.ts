import { Account } from "./account";

let account: Account;
beforeEach(async () => {
  account = new Account();
  await account.createBucket("states");
});

const STREAMED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

/** As the AWS SDK for Go sends an object over TLS. */
function streamed(body: string, further: Record<string, string> = {}) {
  return account.put("states", "a", body, {
    "content-encoding": "aws-chunked",
    "x-amz-content-sha256": STREAMED,
    "x-amz-decoded-content-length": "11",
    "x-amz-sdk-checksum-algorithm": "CRC32",
    "x-amz-trailer": "x-amz-checksum-crc32",
    ...further,
  });
}

// CRC-32 of "hello world" is 0x0d4a1185.
const CRC = "DUoRhQ==";
const CHUNKED = `b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:${CRC}\r\n\r\n`;

test("an aws-chunked body is stored without its framing, its checksum checked", async () => {
  expect(await streamed(CHUNKED)).toMatchObject({ status: 200, headers: { "x-amz-checksum-crc32": CRC } });
  const { text, headers } = await account.get("states", "a");
  expect(text).toBe("hello world");
  expect(headers).not.toHaveProperty("content-encoding");
});

test("several chunks are joined", async () => {
  const body = `6\r\nhello \r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:${CRC}\r\n\r\n`;
  expect((await streamed(body)).status).toBe(200);
  expect((await account.get("states", "a")).text).toBe("hello world");
});

test.each([
  ["a wrong trailing checksum", CHUNKED.replace(CRC, "AAAAAA=="), {}, "BadDigest"],
  ["a missing trailer", "b\r\nhello world\r\n0\r\n\r\n", {}, "IncompleteBody"],
  ["a chunk that is cut short", "b\r\nhello", {}, "IncompleteBody"],
  ["a chunk that is longer than it says", CHUNKED.replace("b\r\n", "a\r\n"), {}, "IncompleteBody"],
  ["another decoded length than declared", CHUNKED, { "x-amz-decoded-content-length": "12" }, "IncompleteBody"],
  ["a size that is no hexadecimal number", CHUNKED.replace("b\r\n", "z\r\n"), {}, "InvalidRequest"],
])("refuses %s, and stores nothing", async (_, body, headers, code) => {
  expect(await streamed(body, headers)).toMatchObject({ status: 400, code });
  expect((await account.get("states", "a")).code).toBe("NoSuchKey");
});

test.each([
  ["x-amz-checksum-crc32", "DUoRhQ=="],
  ["x-amz-checksum-sha1", "Kq5sNclPz7QV2+lfQIuc6R7oRu0="],
  ["x-amz-checksum-sha256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek="],
  ["content-md5", "XrY7u+Ae7tCTyyK7j1rNww=="],
])("compares %s with the body", async (name, right) => {
  expect((await account.put("states", "a", "hello world", { [name]: right })).status).toBe(200);
  expect(await account.put("states", "a", "hello, world", { [name]: right })).toMatchObject({
    status: 400,
    code: "BadDigest",
  });
});

test("a checksum that is not computed here is refused by name", async () => {
  const answer = await account.put("states", "a", "hello world", { "x-amz-checksum-crc64nvme": "AAAAAAAAAAA=" });
  expect(answer).toMatchObject({ status: 501, code: "NotImplemented" });
  expect(answer.text).toContain("x-amz-checksum-crc64nvme");
});

test("a body other than the one that was hashed for signing is refused", async () => {
  const answer = await account.put("states", "a", "x", { "x-amz-content-sha256": "0".repeat(64) });
  expect(answer).toMatchObject({ status: 400, code: "XAmzContentSHA256Mismatch" });
});

test("a body may be left out of the signature", async () => {
  expect((await account.put("states", "a", "x", { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" })).status).toBe(200);
});

test("chunks that are each signed are refused as not simulated", async () => {
  const answer = await account.put("states", "a", "x", {
    "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  });
  expect(answer).toMatchObject({ status: 501, code: "NotImplemented" });
});
