import type { Duplex } from "node:stream";
import type { Connection, Server } from "ssh2";
import type { Command } from "../commands/command";
import type { Machine } from "../machine";
import { fingerprintOf, judge, type Verdict } from "./authentication";
import { deferWrites, destroyAfterWrites } from "./deferred-stream";
import { serveSession } from "./session";
import type { SessionHost } from "./session-context";
import { ssh2 } from "./ssh2";

/** What Ubuntu 24.04's sshd calls itself. */
const IDENTITY = "OpenSSH_9.6p1 Ubuntu-3ubuntu13.14";

/**
 * One server's sshd. Host keys are those given when it was last started; connections live on when they change, as the
 * processes of real sessions do. (OpenSSH 9.6 would even take new keys for new connections without a restart; asking for the
 * restart is the stricter rehearsal and what later versions need.)
 */
export class SshDaemon {
  #server: Server | undefined;
  #keys: readonly string[] = [];
  #stop = new AbortController();
  readonly #streams = new Set<Duplex>();

  constructor(
    private readonly machine: Machine,
    private readonly commands: readonly Command[],
    private readonly host: SessionHost,
  ) {}

  /** New connections are served with these private keys; gives their fingerprints. */
  serve(keys: readonly string[]): string[] {
    this.#keys = keys;
    this.#server = new (ssh2().Server)({ hostKeys: [...keys], ident: IDENTITY }, (connection, info) =>
      this.#welcome(connection, info.header.identRaw),
    );
    return keys.map((key) => {
      const parsed = ssh2().utils.parseKey(key);
      if (parsed instanceof Error) throw parsed;
      return fingerprintOf((Array.isArray(parsed) ? parsed[0]! : parsed).getPublicSSH());
    });
  }

  accept(socket: Duplex, keys: readonly string[]): void {
    if (!this.#server || keys.join() !== this.#keys.join()) this.serve(keys);
    const stream = deferWrites(socket);
    this.#streams.add(stream);
    stream.once("close", () => this.#streams.delete(stream));
    stream.on("error", () => stream.destroy());
    this.#server!.injectSocket(stream as never);
  }

  /** The network is gone: clients lose their connection, what runs on the server goes on. */
  cutConnections(): void {
    for (const stream of this.#streams) destroyAfterWrites(stream);
    this.#streams.clear();
  }

  /** The server goes down: connections and commands end. */
  stopEverything(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.cutConnections();
    this.#server = undefined;
  }

  #welcome(connection: Connection, client: string): void {
    const { address } = this.machine.order.publicNetwork;
    this.host.tell({ event: "ssh-connected", address, client: String(client) });
    let verdict: Verdict | undefined;
    connection.on("error", () => connection.end());
    connection.on("close", () => this.host.tell({ event: "ssh-closed" }));
    connection.on("authentication", (context) => {
      verdict = judge(context, this.machine.disk);
      if (verdict.kind !== "refused") return context.accept();
      if (context.method !== "none")
        this.host.tell({ event: "ssh-refused", user: context.username, reason: verdict.reason });
      context.reject(["publickey"]);
    });
    connection.on("ready", () => {
      if (verdict?.kind !== "accepted") return connection.end();
      const { account, key, fingerprint } = verdict;
      const { signal } = this.#stop;
      this.host.tell({ event: "ssh-login", user: account.name, key: fingerprint });
      connection.on("session", (accept) => {
        const { machine, commands, host } = this;
        serveSession(accept(), { machine, account, forcedCommand: key.forcedCommand, commands, signal, ...host });
      });
    });
  }
}
