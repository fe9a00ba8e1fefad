// Bucket policies. Once a bucket has one, only what it allows is allowed, for everybody but the organization's owner, who may
// always put and delete it (Scaleway documentation, "Bucket policies overview"). How IAM and a policy combine is drawn there
// as a picture only; here both must allow, the stricter reading.
import { z } from "zod";
import type { Caller } from "../services/service";
import { notSimulated, S3Error } from "./errors";

const texts = z.union([z.string(), z.array(z.string()).min(1)]);
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.literal("*"), z.strictObject({ SCW: texts })]),
  Action: texts,
  Resource: texts,
});
const policyDocument = z.strictObject({
  Version: z.enum(["2023-04-17", "2012-10-17"]),
  Id: z.string().optional(),
  Statement: z.array(statement).min(1),
});
export type BucketPolicy = z.infer<typeof policyDocument>;

const LEFT_OUT = ["Condition", "NotAction", "NotPrincipal", "NotResource"];

/** @throws S3Error MalformedPolicy naming what is wrong, NotImplemented for elements whose effect is not simulated */
export function readPolicy(body: Buffer, bucketName: string): BucketPolicy {
  let json: unknown;
  try {
    json = JSON.parse(body.toString("utf8"));
  } catch {
    throw new S3Error("MalformedPolicy", "Policies must be valid JSON");
  }
  const text = body.toString("utf8");
  const leftOut = LEFT_OUT.find((element) => text.includes(`"${element}"`));
  if (leftOut !== undefined) throw notSimulated(`${leftOut} in a bucket policy`);
  const result = policyDocument.safeParse(json);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new S3Error("MalformedPolicy", problems.join("; "));
  }
  for (const resource of result.data.Statement.flatMap(({ Resource }) => Resource)) {
    if (resource !== bucketName && !resource.startsWith(`${bucketName}/`)) {
      throw new S3Error(
        "MalformedPolicy",
        `Policy has invalid resource "${resource}"; this is the bucket ${bucketName}`,
      );
    }
  }
  return result.data;
}

/**
 * Whether the policy lets this caller do `action` (e.g. `GetObject`) on a key, or on the bucket itself when `key` is empty.
 * A Deny wins over every Allow.
 */
export function policyAllows(
  policy: BucketPolicy,
  caller: Caller,
  action: string,
  bucket: string,
  key: string,
): boolean {
  const resource = key === "" ? bucket : `${bucket}/${key}`;
  const { kind, id } = caller.principal;
  const applying = policy.Statement.filter(({ Principal, Action, Resource }) => {
    const principals = Principal === "*" ? ["*"] : [Principal.SCW].flat();
    return (
      principals.some((principal) => principal === "*" || principal === `${kind}_id:${id}`) &&
      [Action].flat().some((pattern) => matches(pattern, `s3:${action}`)) &&
      [Resource].flat().some((pattern) => matches(pattern, resource))
    );
  });
  return applying.length > 0 && applying.every(({ Effect }) => Effect === "Allow");
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
