import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { runningProcess } from "../process-record";
import type { CloudDirectory } from "../store/cloud-directory";

const DEADLINE_MS = 10_000;
/** Guests shut down in order first, and are cut off after 90 s. */
const METAL_DEADLINE_MS = 150_000;
const LOOK_EVERY_MS = 20;

/**
 * Ends the simulator of a directory and returns when it has let the directory go.
 * @returns the pid it had, or undefined when none ran
 */
export async function stop(directory: CloudDirectory): Promise<number | undefined> {
  const running = runningProcess(directory);
  if (running === undefined) return undefined;
  process.kill(running.pid, "SIGTERM");
  const deadline = Date.now() + (existsSync(directory.metal) ? METAL_DEADLINE_MS : DEADLINE_MS);
  while (runningProcess(directory) !== undefined) {
    if (Date.now() > deadline) {
      throw new Error(
        `process ${running.pid} does not end; end it with: kill -9 ${running.pid} (nothing is lost by that)`,
      );
    }
    await pause(LOOK_EVERY_MS);
  }
  return running.pid;
}
