import type { IncomingMessage } from "node:http";

/**
 * Reads a request's body to its end.
 * @param limit bytes
 * @returns undefined when it is longer than that
 * @throws Error when the client goes away in the middle
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length <= limit) parts.push(part as Buffer);
  }
  return length > limit ? undefined : Buffer.concat(parts);
}
