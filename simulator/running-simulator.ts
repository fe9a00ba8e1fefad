import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { ClockKind } from "./clock/simulated-clock";
import { Cloud, type MakeServers } from "./cloud";
import { frontCertificate } from "./http/certificates";
import { Front } from "./http/front";
import { PACKAGES_OPERATION } from "./http/serve-packages";
import { SSH_OPERATION } from "./http/tunnel";
import { lastProcess, type ProcessRecord } from "./process-record";
import { S3_OPERATIONS } from "./s3/handler";
import { allRoutes } from "./services/registry";
import type { CloudDirectory } from "./store/cloud-directory";

export interface SimulatorOptions {
  readonly directory: CloudDirectory;
  readonly makeServers: MakeServers;
  /** @default the port of the last process in this directory when it is free, else a free one */
  readonly port?: number;
  /** Seed of the ids of a new cloud directory. @default random, so that the credentials of two clouds differ */
  readonly seed?: string;
  /** @default the clock as the directory has it; instant in a new one */
  readonly clock?: { readonly kind: ClockKind; readonly factor?: number };
  /** Called when a client of the control API has asked the process to end. */
  readonly onStop?: () => void;
}

/** One simulator at work in this process: a cloud directory opened, and a front that listens on loopback. */
export class RunningSimulator {
  private constructor(
    public readonly directory: CloudDirectory,
    public readonly record: ProcessRecord,
    private readonly cloud: Cloud,
    private readonly front: Front,
  ) {}

  /** @throws Error when the directory is in use or damaged, or a port that was asked for is taken */
  public static async start(options: SimulatorOptions): Promise<RunningSimulator> {
    const { directory } = options;
    const routes = allRoutes();
    const operations = [...routes.map((route) => route.operation), ...S3_OPERATIONS, PACKAGES_OPERATION, SSH_OPERATION];
    const seed = options.seed ?? randomBytes(16).toString("hex");
    const cloud = new Cloud(directory, { operations, seed, makeServers: options.makeServers });
    try {
      if (options.clock !== undefined) cloud.clock.set(options.clock.kind, options.clock.factor);
      const front = new Front({
        cloud,
        routes,
        operations,
        certificate: await frontCertificate(directory),
        controlToken: controlToken(directory),
        onStop: options.onStop ?? (() => undefined),
      });
      const port = await listen(front, options.port, lastProcess(directory)?.port);
      writeFileSync(directory.scalewayConfig, "", { mode: 0o600 });
      const record: ProcessRecord = { pid: process.pid, port, startedAt: new Date().toISOString() };
      writeFileSync(directory.process, JSON.stringify(record), { mode: 0o600 });
      return new RunningSimulator(directory, record, cloud, front);
    } catch (error) {
      cloud.close();
      throw error;
    }
  }

  /** Closes every connection and the directory. What it holds can be started again. */
  public async stop(): Promise<void> {
    await this.front.close();
    await this.cloud.shutDownServers();
    this.cloud.close();
  }
}

/** Shells and Terraform runs know the old port: a restart goes back to it unless somebody has taken it. */
async function listen(front: Front, wanted: number | undefined, last: number | undefined): Promise<number> {
  if (wanted !== undefined) return front.listen(wanted);
  if (last === undefined) return front.listen(0);
  return front.listen(last).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    return front.listen(0);
  });
}

function controlToken(directory: CloudDirectory): string {
  if (!existsSync(directory.controlToken)) {
    writeFileSync(directory.controlToken, randomBytes(24).toString("hex"), { mode: 0o600 });
  }
  chmodSync(directory.controlToken, 0o600);
  return readFileSync(directory.controlToken, "utf8").trim();
}
