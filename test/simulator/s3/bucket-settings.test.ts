import { Account, DEFAULT_PROJECT, OTHER_PROJECT } from "./account";

let account: Account;
beforeEach(async () => {
  account = new Account();
  await account.createBucket("states");
});

const setting = (method: string, name: string, body = "", headers: Record<string, string> = {}) =>
  account.send({ method, bucket: "states", query: { [name]: "" }, body, headers });

test.each([
  ["tagging", "NoSuchTagSet", "The TagSet does not exist"],
  ["cors", "NoSuchCORSConfiguration", "The CORS configuration does not exist"],
  ["lifecycle", "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"],
  ["policy", "NoSuchBucketPolicy", "The bucket policy does not exist"],
  ["object-lock", "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket"],
])("%s that was never set is 404 %s, in words the provider looks for", async (name, code, message) => {
  const answer = await setting("GET", name);
  expect(answer).toMatchObject({ status: 404, code, headers: { "content-type": "application/xml" } });
  expect(answer.text).toMatch(new RegExp(`^<Error><Code>${code}</Code><Message>${message}</Message><RequestId>`));
  expect(answer.text).toContain("<Resource>/states</Resource>");
});

const NAMESPACE = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const TAGS = "<TagSet><Tag><Key>b</Key><Value>&lt;1&gt;</Value></Tag><Tag><Key>a</Key><Value></Value></Tag></TagSet>";
const CORS =
  "<CORSRule><AllowedHeader>*</AllowedHeader><AllowedMethod>PUT</AllowedMethod><AllowedMethod>POST</AllowedMethod>" +
  "<AllowedOrigin>https://www.example.com</AllowedOrigin><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>3000</MaxAgeSeconds></CORSRule>";
const RULES =
  "<Rule><Expiration><Days>365</Days><ExpiredObjectDeleteMarker>false</ExpiredObjectDeleteMarker></Expiration>" +
  "<Filter><And><Prefix>p/</Prefix><Tag><Key>a</Key><Value>b</Value></Tag></And></Filter><ID>one</ID><Status>Enabled</Status>" +
  "<Transition><Days>0</Days><StorageClass>GLACIER</StorageClass></Transition></Rule>" +
  "<Rule><Filter></Filter><ID>two</ID><Status>Disabled</Status><NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays>" +
  "</NoncurrentVersionExpiration><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>";

test.each([
  ["tagging", `<Tagging${NAMESPACE}>${TAGS}</Tagging>`, `<Tagging>${TAGS}</Tagging>`],
  [
    "cors",
    `<CORSConfiguration${NAMESPACE}>${CORS}</CORSConfiguration>`,
    `<CORSConfiguration>${CORS}</CORSConfiguration>`,
  ],
  [
    "lifecycle",
    `<LifecycleConfiguration${NAMESPACE}>${RULES}</LifecycleConfiguration>`,
    `<Configuration>${RULES}</Configuration>`,
  ],
])("%s comes back as it was put, and goes when it is deleted", async (name, sent, answered) => {
  expect((await setting("PUT", name, sent)).status).toBe(200);
  expect((await setting("GET", name)).text).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${answered}`);
  expect((await setting("DELETE", name)).status).toBe(204);
  expect((await setting("GET", name)).status).toBe(404);
});

test("an empty tag set is no tag set", async () => {
  await setting("PUT", "tagging", `<Tagging>${TAGS}</Tagging>`);
  expect((await setting("PUT", "tagging", "<Tagging><TagSet></TagSet></Tagging>")).status).toBe(200);
  expect((await setting("GET", "tagging")).code).toBe("NoSuchTagSet");
});

const tag = (key: string, value: string) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`;
const rule = (content: string) => `<LifecycleConfiguration><Rule>${content}</Rule></LifecycleConfiguration>`;
const cors = (content: string) => `<CORSConfiguration><CORSRule>${content}</CORSRule></CORSConfiguration>`;

test.each([
  [
    "tagging",
    "two tags of one key",
    `<Tagging><TagSet>${tag("a", "1")}${tag("a", "2")}</TagSet></Tagging>`,
    "InvalidTag",
  ],
  [
    "tagging",
    "a key that is too long",
    `<Tagging><TagSet>${tag("k".repeat(129), "")}</TagSet></Tagging>`,
    "InvalidTag",
  ],
  ["tagging", "an unknown element", "<Tagging><TagSet></TagSet><More>1</More></Tagging>", "MalformedXML"],
  ["tagging", "another document", "<CORSConfiguration></CORSConfiguration>", "MalformedXML"],
  ["tagging", "what is no XML", "<Tagging><TagSet></Tagging>", "MalformedXML"],
  [
    "cors",
    "an unknown method",
    cors("<AllowedMethod>PATCH</AllowedMethod><AllowedOrigin>*</AllowedOrigin>"),
    "InvalidRequest",
  ],
  ["cors", "a rule without origin", cors("<AllowedMethod>GET</AllowedMethod>"), "MalformedXML"],
  ["lifecycle", "a rule that does nothing", rule("<ID>a</ID><Status>Enabled</Status>"), "InvalidRequest"],
  ["lifecycle", "an unknown status", rule("<ID>a</ID><Status>On</Status>"), "MalformedXML"],
  [
    "lifecycle",
    "a storage class that Scaleway has not",
    rule(
      "<ID>a</ID><Status>Enabled</Status><Transition><Days>1</Days><StorageClass>DEEP_ARCHIVE</StorageClass></Transition>",
    ),
    "MalformedXML",
  ],
  ["versioning", "no status", "<VersioningConfiguration></VersioningConfiguration>", "MalformedXML"],
  [
    "versioning",
    "an unknown status",
    "<VersioningConfiguration><Status>Disabled</Status></VersioningConfiguration>",
    "MalformedXML",
  ],
])("%s with %s is refused", async (name, _, body, code) => {
  expect(await setting("PUT", name, body)).toMatchObject({ status: 400, code });
});

test("a refusal of a document names the element", async () => {
  const { text } = await setting("PUT", "tagging", "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>");
  expect(text).toContain("Tagging/TagSet/Tag/0/Value");
});

test("versioning is silent until it is set, and then says what it is", async () => {
  const status = async () => /<Status>(.*)<\/Status>/.exec((await setting("GET", "versioning")).text)?.[1];
  expect(await status()).toBe("");
  await account.setVersioning("states", "Enabled");
  expect(await status()).toBe("Enabled");
  await account.setVersioning("states", "Suspended");
  expect(await status()).toBe("Suspended");
});

const owner = (project: string) => `<ID>${project}:${project}</ID>`;
const acl = (grantee: string, permission = "WRITE") =>
  `<AccessControlPolicy><Owner>${owner(DEFAULT_PROJECT)}</Owner><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">${grantee}</Grantee><Permission>${permission}</Permission></Grant></AccessControlList></AccessControlPolicy>`;

test("the ACL says which project owns the bucket", async () => {
  const { text } = await setting("GET", "acl");
  const who = `${DEFAULT_PROJECT}:${DEFAULT_PROJECT}`;
  expect(text).toContain(`<Owner><DisplayName>${who}</DisplayName><ID>${who}</ID></Owner>`);
  expect(text).toContain('xsi:type="CanonicalUser"');
  expect(text).toContain("<Permission>FULL_CONTROL</Permission>");
});

test("the ACL may be put as private or as grants to the owner", async () => {
  expect((await setting("PUT", "acl", "", { "x-amz-acl": "private" })).status).toBe(200);
  expect((await setting("PUT", "acl", acl(owner(DEFAULT_PROJECT)))).status).toBe(200);
  expect((await setting("GET", "acl")).text).toContain("<Permission>WRITE</Permission>");
});

test.each([
  ["a public canned ACL", "", { "x-amz-acl": "public-read" }, 501],
  ["an unknown canned ACL", "", { "x-amz-acl": "open" }, 400],
  ["a grant header", "", { "x-amz-grant-read": "id=1" }, 501],
  ["a grant to another project", acl(owner(OTHER_PROJECT)), {}, 501],
  ["a grant to everybody", acl("<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI>"), {}, 501],
  ["another owner", acl(owner(OTHER_PROJECT)).replace(owner(DEFAULT_PROJECT), owner(OTHER_PROJECT)), {}, 403],
  ["header and document at once", acl(owner(DEFAULT_PROJECT)), { "x-amz-acl": "private" }, 400],
])("%s is refused and the ACL stays", async (_, body, headers, status) => {
  const before = (await setting("GET", "acl")).text;
  expect((await setting("PUT", "acl", body, headers)).status).toBe(status);
  expect((await setting("GET", "acl")).text).toBe(before);
});
