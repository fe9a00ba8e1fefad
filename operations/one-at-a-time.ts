import { readFileSync, rmSync, writeFileSync } from "node:fs";

const LOOK_AGAIN_MS = 200;

/**
 * Runs `work` while no other process of this machine runs the same: the file `<path>.lock` holds the process that does. Who
 * comes second waits for its end; the lock of a process that is gone is taken over.
 */
export function oneAtATime<T>(path: string, work: () => T): T {
  const lock = `${path}.lock`;
  while (!take(lock)) {
    const holder = Number(read(lock));
    if (Number.isInteger(holder) && holder > 0 && !isAlive(holder)) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
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
