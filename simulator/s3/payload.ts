// What a request carries, out of the forms that the AWS SDKs send it in. Over TLS the Go SDK streams object bodies as
// aws-chunked with the checksum in a trailer, also when Terraform is told to skip checksums (observed, Terraform 1.11.4).
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { notSimulated, S3Error } from "./errors";
import type { S3Request } from "./exchange";

const UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const CHECKSUM = /^x-amz-checksum-(?!algorithm$|mode$|type$)/;

/** Checksums that are computed and compared; clients name another one at their own choice only. */
const DIGESTS: Readonly<Record<string, (body: Buffer) => string>> = {
  "x-amz-checksum-crc32": crc32Of,
  "x-amz-checksum-sha1": (body) => createHash("sha1").update(body).digest("base64"),
  "x-amz-checksum-sha256": (body) => createHash("sha256").update(body).digest("base64"),
};

export interface Payload {
  readonly body: Buffer;
  /** Base64, when the client sent one, in a header or a trailer. */
  readonly crc32: string | null;
  /** True when a Content-MD5 or a checksum came with the body. */
  readonly checked: boolean;
}

/** Base64 of the four bytes of the CRC-32, highest first: the value of x-amz-checksum-crc32. */
export function crc32Of(body: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString("base64");
}

/**
 * Takes the framing off and compares every digest that the client gave.
 * @throws S3Error InvalidRequest, IncompleteBody, XAmzContentSHA256Mismatch, BadDigest, NotImplemented
 */
export function readPayload(request: S3Request): Payload {
  const declared = request.headers["x-amz-content-sha256"];
  if (declared === undefined) throw new S3Error("InvalidRequest", "Missing required header: x-amz-content-sha256");
  if (declared === UNSIGNED_TRAILER) {
    const { body, trailers } = dechunk(request);
    return checkDigests(body, { ...request.headers, ...trailers });
  }
  if (declared.startsWith("STREAMING-")) throw notSimulated(`x-amz-content-sha256: ${declared}`);
  if (declared !== "UNSIGNED-PAYLOAD" && declared !== createHash("sha256").update(request.body).digest("hex")) {
    throw new S3Error("XAmzContentSHA256Mismatch");
  }
  return checkDigests(request.body, request.headers);
}

function checkDigests(body: Buffer, headers: Readonly<Record<string, string>>): Payload {
  const md5 = headers["content-md5"];
  if (md5 !== undefined && md5 !== createHash("md5").update(body).digest("base64")) throw new S3Error("BadDigest");
  const checksums = Object.keys(headers).filter((name) => CHECKSUM.test(name));
  for (const name of checksums) {
    const digest = DIGESTS[name];
    if (digest === undefined) throw notSimulated(`the checksum ${name}`);
    const actual = digest(body);
    if (headers[name] !== actual)
      throw new S3Error("BadDigest", `${name} is ${headers[name]}, the body's is ${actual}`);
  }
  return {
    body,
    crc32: headers["x-amz-checksum-crc32"] ?? null,
    checked: md5 !== undefined || checksums.length > 0,
  };
}

/** `<hex size>CRLF <data>CRLF … 0CRLF <trailer>: <value>CRLF CRLF` */
function dechunk({ body, headers }: S3Request): { body: Buffer; trailers: Record<string, string> } {
  const parts: Buffer[] = [];
  let position = 0;
  const line = (): string => {
    const end = body.indexOf("\r\n", position);
    if (end < 0) throw new S3Error("IncompleteBody", "the aws-chunked body ends within a line");
    const text = body.toString("latin1", position, end);
    position = end + 2;
    return text;
  };
  for (let size = sizeOf(line()); size > 0; size = sizeOf(line())) {
    if (position + size > body.length) throw new S3Error("IncompleteBody", "an aws-chunked chunk is cut short");
    parts.push(body.subarray(position, position + size));
    position += size;
    if (line() !== "") throw new S3Error("IncompleteBody", "an aws-chunked chunk is longer than it says");
  }
  const trailers: Record<string, string> = {};
  while (position < body.length) {
    const [name = "", ...value] = line().split(":");
    if (name !== "") trailers[name.toLowerCase()] = value.join(":").trim();
  }
  const whole = Buffer.concat(parts);
  if (headers["x-amz-decoded-content-length"] !== String(whole.length)) {
    throw new S3Error("IncompleteBody", "x-amz-decoded-content-length is not the length of the decoded body");
  }
  const announced = (headers["x-amz-trailer"] ?? "").split(",").map((name) => name.trim().toLowerCase());
  const missing = announced.filter((name) => name !== "" && !(name in trailers));
  if (missing.length > 0) throw new S3Error("IncompleteBody", `the announced trailer ${missing.join(", ")} is missing`);
  return { body: whole, trailers };
}

function sizeOf(line: string): number {
  if (!/^[0-9a-fA-F]+$/.test(line)) throw new S3Error("InvalidRequest", `"${line}" is no aws-chunked chunk size`);
  return Number.parseInt(line, 16);
}
