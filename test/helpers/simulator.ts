import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClockKind } from "../../simulator/clock/simulated-clock";
import type { MakeServers } from "../../simulator/cloud";
import { applied, environmentOf } from "../../simulator/commands/environment";
import { ControlClient } from "../../simulator/control/client";
import { RunningSimulator } from "../../simulator/running-simulator";
import { makeServers } from "../../simulator/servers/make-servers";
import type { BootstrapCredentials } from "../../simulator/services/bootstrap";
import { CloudDirectory } from "../../simulator/store/cloud-directory";

export interface TestSimulator {
  readonly directory: CloudDirectory;
  readonly port: number;
  readonly control: ControlClient;
  readonly credentials: BootstrapCredentials;
  /** This process's environment, with everything that leads a command to this simulator and nowhere else. */
  readonly environment: NodeJS.ProcessEnv;
  /** Stops it and deletes its directory. */
  stop(): Promise<void>;
}

export interface TestSimulatorOptions {
  /** @default instant */
  readonly clock?: { readonly kind: ClockKind; readonly factor?: number };
  /** @default light servers */
  readonly makeServers?: MakeServers;
  /** @default "test": the same ids in every run */
  readonly seed?: string;
}

/** A simulator in this very process, on a free port and a cloud directory of its own. */
export async function startSimulator(options: TestSimulatorOptions = {}): Promise<TestSimulator> {
  const directory = new CloudDirectory(join(mkdtempSync(join(tmpdir(), "simulated-scaleway-")), "cloud"));
  const simulator = await RunningSimulator.start({ directory, makeServers, seed: "test", ...options });
  const { port } = simulator.record;
  const control = new ControlClient(directory, port);
  const credentials = await control.credentials();
  return {
    directory,
    port,
    control,
    credentials,
    environment: applied(environmentOf(directory, port, credentials)),
    stop: async () => {
      await simulator.stop();
      rmSync(join(directory.path, ".."), { recursive: true, force: true });
    },
  };
}
