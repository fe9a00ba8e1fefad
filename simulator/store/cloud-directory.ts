import { chmodSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** The files of one simulated account. Everything in it is for its owner's eyes: folder 0700, files 0600. */
export class CloudDirectory {
  public readonly path: string;

  public constructor(path: string) {
    this.path = resolve(path);
  }

  public get store(): string {
    return join(this.path, "store.jsonl");
  }

  public get blobs(): string {
    return join(this.path, "blobs");
  }

  public get journal(): string {
    return join(this.path, "journal.jsonl");
  }

  public get snapshots(): string {
    return join(this.path, "snapshots");
  }

  /** The CA that clients of this cloud trust; its key and the front's certificate lie beside it. */
  public get caCertificate(): string {
    return join(this.path, "ca.pem");
  }

  public get caKey(): string {
    return join(this.path, "ca-key.pem");
  }

  public get frontCertificate(): string {
    return join(this.path, "front.pem");
  }

  public get frontKey(): string {
    return join(this.path, "front-key.pem");
  }

  /** Where the running process says its pid and port; the last one's port is taken again when it is free. */
  public get process(): string {
    return join(this.path, "process.json");
  }

  public get controlToken(): string {
    return join(this.path, "control-token");
  }

  /** An empty Scaleway CLI configuration, so that no profile of the user's own reaches the simulator. */
  public get scalewayConfig(): string {
    return join(this.path, "scw-config.yaml");
  }

  /** Says which kind of servers the account has; absent: light ones. */
  public get serversKind(): string {
    return join(this.path, "servers");
  }

  /** Disks, consoles and logs of metal servers. */
  public get metal(): string {
    return join(this.path, "metal");
  }

  /** What a process in the background says. */
  public get log(): string {
    return join(this.path, "simulator.log");
  }

  public create(): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    chmodSync(this.path, 0o700);
  }
}
