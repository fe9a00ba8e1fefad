import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** What a client reads that asks for anything but Scaleway. */
export function refusalOf(host: string, port: number | undefined): string {
  const name = port === undefined ? host : `${host}:${port}`;
  return `The simulated Scaleway carries nothing to ${name}: only Scaleway's own hosts and simulated servers exist here.`;
}

export const PLAIN_HTTP_REFUSAL = "Plain HTTP is refused for every host: Scaleway speaks TLS only.";

export const NO_PAGE_HERE =
  "This is the proxy of a simulated Scaleway: set HTTPS_PROXY to it, or ask /_control/ (see simulator/README.md).";

/** Answers a CONNECT with something else than a connection. */
export function refuseConnect(
  client: Duplex,
  status: number,
  words: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = `${words}\n`;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Refused"}`,
    "Content-Type: text/plain",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  client.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}
