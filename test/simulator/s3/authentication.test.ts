import { handleS3 } from "../../../simulator/s3/handler";
import { Account, DEFAULT_PROJECT, EXPIRED, inProject, OTHER_PROJECT, OWNER, READER } from "./account";
import { signed } from "./signer";

let account: Account;
beforeEach(async () => {
  account = new Account();
  await account.createBucket("states");
});

const list = { method: "GET", bucket: "states" };

test("a plain key opens the buckets of its default project", async () => {
  expect((await account.send(list)).status).toBe(200);
});

test("a plain key is denied a bucket of another project, though its bearer may do everything", async () => {
  await account.send({ method: "PUT", bucket: "elsewhere" }, inProject(OTHER_PROJECT));
  expect(await account.send({ method: "GET", bucket: "elsewhere" })).toMatchObject({
    status: 403,
    code: "AccessDenied",
  });
});

test("a key with a project id acts in that project only", async () => {
  expect((await account.send(list, inProject(DEFAULT_PROJECT))).status).toBe(200);
  expect(await account.send(list, inProject(OTHER_PROJECT))).toMatchObject({ status: 403, code: "AccessDenied" });
});

test("a bucket belongs to the project that the key names", async () => {
  await account.send({ method: "PUT", bucket: "elsewhere" }, inProject(OTHER_PROJECT));
  const { text } = await account.send(
    { method: "GET", bucket: "elsewhere", query: { acl: "" } },
    inProject(OTHER_PROJECT),
  );
  expect(text).toContain(`<Owner><DisplayName>${OTHER_PROJECT}:${OTHER_PROJECT}</DisplayName>`);
});

test("a project that does not exist is denied and named", async () => {
  const answer = await account.send(list, inProject("00000000-0000-4000-8000-000000000000"));
  expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
  expect(answer.text).toContain("00000000-0000-4000-8000-000000000000");
});

test("a key that reads only may read and not write", async () => {
  await account.put("states", "a", "1");
  expect((await account.send({ ...list, key: "a" }, READER)).status).toBe(200);
  expect(await account.send({ ...list, method: "PUT", key: "a" }, READER)).toMatchObject({
    status: 403,
    code: "AccessDenied",
  });
  expect(await account.send({ ...list, method: "DELETE", key: "a" }, READER)).toMatchObject({ code: "AccessDenied" });
});

test("an expired key is unknown", async () => {
  expect(await account.send(list, EXPIRED)).toMatchObject({ status: 403, code: "InvalidAccessKeyId" });
});

test("a wrong secret does not match, and the answer shows what was signed but not the secret", async () => {
  const answer = await account.send(list, { ...OWNER, secretKey: READER.secretKey });
  expect(answer).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
  expect(answer.text).toContain("<StringToSign>AWS4-HMAC-SHA256");
  expect(answer.text).not.toContain(OWNER.secretKey);
});

test("an unknown access key is refused as such", async () => {
  const answer = await account.send(list, { ...OWNER, accessKey: "SCWNOBODY00000000000" });
  expect(answer).toMatchObject({ status: 403, code: "InvalidAccessKeyId" });
});

test.each([
  ["path", { path: "/other" }],
  ["method", { method: "DELETE" }],
  ["query", { query: new URLSearchParams("prefix=a") }],
])("a request whose %s was changed after signing does not match", async (_, change) => {
  const answer = await handleS3({ ...signed(list, OWNER), ...change }, account.context);
  expect(answer.status).toBe(403);
  expect(answer.body).toContain("SignatureDoesNotMatch");
});

test("the region that was signed for must be the host's", async () => {
  const answer = await account.send({ ...list, signedRegion: "nl-ams" });
  expect(answer).toMatchObject({ status: 400, code: "AuthorizationHeaderMalformed" });
  expect(answer.text).toContain("<Region>fr-par</Region>");
});

test("an x-amz- header that was not signed is refused and named", async () => {
  const answer = await account.send({ ...list, unsignedHeaders: { "x-amz-checksum-mode": "ENABLED" } });
  expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
  expect(answer.text).toContain("<HeadersNotSigned>x-amz-checksum-mode</HeadersNotSigned>");
});

test("without an Authorization header nothing is served", async () => {
  const request = signed(list, OWNER);
  const { authorization: _, ...headers } = request.headers;
  expect((await handleS3({ ...request, headers }, account.context)).status).toBe(403);
});

test("a presigned URL is refused as not simulated", async () => {
  const query = new URLSearchParams({ "X-Amz-Algorithm": "AWS4-HMAC-SHA256", "X-Amz-Signature": "00" });
  const answer = await handleS3({ ...signed({ ...list, key: "a" }, OWNER), query }, account.context);
  expect(answer.status).toBe(501);
  expect(answer.body).toContain("X-Amz-Algorithm");
});
