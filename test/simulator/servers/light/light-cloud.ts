import { createServer, type Server as TcpServer } from "node:net";
import { duplexPair } from "node:stream";
import { Client } from "ssh2";
import type { LightEvent } from "../../../../simulator/servers/light/events";
import { makeKeyPair } from "../../../../simulator/servers/light/image/host-keys";
import { LightBackend, type LightBackendOptions } from "../../../../simulator/servers/light/light-backend";
import type { InstallOrder } from "../../../../simulator/servers/server-backend";
import { MemoryStore } from "../../../../simulator/store/memory-store";
import type { Store } from "../../../../simulator/store/store";

/** The operator's key pair of these tests. */
export const operator = makeKeyPair("ed25519", "operator");
/** A first host key, as it would come with the user data. */
export const firstHostKey = makeKeyPair("ed25519", "first");

const ADDRESS = "51.159.100.7";
const MAC = "3c:ec:ef:00:12:34";

export function orderFor(change: Partial<InstallOrder> = {}): InstallOrder {
  return {
    serverId: "11111111-2222-4333-8444-555555555555",
    zone: "fr-par-2",
    name: "opennebula-fe",
    hostname: "opennebula-fe",
    os: { name: "Ubuntu", version: "24.04 LTS (Noble Numbat)" },
    user: "ubuntu",
    authorizedKeys: [operator.public],
    userData: userDataWith(firstHostKey.private),
    publicNetwork: { address: ADDRESS, prefixLength: 24, gateway: "51.159.100.1", macAddress: MAC },
    ...change,
  };
}

export function userDataWith(privateKey: string, more = ""): string {
  const indented = privateKey.trimEnd().replace(/^/gm, "    ");
  return `#cloud-config\nssh_deletekeys: true\nssh_keys:\n  ed25519_private: |\n${indented}\n${more}`;
}

export interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | undefined;
}

/** One installed server and ways to talk to it. */
export class LightCloud {
  readonly events: LightEvent[] = [];
  backend: LightBackend;
  readonly #clients: Client[] = [];

  constructor(
    readonly order: InstallOrder = orderFor(),
    readonly store: Store = new MemoryStore(),
    private readonly options: LightBackendOptions = {},
  ) {
    this.backend = this.#start();
    this.backend.install(order);
  }

  /** The simulator is killed and started again: what is not in the store is gone. */
  restart(): void {
    this.close();
    this.backend = this.#start();
  }

  answers(port = 22): boolean {
    const [near, far] = duplexPair();
    near.on("error", () => {});
    const answered = this.backend.connect(this.order.publicNetwork.address, port, far);
    near.destroy();
    far.destroy();
    return answered;
  }

  /** A logged-in client over an injected stream; rejects when the server does not answer, or not with `hostKey`. */
  async login(login: { user?: string; privateKey?: string; hostKey?: string } = {}): Promise<Client> {
    const [near, far] = duplexPair();
    if (!this.backend.connect(this.order.publicNetwork.address, 22, far)) throw new Error("no answer");
    // Streams in memory do not tell each other of their end, as sockets do.
    far.once("close", () => near.destroy());
    near.once("close", () => far.destroy());
    const client = new Client();
    this.#clients.push(client);
    await new Promise<void>((resolve, reject) => {
      client.once("ready", resolve).once("error", reject);
      client.connect({
        sock: near,
        username: login.user ?? "ubuntu",
        privateKey: login.privateKey ?? operator.private,
        hostVerifier: (key: Buffer) =>
          login.hostKey === undefined || key.toString("base64") === login.hostKey.split(" ")[1],
      });
    });
    return client;
  }

  /** Logs in and runs one command. */
  async run(command: string, stdin = "", login: { user?: string; privateKey?: string } = {}): Promise<Result> {
    const client = await this.login(login);
    const result = await exec(client, command, stdin);
    client.end();
    return result;
  }

  /** A TCP port of this machine that leads to the server's port 22. */
  async listen(): Promise<{ port: number; close: () => Promise<void> }> {
    const server: TcpServer = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      if (!this.backend.connect(this.order.publicNetwork.address, 22, socket)) socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
  }

  close(): void {
    for (const client of this.#clients.splice(0)) client.destroy();
    this.backend.close();
  }

  #start(): LightBackend {
    return new LightBackend(this.store, (event) => this.events.push(event), this.options);
  }
}

/** Starts a command that cuts its own connection; whether the server's word that it has begun still arrives is a matter of luck. */
export function execLastCommand(client: Client, command: string): void {
  exec(client, command).catch(() => undefined);
}

export function exec(client: Client, command: string, stdin = ""): Promise<Result> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      let stdout = "";
      let stderr = "";
      let code: number | undefined;
      channel.on("data", (chunk: Buffer) => {
        stdout += chunk.toString("utf8");
      });
      channel.stderr.on("data", (chunk: Buffer) => {
        stderr += chunk.toString("utf8");
      });
      channel.on("exit", (status: number) => {
        code = status;
      });
      channel.on("close", () => resolve({ stdout, stderr, code }));
      channel.end(stdin);
    });
  });
}
