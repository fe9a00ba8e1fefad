import type { Socket } from "node:net";
import { type Duplex, duplexPair } from "node:stream";
import type { Cloud } from "../cloud";
import type { Row, Store } from "../store/store";
import type { JournalDraft } from "./journal-draft";

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

/**
 * Carries a client's bytes to a simulated server and back, once the CONNECT is granted. A server that does not answer gives
 * 504, as a proxy on the way to a dead address would.
 */
export function openTunnel(
  address: string,
  port: number,
  client: Duplex,
  head: Buffer,
  cloud: Cloud,
  draft: JournalDraft,
): void {
  const [near, far] = duplexPair();
  if (!cloud.context.servers.connect(address, port, far)) {
    draft.status = 504;
    draft.note("nothing answers there");
    draft.write();
    near.destroy();
    far.destroy();
    client.end(`HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    return;
  }
  (client as Partial<Socket>).setNoDelay?.(true);
  draft.status = 200;
  client.write("HTTP/1.1 200 Connection established\r\n\r\n");
  if (head.length > 0) client.unshift(head);
  readClientVersion(client, draft);
  client.pipe(near).pipe(client);
  const close = () => {
    draft.write();
    for (const end of [client, near, far]) end.destroy();
  };
  for (const end of [client, near, far]) end.on("error", close).on("close", close);
}

/** An SSH client's first line is its version, e.g. `SSH-2.0-Go` (RFC 4253, 4.2): the nearest thing to a User-Agent. */
function readClientVersion(client: Duplex, draft: JournalDraft): void {
  client.once("data", (first: Buffer) => {
    const version = /^SSH-[\x20-\x7e]{1,250}/.exec(first.toString("latin1"));
    if (version !== null) draft.userAgent = version[0];
  });
}
