import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

export interface LockHolder {
  readonly pid: number;
  /** When the kernel started that process (clock ticks since boot), so that a reused pid is not taken for it; null where unknown. */
  readonly startTicks: string | null;
}

/** Held by the one process that may write a cloud directory. A lock whose process is gone is taken over. */
export class DirectoryLock {
  private constructor(private readonly path: string) {}

  /** @throws Error that names the holder when a living process has it. */
  public static take(directory: string): DirectoryLock {
    const path = join(directory, "lock");
    for (let attempt = 0; attempt < 5; attempt++) {
      if (create(path)) return new DirectoryLock(path);
      const holder = readHolder(path);
      if (holder !== undefined && isAlive(holder)) {
        throw new Error(
          `${directory} is in use by process ${holder.pid}. Stop it ("npm run simulate -- stop --cloud ${directory}") or ` +
            "choose another folder with --cloud.",
        );
      }
      putAside(path);
    }
    throw new Error(`the lock ${path} changes hands too often; try again`);
  }

  public release(): void {
    rmSync(this.path, { force: true });
  }
}

/** Who holds the lock of a cloud directory, if a living process does. */
export function lockHolder(directory: string): LockHolder | undefined {
  const holder = readHolder(join(directory, "lock"));
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

function create(path: string): boolean {
  const holder: LockHolder = { pid: process.pid, startTicks: processStat(process.pid)?.startTicks ?? null };
  const own = `${path}.${process.pid}`;
  const file = openSync(own, "w", 0o600);
  writeSync(file, JSON.stringify(holder));
  closeSync(file);
  try {
    // A link appears whole or not at all: nobody ever reads an empty lock.
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Moves a stale lock out of the way; if a quicker process has put its own there meanwhile, that one is put back. */
function putAside(path: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    const moved = readHolder(aside);
    if (moved !== undefined && isAlive(moved)) linkSync(aside, path);
  } catch (error) {
    if (!["ENOENT", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(path: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as LockHolder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isAlive(holder: LockHolder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = processStat(holder.pid);
  if (now === undefined || holder.startTicks === null) return true;
  // A killed process whose parent has not asked for its exit code yet answers to signals, and does nothing any more.
  return now.startTicks === holder.startTicks && now.state !== "Z";
}

/**
 * State and start of a process, fields 3 and 22 of /proc/PID/stat (proc(5)); undefined where there is no such file. The
 * command name before them may hold spaces, so count from its closing bracket.
 */
function processStat(pid: number): { state: string; startTicks: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", startTicks: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}
