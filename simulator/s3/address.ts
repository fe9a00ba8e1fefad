import { isRegion } from "../services/localities";
import { S3Error } from "./errors";
import type { S3Request } from "./exchange";

export interface S3Address {
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
}

const MAX_KEY_BYTES = 1024;

/**
 * Where a request points. The provider puts the bucket into the host name unless the name is no valid host label (dots, two
 * characters); Terraform's backend does with `use_path_style` what its user says. Both are served.
 */
export function addressOf(request: Pick<S3Request, "host" | "path">): S3Address {
  const match = /^(?:(.+)\.)?s3\.([a-z]{2,3}-[a-z]{3})\.scw\.cloud$/.exec(request.host);
  const region = match?.[2];
  if (region === undefined || !isRegion(region)) {
    throw new S3Error("InvalidRequest", `"${request.host}" is no object storage host of a Scaleway region`);
  }
  const path = request.path.replace(/^\//, "");
  if (match?.[1] !== undefined) return { region, bucket: match[1], key: keyOf(path) };
  const slash = path.indexOf("/");
  if (slash < 0) return { region, bucket: decode(path), key: "" };
  return { region, bucket: decode(path.slice(0, slash)), key: keyOf(path.slice(slash + 1)) };
}

function keyOf(path: string): string {
  const key = decode(path);
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error("KeyTooLongError");
  return key;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error("InvalidURI", `"${text}" is not percent-encoded UTF-8`);
  }
}
