import { type Duplex, duplexPair } from "node:stream";

/** The first byte of a SOCKS client, which is none of HTTP's. */
export const SOCKS_VERSION = 5;

const NO_AUTHENTICATION = 0;
const CONNECT = 1;
const ADDRESS_TYPES = { ipv4: 1, name: 3 } as const;
const REPLIES = {
  succeeded: 0,
  notAllowed: 2,
  hostUnreachable: 4,
  commandNotSupported: 7,
  addressNotSupported: 8,
} as const;

/**
 * Serves a SOCKS 5 client (RFC 1928; no authentication, CONNECT, IPv4 addresses and names) as if it had asked by HTTP's CONNECT,
 * so that both ways have the same rules, faults and journal. Terraform closes SSH connections through an HTTP proxy after 15 s
 * (communicator/ssh/http_proxy.go sets a deadline and leaves it), but not those through a SOCKS proxy.
 *
 * @param connectByHttp takes the connection of an HTTP client
 */
export async function serveSocks(client: Duplex, connectByHttp: (connection: Duplex) => void): Promise<void> {
  const said = new Beginning(client);
  const [, methodCount] = await said.take(2);
  await said.take(methodCount!);
  client.write(Buffer.from([SOCKS_VERSION, NO_AUTHENTICATION]));
  const [, command, , addressType] = await said.take(4);
  const host = await takeHost(said, addressType!);
  if (host === undefined) return refuse(client, REPLIES.addressNotSupported);
  const port = (await said.take(2)).readUInt16BE();
  if (command !== CONNECT) return refuse(client, REPLIES.commandNotSupported);

  const [near, far] = duplexPair();
  near.on("error", () => client.destroy());
  const answer = new Beginning(near);
  connectByHttp(far);
  near.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`);
  const status = await takeStatus(answer);
  if (status !== 200) return refuse(client, status === 403 ? REPLIES.notAllowed : REPLIES.hostUnreachable);
  client.write(reply(REPLIES.succeeded));
  said.leaveRest();
  answer.leaveRest();
  client.pipe(near).pipe(client);
  client.on("close", () => near.destroy());
  near.on("close", () => client.end());
}

async function takeHost(said: Beginning, addressType: number): Promise<string | undefined> {
  if (addressType === ADDRESS_TYPES.ipv4) return [...(await said.take(4))].join(".");
  if (addressType !== ADDRESS_TYPES.name) return undefined;
  const [length] = await said.take(1);
  const name = (await said.take(length!)).toString("latin1");
  return /^[A-Za-z0-9.-]+$/.test(name) ? name : undefined;
}

/** Status of an HTTP answer; what follows its head is left to be read. */
async function takeStatus(answer: Beginning): Promise<number> {
  let head = "";
  while (!head.endsWith("\r\n\r\n")) head += (await answer.take(1)).toString("latin1");
  return Number(head.split(" ")[1]);
}

/** The first bytes of a stream, taken by count; the rest goes on as if nothing had been read. */
class Beginning {
  private buffer = Buffer.alloc(0);
  private hasEnded = false;
  private wake: () => void = () => undefined;
  private readonly onData = (part: Buffer) => {
    this.buffer = Buffer.concat([this.buffer, part]);
    this.wake();
  };
  private readonly onEnd = () => {
    this.hasEnded = true;
    this.wake();
  };

  constructor(private readonly stream: Duplex) {
    stream.on("data", this.onData).on("end", this.onEnd).on("close", this.onEnd);
    stream.resume();
  }

  /** @throws Error when the stream ends before it has said so much */
  async take(count: number): Promise<Buffer> {
    while (this.buffer.length < count) {
      if (this.hasEnded) throw new Error("the other end has gone");
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    const taken = this.buffer.subarray(0, count);
    this.buffer = this.buffer.subarray(count);
    return taken;
  }

  leaveRest(): void {
    this.stream.pause();
    this.stream.off("data", this.onData).off("end", this.onEnd).off("close", this.onEnd);
    if (this.buffer.length > 0) this.stream.unshift(this.buffer);
  }
}

function refuse(client: Duplex, code: number): void {
  client.end(reply(code));
}

/** Where the other end is reached from is nobody's concern: all zeroes. */
function reply(code: number): Buffer {
  return Buffer.from([SOCKS_VERSION, code, 0, ADDRESS_TYPES.ipv4, 0, 0, 0, 0, 0, 0]);
}
