import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "./deployment";

/** A key of the account, bound to the project whose buckets it shall open (Scaleway: `KEY@project`). */
export interface S3Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Bare UUID. */
  readonly projectId: string;
}

/** `.state/<name>/s3-credentials`, which AWS_SHARED_CREDENTIALS_FILE names. */
export function s3CredentialsFile(deployment: Deployment): string {
  return join(deployment.stateFolder, "s3-credentials");
}

/** The file's text, byte for byte what the stack `state` writes. */
export function renderS3Credentials({ accessKey, secretKey, projectId }: S3Credentials): string {
  return [
    "[default]",
    `aws_access_key_id = ${accessKey}@${projectId}`,
    `aws_secret_access_key = ${secretKey}`,
    "",
  ].join("\n");
}

/** What a credentials file says; undefined when it is of another form. */
export function parseS3Credentials(text: string): S3Credentials | undefined {
  const [, accessKey, projectId] = /^aws_access_key_id = (\w+)@([\w-]+)$/m.exec(text) ?? [];
  const [, secretKey] = /^aws_secret_access_key = (\S+)$/m.exec(text) ?? [];
  return accessKey && projectId && secretKey ? { accessKey, secretKey, projectId } : undefined;
}

/** The credentials that Terraform uses in this checkout; undefined before `state` was deployed or adopted. */
export function readS3Credentials(deployment: Deployment): S3Credentials | undefined {
  const file = s3CredentialsFile(deployment);
  return existsSync(file) ? parseS3Credentials(readFileSync(file, "utf8")) : undefined;
}

/** Writes the key that the environment holds, for the buckets of a project; file 0600, folder 0700. */
export function writeS3Credentials(deployment: Deployment, projectId: string): S3Credentials {
  const { SCW_ACCESS_KEY = "", SCW_SECRET_KEY = "" } = process.env;
  const credentials = { accessKey: SCW_ACCESS_KEY, secretKey: SCW_SECRET_KEY, projectId };
  mkdirSync(deployment.stateFolder, { recursive: true, mode: 0o700 });
  const file = s3CredentialsFile(deployment);
  // A file that stood open to others would keep its mode.
  rmSync(file, { force: true });
  writeFileSync(file, renderS3Credentials(credentials), { mode: 0o600 });
  return credentials;
}
