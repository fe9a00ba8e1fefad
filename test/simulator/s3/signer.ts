// A signer written from the specification alone, apart from the simulator's: where the two differ, a test fails.
import { createHash, createHmac } from "node:crypto";
import type { S3Request } from "../../../simulator/s3/handler";

export interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface Unsigned {
  readonly method: string;
  /** @default none: the service itself */
  readonly bucket?: string;
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** @default "fr-par" */
  readonly region?: string;
  /** The bucket in the path instead of the host. @default false */
  readonly pathStyle?: boolean;
  /** The region of the credential scope. @default region */
  readonly signedRegion?: string;
  /** Headers that are sent but not signed. */
  readonly unsignedHeaders?: Readonly<Record<string, string>>;
}

const TIME = "20261122T100000Z";
const encode = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) => String.fromCharCode(byte))
    .map((c) => (/[A-Za-z0-9\-._~]/.test(c) ? c : `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`))
    .join("");

export function signed(request: Unsigned, { accessKey, secretKey }: Credentials): S3Request {
  const { method, bucket = "", key = "", region = "fr-par", pathStyle = false } = request;
  const body = Buffer.from(request.body ?? "");
  const inHost = bucket !== "" && !pathStyle;
  const host = `${inHost ? `${bucket}.` : ""}s3.${region}.scw.cloud`;
  const encodedKey = key.split("/").map(encode).join("/");
  const path = inHost || bucket === "" ? `/${encodedKey}` : `/${bucket}${key === "" ? "" : `/${encodedKey}`}`;
  const headers: Record<string, string> = {
    host,
    "x-amz-date": TIME,
    "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
    ...request.headers,
  };
  const names = Object.keys(headers).sort();
  const query = Object.entries(request.query ?? {});
  const canonical = [
    method,
    path,
    query
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join("&"),
    names.map((name) => `${name}:${headers[name]}\n`).join(""),
    names.join(";"),
    headers["x-amz-content-sha256"],
  ].join("\n");
  const scope = `${TIME.slice(0, 8)}/${request.signedRegion ?? region}/s3/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${TIME}\n${scope}\n${createHash("sha256").update(canonical).digest("hex")}`;
  let signingKey: Buffer = Buffer.from(`AWS4${secretKey}`);
  for (const part of [...scope.split("/"), toSign]) signingKey = createHmac("sha256", signingKey).update(part).digest();
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signingKey.toString("hex")}`;
  return {
    method,
    host,
    path,
    query: new URLSearchParams(query),
    headers: { ...headers, ...request.unsignedHeaders },
    body,
  };
}
