import { Account, DEFAULT_PROJECT, OWNER, READER, READER_ID } from "./account";

let account: Account;
beforeEach(async () => {
  account = new Account();
  await account.createBucket("states");
  await account.put("states", "public/a", "1");
  await account.put("states", "private/a", "1");
});

interface Statement {
  readonly [element: string]: unknown;
}
const ALLOW: Statement = {
  Effect: "Allow",
  Principal: { SCW: `application_id:${READER_ID}` },
  Action: ["s3:GetObject"],
  Resource: ["states/public/*"],
};
const putPolicy = (statements: readonly Statement[], version = "2023-04-17", credentials = OWNER) => {
  const body = JSON.stringify({ Version: version, Id: "test", Statement: statements });
  return account.send({ method: "PUT", bucket: "states", query: { policy: "" }, body }, credentials);
};
const read = (key: string, credentials = READER) => account.send({ method: "GET", bucket: "states", key }, credentials);

test("a policy comes back as JSON", async () => {
  expect((await putPolicy([ALLOW])).status).toBe(200);
  const answer = await account.send({ method: "GET", bucket: "states", query: { policy: "" } });
  expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
  await putPolicy([{ ...ALLOW, Principal: "*", Action: "s3:*", Resource: "states" }]);
  const allowed = await account.send({ method: "GET", bucket: "states", query: { policy: "" } });
  expect(allowed).toMatchObject({ status: 200, headers: { "content-type": "text/plain; charset=utf-8" } });
  expect(JSON.parse(allowed.text)).toMatchObject({ Version: "2023-04-17", Id: "test" });
});

test("with a policy only what it allows is allowed", async () => {
  expect((await read("private/a")).status).toBe(200);
  await putPolicy([ALLOW]);
  expect((await read("public/a")).status).toBe(200);
  expect(await read("private/a")).toMatchObject({ status: 403, code: "AccessDenied" });
  expect((await account.send({ method: "GET", bucket: "states" }, READER)).status).toBe(403);
  expect((await read("public/a", OWNER)).status).toBe(403);
});

test("the deprecated version takes nothing away but by a Deny", async () => {
  await putPolicy([ALLOW], "2012-10-17");
  expect((await read("private/a")).status).toBe(200);
  await putPolicy([{ ...ALLOW, Effect: "Deny", Resource: "states/private/*" }], "2012-10-17");
  expect((await read("private/a")).status).toBe(403);
  expect((await read("public/a")).status).toBe(200);
});

test.each(["*", `project_id:${DEFAULT_PROJECT}`, `application_id:${READER_ID}`])("%s is a principal", async (SCW) => {
  await putPolicy([{ ...ALLOW, Principal: { SCW } }]);
  expect((await read("public/a")).status).toBe(200);
});

test("a policy gives nobody what IAM does not", async () => {
  await putPolicy([{ ...ALLOW, Action: "s3:*" }]);
  const write = { method: "PUT", bucket: "states", key: "public/a", body: "2" };
  expect(await account.send(write, READER)).toMatchObject({ status: 403 });
});

test("a Deny wins over an Allow", async () => {
  await putPolicy([ALLOW, { ...ALLOW, Effect: "Deny", Principal: { SCW: "*" }, Resource: "states/public/a" }]);
  await account.put("states", "public/b", "1");
  expect((await read("public/a")).status).toBe(403);
});

test("the owner can lock itself out, but always replace or delete the policy", async () => {
  await putPolicy([ALLOW]);
  expect((await account.get("states", "public/a")).status).toBe(403);
  expect((await putPolicy([{ ...ALLOW, Principal: { SCW: ["*"] } }])).status).toBe(200);
  expect((await account.get("states", "public/a")).status).toBe(200);
  expect((await account.send({ method: "DELETE", bucket: "states", query: { policy: "" } })).status).toBe(204);
  expect((await account.get("states", "private/a")).status).toBe(200);
});

test.each([
  ["another version", [ALLOW], "2000-01-01"],
  ["a resource of another bucket", [{ ...ALLOW, Resource: "other/*" }], undefined],
  ["no statement", [], undefined],
  ["an unknown effect", [{ ...ALLOW, Effect: "Permit" }], undefined],
  ["an AWS principal", [{ ...ALLOW, Principal: { AWS: "*" } }], undefined],
])("a policy with %s is malformed", async (_, statements, version) => {
  expect(await putPolicy(statements, version)).toMatchObject({ status: 400, code: "MalformedPolicy" });
});

test("what is no JSON is malformed; a condition is refused by name", async () => {
  const noJson = await account.send({ method: "PUT", bucket: "states", query: { policy: "" }, body: "{" });
  expect(noJson).toMatchObject({ status: 400, code: "MalformedPolicy" });
  const condition = await putPolicy([{ ...ALLOW, Condition: {} }]);
  expect(condition).toMatchObject({ status: 501, code: "NotImplemented" });
  expect(condition.text).toContain("Condition in a bucket policy");
});
