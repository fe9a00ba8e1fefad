// AWS Signature Version 4 as S3 uses it: the path is encoded once, and the payload's hash is the value of
// x-amz-content-sha256. Source: "Authenticating Requests (AWS Signature Version 4)" in the S3 API reference.
import { createHash, createHmac } from "node:crypto";

export interface SignedRequest {
  readonly method: string;
  /** Decoded or percent-encoded alike: it is decoded and encoded again the way AWS prescribes. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names in lower case, sorted, as in `SignedHeaders`. */
  readonly signedHeaders: readonly string[];
  /** `YYYYMMDDTHHMMSSZ` */
  readonly time: string;
  readonly region: string;
}

export interface Signature {
  /** 64 hex digits. */
  readonly value: string;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

/** The signature that the holder of `secretKey` puts on this request. */
export function signatureOf(request: SignedRequest, secretKey: string): Signature {
  const canonicalRequest = [
    request.method,
    encodePath(request.path),
    canonicalQuery(request.query),
    ...request.signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name] ?? "")}`),
    "",
    request.signedHeaders.join(";"),
    request.headers["x-amz-content-sha256"] ?? "",
  ].join("\n");
  const day = request.time.slice(0, 8);
  const scope = [day, request.region, "s3", "aws4_request"];
  const stringToSign = ["AWS4-HMAC-SHA256", request.time, scope.join("/"), sha256(canonicalRequest)].join("\n");
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretKey}`);
  return { value: hmac(key, stringToSign).toString("hex"), canonicalRequest, stringToSign };
}

/** Percent-encodes everything but the unreserved characters of RFC 3986, in upper-case hex. */
export function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function encodePath(path: string): string {
  return path
    .split("/")
    .map((segment) => encodeUri(decodeURIComponent(segment)))
    .join("/");
}

function canonicalQuery(query: URLSearchParams): string {
  const pairs = [...query].map(([name, value]) => [encodeUri(name), encodeUri(value)] as const);
  pairs.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  return pairs.map(([name, value]) => `${name}=${value}`).join("&");
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const canonicalValue = (value: string): string => value.trim().replace(/ +/g, " ");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
