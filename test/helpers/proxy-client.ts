import { readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";
import { connect } from "node:tls";
import type { TestSimulator } from "./simulator";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

export interface Call {
  readonly host?: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Asks the proxy for a connection; resolves with its answer, and the socket when it was granted. */
export function connectThrough(simulator: TestSimulator, target: string): Promise<{ answer: Answer; socket: Socket }> {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: "127.0.0.1",
      port: simulator.port,
      method: "CONNECT",
      path: target,
      agent: false,
      headers: { "user-agent": "test-client" },
    });
    asked.on("error", reject);
    asked.on("connect", (response, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      const answer = { status: response.statusCode ?? 0, headers: response.headers, text: head.toString() };
      resolve({ answer, socket: socket as Socket });
    });
    asked.end();
  });
}

/** One HTTPS call as an operator behind the proxy makes it: CONNECT, TLS that trusts the cloud's CA only, request. */
export async function call(simulator: TestSimulator, { host = "api.scaleway.com", ...rest }: Call): Promise<Answer> {
  const { answer, socket } = await connectThrough(simulator, `${host}:443`);
  if (answer.status !== 200) throw new Error(`the proxy answered ${answer.status}`);
  const ca = readFileSync(simulator.directory.caCertificate);
  return new Promise((resolve, reject) => {
    const secure = connect({ socket, ca, servername: host, ALPNProtocols: ["http/1.1"] });
    secure.on("error", reject);
    const body = rest.body === undefined ? undefined : JSON.stringify(rest.body);
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const asked = https.request({
      createConnection: () => secure,
      host,
      method: rest.method ?? "GET",
      path: rest.path,
      headers: { "user-agent": "test-client", ...length, ...rest.headers },
    });
    asked.on("error", reject);
    asked.on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        secure.destroy();
        const text = Buffer.concat(parts).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    asked.end(body);
  });
}

/** A call of the JSON API with the owner's key, its answer parsed. */
export async function callApi<T = any>(simulator: TestSimulator, wish: Call): Promise<{ status: number; body: T }> {
  const headers = { "x-auth-token": simulator.credentials.secretKey, ...wish.headers };
  const answer = await call(simulator, { ...wish, headers });
  return { status: answer.status, body: (answer.text === "" ? undefined : JSON.parse(answer.text)) as T };
}
