import type { ServerResponse } from "node:http";
import type { Result } from "../services/service";

/**
 * The one place where a Result becomes an HTTP response. The content type matters: with another one scaleway-sdk-go drops an
 * error's body and calls a success unreadable (scw/client.go).
 */
export function answer(response: ServerResponse, result: Result, headers: Readonly<Record<string, string>> = {}): void {
  if (result.body === undefined) {
    response.writeHead(result.status, headers).end();
    return;
  }
  const body = Buffer.from(JSON.stringify(result.body));
  response
    .writeHead(result.status, {
      "content-type": "application/json",
      "content-length": String(body.length),
      ...headers,
    })
    .end(body);
}
