import fc from "fast-check";
import { Account } from "./account";

const DOCUMENTS: Record<string, string> = {
  acl: "<AccessControlPolicy><Owner><ID>a</ID></Owner><AccessControlList><Grant><Grantee><ID>a</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>",
  cors: "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>",
  lifecycle:
    "<LifecycleConfiguration><Rule><ID>a</ID><Status>Enabled</Status><Filter><Prefix>a</Prefix></Filter><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>",
  policy:
    '{"Version":"2023-04-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"states"}]}',
  tagging: "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
  versioning: "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
};

/** A document of which a slice was replaced by something else. */
const damaged = (document: string) =>
  fc
    .tuple(
      fc.nat(document.length),
      fc.nat(document.length),
      fc.oneof(
        fc.string(),
        fc.constantFrom("<", "<__proto__>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<![CDATA[", "&b;", "<a/>"),
      ),
    )
    .map(([from, to, text]) => document.slice(0, Math.min(from, to)) + text + document.slice(Math.max(from, to)));

test.each(Object.entries(DOCUMENTS))(
  "a damaged %s document is stored or refused, never a crash",
  async (name, document) => {
    const account = new Account();
    await account.createBucket("states");
    await fc.assert(
      fc.asyncProperty(damaged(document), async (body) => {
        const put = await account.send({ method: "PUT", bucket: "states", query: { [name]: "" }, body });
        expect([200, 400, 403, 501]).toContain(put.status);
        if (put.status >= 400) expect(put.code).toBeDefined();
        expect([200, 403, 404]).toContain(
          (await account.send({ method: "GET", bucket: "states", query: { [name]: "" } })).status,
        );
      }),
      { numRuns: 100 },
    );
  },
);

const NAMES = [
  "versions",
  "list-type",
  "uploads",
  "uploadId",
  "partNumber",
  "delete",
  "max-keys",
  "prefix",
  "marker",
  "versionId",
];

test("whatever is asked is answered in S3's shape", async () => {
  const account = new Account();
  await account.createBucket("states", "Enabled");
  const query = fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.string()), fc.string({ unit: "grapheme" }), {
    maxKeys: 3,
  });
  const request = fc.record({
    method: fc.constantFrom("GET", "PUT", "POST", "HEAD", "DELETE", "PATCH"),
    bucket: fc.constantFrom("states", "other", ""),
    key: fc.oneof(fc.constantFrom("", "a"), fc.string({ unit: "grapheme" })),
    pathStyle: fc.boolean(),
    query,
    body: fc.string(),
  });
  await fc.assert(
    fc.asyncProperty(request, async (one) => {
      const answer = await account.send(one.bucket === "" ? { ...one, key: "" } : one);
      expect(answer.headers["x-amz-request-id"]).toBeDefined();
      if (answer.status >= 400 && one.method !== "HEAD") expect(answer.text).toMatch(/^<Error><Code>\w+<\/Code>/);
    }),
    { numRuns: 500 },
  );
});
