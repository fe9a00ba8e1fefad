import type { S3Response } from "./exchange";

/** 200 or 204 without content. */
export function empty(status: 200 | 204, headers: Readonly<Record<string, string>> = {}): S3Response {
  return { status, headers: status === 204 ? headers : { ...headers, "content-length": "0" } };
}

/** A document; the two types are those of the recorded exchanges: `application/xml` for lists, `text/xml` for the rest. */
export function xml(body: string, type: "application/xml" | "text/xml; charset=utf-8"): S3Response {
  return { status: 200, headers: { "content-type": type, "content-length": String(Buffer.byteLength(body)) }, body };
}
