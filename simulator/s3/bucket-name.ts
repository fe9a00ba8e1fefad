import { S3Error } from "./errors";

/**
 * Names are host labels, shared by all customers of all regions (Scaleway documentation, "Create a bucket"; S3 naming rules).
 * @throws S3Error InvalidBucketName, with the rule that is broken
 */
export function checkBucketName(name: string): void {
  const broken = brokenRule(name);
  if (broken !== undefined) throw new S3Error("InvalidBucketName", `The specified bucket is not valid: ${broken}.`);
}

function brokenRule(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return `"${name}" has ${name.length} characters, 3 to 63 are allowed`;
  if (!/^[a-z0-9.-]+$/.test(name)) return "only lower-case letters, digits, dots and hyphens are allowed";
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return "it must begin and end with a letter or a digit";
  if (/\.\.|\.-|-\./.test(name)) return "a dot stands between letters or digits";
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return "it must not look like an IPv4 address";
  return undefined;
}
