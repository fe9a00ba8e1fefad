// The ACL of a bucket: `private`, or grants to the owner itself. Scaleway writes the owner as `PROJECT:PROJECT`, and the
// provider reads the bucket's project from it. Grants to others or to everybody are refused by name: nothing here would
// honour them, since every request must be signed and acts in one project.
import { z } from "zod";
import { notSimulated, S3Error } from "./errors";
import type { AclPermission } from "./rows";
import { elements, readXml, writeXml } from "./xml";

const PERMISSIONS = ["FULL_CONTROL", "READ", "WRITE", "READ_ACP", "WRITE_ACP"] as const;
const CANNED = ["private", "public-read", "public-read-write", "authenticated-read"];

const party = z.strictObject({
  ID: z.string().optional(),
  DisplayName: z.string().optional(),
  URI: z.string().optional(),
  EmailAddress: z.string().optional(),
});
const accessControlPolicy = z.strictObject({
  Owner: party,
  AccessControlList: elements(
    z.strictObject({
      Grant: z.array(z.strictObject({ Grantee: party, Permission: z.enum(PERMISSIONS) })).default([]),
    }),
  ),
});

export const ownerId = (projectId: string): string => `${projectId}:${projectId}`;

export const ownerOf = (projectId: string) => ({ DisplayName: ownerId(projectId), ID: ownerId(projectId) });

/** The grants of the canned ACL that a header names. @default "private" */
export function cannedAcl(name = "private"): readonly AclPermission[] {
  if (!CANNED.includes(name))
    throw new S3Error("InvalidArgument", `x-amz-acl: "${name}" is none of ${CANNED.join(", ")}`);
  if (name !== "private") throw notSimulated(`x-amz-acl: ${name}`);
  return ["FULL_CONTROL"];
}

export function readAcl(body: Buffer, projectId: string): readonly AclPermission[] {
  const { Owner, AccessControlList } = readXml(body, "AccessControlPolicy", ["Grant"], accessControlPolicy);
  const owner = ownerId(projectId);
  if (Owner.ID !== owner) throw new S3Error("AccessDenied", `the owner of this bucket is ${owner}`);
  const other = AccessControlList.Grant.find(({ Grantee }) => Grantee.ID !== owner);
  if (other !== undefined) {
    throw notSimulated(`a grant to ${other.Grantee.ID ?? other.Grantee.URI ?? other.Grantee.EmailAddress ?? "nobody"}`);
  }
  return AccessControlList.Grant.map(({ Permission }) => Permission);
}

export function writeAcl(permissions: readonly AclPermission[], projectId: string): string {
  const Grantee = {
    "@_xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "@_xsi:type": "CanonicalUser",
    ...ownerOf(projectId),
  };
  const Grant = permissions.map((Permission) => ({ Grantee, Permission }));
  return writeXml("AccessControlPolicy", { Owner: ownerOf(projectId), AccessControlList: { Grant } });
}
