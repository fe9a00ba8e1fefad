import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applied, environmentOf } from "../../simulator/commands/environment";
import { startInBackground } from "../../simulator/commands/start";
import { stop } from "../../simulator/commands/stop";
import { ControlClient } from "../../simulator/control/client";
import type { FaultEffect } from "../../simulator/control/faults";
import type { ServersKind } from "../../simulator/servers/make-servers";
import type { BootstrapCredentials } from "../../simulator/services/bootstrap";
import { CloudDirectory } from "../../simulator/store/cloud-directory";
import { until } from "./until";

/** A simulated Scaleway as a process of its own, as operators have it: it can be killed, and a test cannot look inside. */
export class CloudProcess {
  private constructor(
    readonly directory: CloudDirectory,
    private pid: number,
    readonly port: number,
    readonly control: ControlClient,
    readonly credentials: BootstrapCredentials,
  ) {}

  /** @param servers which kind of servers the account has */
  static async start(servers: ServersKind = "light"): Promise<CloudProcess> {
    const directory = new CloudDirectory(join(mkdtempSync(join(tmpdir(), "cloud-process-")), "cloud"));
    const { pid, port } = await startInBackground(directory, { servers });
    const control = new ControlClient(directory, port);
    return new CloudProcess(directory, pid, port, control, await control.credentials());
  }

  /** What `simulate run` gives a command. */
  get environment(): NodeJS.ProcessEnv {
    return applied(environmentOf(this.directory, this.port, this.credentials));
  }

  /** The account as text, secrets as hashes: equal when, and only when, nothing has changed. */
  async storeText(): Promise<string> {
    return JSON.stringify(await this.control.store(), null, 1);
  }

  /** Everything that lies in the account beyond an empty one, as `table name-or-id`. */
  async remains(): Promise<string[]> {
    return (await this.control.remains()).map(({ table, id, name }) => `${table} ${name ?? id}`);
  }

  journalText(): string {
    return readFileSync(this.directory.journal, "utf8");
  }

  /** Hits the next call of an operation. @returns the fault's id */
  async fault(operation: string, effect: FaultEffect, match: string | null = null): Promise<string> {
    return (await this.control.addFault({ operation, match, first: 1, effect })).id;
  }

  /** Returns when a call stands still at a fault of the kind `hold`. */
  async someoneWaitsAt(faultId: string): Promise<void> {
    await until("a call waits at the fault", async () => {
      const { faults } = await this.control.faults();
      return faults.some((fault) => fault.id === faultId && fault.waiting > 0);
    });
  }

  /** As a power cut would end it, and up again at the same port. */
  async killAndRestart(): Promise<void> {
    process.kill(this.pid, "SIGKILL");
    await until("the killed simulator is gone", () => !isAlive(this.pid));
    const { pid, port } = await startInBackground(this.directory, {});
    if (port !== this.port) throw new Error(`port ${this.port} was taken meanwhile; the simulator listens on ${port}`);
    this.pid = pid;
  }

  async stop(): Promise<void> {
    await stop(this.directory);
    rmSync(join(this.directory.path, ".."), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A dead process that nobody has waited for is dead.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
