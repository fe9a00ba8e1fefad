import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_AGAIN_MS = 200;

/**
 * Runs `work` while no other process of this machine runs the same: the file `<path>.lock` holds the process that does. Who
 * comes second waits for its end; the lock of a process that is gone is taken over.
 */
export function oneAtATime<T>(path: string, work: () => T): T {
  const lock = `${path}.lock`;
  while (!takeOrTakeOver(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * The same for work that gives way to other work of this process, which then goes on.
 *
 * @param onWait called once when somebody else is at it, with the process that is
 */
export async function oneAtATimeAsync<T>(
  path: string,
  work: () => Promise<T>,
  onWait: (holder: number) => void = () => {},
): Promise<T> {
  const lock = `${path}.lock`;
  let waiting = false;
  while (!takeOrTakeOver(lock)) {
    if (!waiting) onWait(Number(read(lock)));
    waiting = true;
    await sleep(LOOK_AGAIN_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** False when somebody holds the lock, or held it until now. */
function takeOrTakeOver(lock: string): boolean {
  if (take(lock)) return true;
  const holder = Number(read(lock));
  if (Number.isInteger(holder) && holder > 0 && !isAlive(holder)) {
    rmSync(lock, { force: true });
    return take(lock);
  }
  return false;
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function read(lock: string): string {
  try {
    return readFileSync(lock, "utf8");
  } catch {
    // Its holder has just finished.
    return "";
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
