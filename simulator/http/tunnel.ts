import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type Duplex, duplexPair } from "node:stream";
import type { Cloud } from "../cloud";
import type { Row, Store } from "../store/store";
import { meetFault, retryAfter } from "./fault-effects";
import { JournalDraft } from "./journal-draft";
import { refuseConnect } from "./refuse";

export const SSH_OPERATION = "ssh.Connect";

/** True when the address is one of the simulated account's: a server's own, or a Flexible IP. */
export function isSimulatedAddress(address: string, store: Store): boolean {
  const ofServers = store
    .table<Row & { ips?: readonly { address: string }[] }>("baremetal.servers")
    .list()
    .some((server) => server.ips?.some((ip) => ip.address === address));
  const ofFlexibleIps = store
    .table<Row & { ip_address?: string }>("flexible-ip.ips")
    .list()
    .some((ip) => ip.ip_address === address);
  return ofServers || ofFlexibleIps;
}

/** A CONNECT to a simulated address. */
export interface TunnelWish {
  readonly address: string;
  readonly port: number;
  readonly request: IncomingMessage;
  readonly client: Duplex;
  /** What the client has sent behind its CONNECT without waiting. */
  readonly head: Buffer;
}

/**
 * Carries a client's bytes to a simulated server and back. A server that does not answer gives 504, as a proxy on the way to
 * a dead address would.
 */
export async function serveTunnel(wish: TunnelWish, cloud: Cloud): Promise<void> {
  const { address, port, request, client } = wish;
  const target = { method: "CONNECT", host: address, path: `:${port}` };
  const draft = new JournalDraft(cloud.journal, "ssh", target, request.headers);
  draft.operation = SSH_OPERATION;
  const fault = cloud.faults.take(SSH_OPERATION, `${address}:${port}`);
  const verdict = await meetFault(fault, (one, gone) => cloud.faults.hold(one, gone), request, draft);
  if (verdict.kind === "answer") {
    draft.status = verdict.effect.status;
    refuseConnect(client, verdict.effect.status, "asked for by a fault of the simulator", retryAfter(verdict.effect));
  }
  if (verdict.kind === "go-on-and-lose-answer") client.destroy();
  if (verdict.kind === "go-on") await openTunnel(wish, cloud, draft);
  else draft.write();
}

async function openTunnel(wish: TunnelWish, cloud: Cloud, draft: JournalDraft): Promise<void> {
  const { address, port, client, head } = wish;
  const [near, far] = duplexPair();
  if (!(await cloud.context.servers.connect(address, port, far))) {
    draft.status = 504;
    draft.write();
    near.destroy();
    far.destroy();
    refuseConnect(client, 504, `${address}:${port} does not answer`);
    return;
  }
  draft.status = 200;
  (client as Partial<Socket>).setNoDelay?.(true);
  client.write("HTTP/1.1 200 Connection established\r\n\r\n");
  if (head.length > 0) client.unshift(head);
  // Terraform reads the line above through a buffer that it throws away (communicator/ssh), with whatever else has come by
  // then. Over a real network the server's version comes later; here it has to wait for the client's, which comes unasked.
  client.once("data", (first: Buffer) => {
    draft.userAgent = clientVersion(first) ?? draft.userAgent;
    near.pipe(client);
  });
  client.pipe(near);
  const close = () => {
    draft.write();
    for (const end of [client, near, far]) end.destroy();
  };
  for (const end of [client, near, far]) end.on("error", close).on("close", close);
}

/** An SSH client's first line is its version, e.g. `SSH-2.0-Go` (RFC 4253, 4.2): the nearest thing to a User-Agent. */
function clientVersion(first: Buffer): string | undefined {
  return /^SSH-[\x20-\x7e]{1,250}/.exec(first.toString("latin1"))?.[0];
}
