// Bucket policies. IAM must allow in any case; beyond that, version 2023-04-17 allows what a statement allows and nothing else,
// the deprecated 2012-10-17 everything that no statement denies (Scaleway documentation, "Combining IAM and bucket policies").
// The organization's owner may always put and delete the policy ("Bucket policies overview").
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

/**
 * Lists of actions and resources come back sorted, a list of one as that one (recorded exchanges).
 * @throws S3Error MalformedPolicy naming what is wrong, NotImplemented for elements whose effect is not simulated
 */
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
  const Statement = result.data.Statement.map((one) => ({
    ...one,
    Action: inOrder(one.Action),
    Resource: inOrder(one.Resource),
  }));
  return { ...result.data, Statement };
}

function inOrder(list: string | readonly string[]): string | string[] {
  const sorted = [list].flat().sort();
  return sorted.length === 1 ? (sorted[0] ?? "") : sorted;
}

export interface PolicyRequest {
  readonly caller: Caller;
  readonly projectId: string;
  /** As policies name it, without `s3:`, e.g. `GetObject`. */
  readonly action: string;
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
}

/** Whether the policy lets the caller do this; a Deny wins over every Allow. */
export function policyAllows({ Version, Statement }: BucketPolicy, request: PolicyRequest): boolean {
  const applying = Statement.filter((one) => applies(one, request));
  if (applying.some(({ Effect }) => Effect === "Deny")) return false;
  return Version === "2012-10-17" || applying.length > 0;
}

function applies(
  { Principal, Action, Resource }: z.infer<typeof statement>,
  { caller, projectId, action, bucket, key }: PolicyRequest,
): boolean {
  const { kind, id } = caller.principal;
  const names = ["*", `${kind}_id:${id}`, `project_id:${projectId}`];
  const principals = Principal === "*" ? ["*"] : [Principal.SCW].flat();
  const resource = key === "" ? bucket : `${bucket}/${key}`;
  return (
    principals.some((principal) => names.includes(principal)) &&
    [Action].flat().some((pattern) => matches(pattern, `s3:${action}`)) &&
    [Resource].flat().some((pattern) => matches(pattern, resource))
  );
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
