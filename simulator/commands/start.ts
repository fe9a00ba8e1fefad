import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ClockKind } from "../clock/simulated-clock";
import type { ProcessRecord } from "../process-record";
import type { ServersKind } from "../servers/make-servers";
import type { CloudDirectory } from "../store/cloud-directory";

export interface StartOptions {
  readonly port?: number;
  readonly seed?: string;
  readonly clock?: ClockKind;
  readonly factor?: number;
  /** @default as the cloud has them; light in a new one */
  readonly servers?: ServersKind;
}

/** What the process in the background tells the one that started it. */
interface StartMessage {
  readonly ready: ProcessRecord;
}

const LAUNCHER = join(__dirname, "..", "..", "simulator", "launch.cjs");

/** Longer than any start on a busy machine; what is not up by then never will be. */
const DEADLINE_MS = 30_000;

/** Runs the simulator in this process until it is told to stop by a signal or through the control API. */
export async function startHere(directory: CloudDirectory, options: StartOptions): Promise<ProcessRecord> {
  // Loaded here, so that commands which only ask a running simulator stay quick.
  const { RunningSimulator } = await import("../running-simulator.js");
  const { serversOf } = await import("../servers/make-servers.js");
  const { port, seed, factor } = options;
  const clock = options.clock === undefined ? undefined : { kind: options.clock, factor };
  const makeServers = serversOf(directory, options.servers);
  const simulator = await RunningSimulator.start({ directory, makeServers, port, seed, clock, onStop: () => stop() });
  const stop = () => void simulator.stop().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  tellStarter({ ready: simulator.record });
  return simulator.record;
}

/** Starts the simulator as a process of its own and returns once it answers. */
export function startInBackground(directory: CloudDirectory, options: StartOptions): Promise<ProcessRecord> {
  directory.create();
  const log = openSync(directory.log, "a", 0o600);
  const logBegins = statSync(directory.log).size;
  const child = spawn(process.execPath, [LAUNCHER, "start", "--foreground", ...flags(directory, options)], {
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(new Error(`the simulator did not start: ${reason} (log: ${directory.log})`));
    const deadline = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`no answer in ${DEADLINE_MS / 1000} s`);
    }, DEADLINE_MS);
    child.once("message", (message: StartMessage) => {
      clearTimeout(deadline);
      child.disconnect();
      child.unref();
      // Whoever started it may live on; how it ends later is not this call's business.
      child.removeAllListeners("exit");
      resolve(message.ready);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(deadline);
      const said = readFileSync(directory.log, "utf8").slice(logBegins).trim();
      fail(`${said || "no words"}; exit ${code ?? signal}`);
    });
  });
}

function tellStarter(message: StartMessage): void {
  process.send?.(message);
}

function flags(directory: CloudDirectory, { port, seed, clock, factor, servers }: StartOptions): string[] {
  const given = { port, seed, clock, factor, servers };
  return [
    "--cloud",
    directory.path,
    ...Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)])),
  ];
}
