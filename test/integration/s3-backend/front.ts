import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { handleS3, type S3Request, s3OperationOf } from "../../../simulator/s3/handler";
import type { Account } from "../../simulator/s3/account";

/** One request as the front saw it. */
export interface Seen {
  readonly operation: string;
  readonly key: string;
  readonly status: number;
  readonly userAgent: string;
}

/** Serves an account's object storage of fr-par on a loopback port, in path style and without TLS. */
export class Front {
  public readonly seen: Seen[] = [];
  private readonly server: Server;
  private held: { matches: (request: S3Request) => boolean; arrived: () => void; released: Promise<void> } | undefined;

  public constructor(private readonly account: Account) {
    this.server = createServer(async (message, response) => {
      const request = await requestOf(message);
      if (this.held?.matches(request)) {
        this.held.arrived();
        await this.held.released;
      }
      const { operation, key } = s3OperationOf(request);
      const answer = await handleS3(request, this.account.context);
      this.seen.push({ operation, key, status: answer.status, userAgent: request.headers["user-agent"] ?? "" });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  }

  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Lets matching requests wait before they are handled, until `release`. */
  public hold(matches: (request: S3Request) => boolean): { arrived: Promise<void>; release: () => void } {
    let arrive = () => {};
    let release = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.held = { matches, arrived: arrive, released };
    return {
      arrived,
      release: () => {
        this.held = undefined;
        release();
      },
    };
  }
}

async function requestOf(message: IncomingMessage): Promise<S3Request> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  const [path = "/", query = ""] = (message.url ?? "/").split("?");
  return {
    method: message.method ?? "",
    host: "s3.fr-par.scw.cloud",
    path,
    query: new URLSearchParams(query),
    headers: message.headers as Record<string, string>,
    body: Buffer.concat(parts),
  };
}
