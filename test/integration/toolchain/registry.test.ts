import { closeSync, existsSync, openSync, readFileSync, renameSync, truncateSync, writeSync } from "node:fs";
import { type Change, MemoryStore } from "./memory-store";
import type { Row, Store, Table } from "./store";

const SCHEMA_VERSION = 1;
const HEADER = JSON.stringify({ kind: "simulated-scaleway-store", schema: SCHEMA_VERSION });
/** A log below this size is not worth rewriting while the process runs. */
const COMPACT_FROM_BYTES = 32 * 1024 * 1024;

/** One step of a log line: put a row, or delete one. */
type Step = readonly ["put", string, Row] | readonly ["delete", string, string];

/**
 * The store on disk: an append-only log, one line per transaction, written before the call returns. That outlives a killed
 * process (`kill -9`), since the kernel has the bytes then; it is not flushed to the platter, so a machine that loses its
 * power may lose the last moments. Opening rewrites the log to what is alive; a half-written last line was never answered
 * to anybody and is dropped.
 */
export class FileStore implements Store {
  private memory = new MemoryStore();
  private file = -1;
  private bytes = 0;
  private compactAt = 0;
  private transactionChanges: Change[] | undefined;
  private silent = false;

  /** @throws Error with file and line when the log is not one of this schema; nothing is changed on disk then. */
  public constructor(private readonly path: string) {
    const memory = new MemoryStore((change) => this.onChange(change));
    if (existsSync(path)) {
      this.silent = true;
      for (const step of readLog(path)) apply(step, memory);
      this.silent = false;
    }
    this.memory = memory;
    this.compact();
  }

  public table<T extends Row>(name: string): Table<T> {
    return this.memory.table<T>(name);
  }

  /** Names of the tables that hold a row, sorted. */
  public tableNames(): string[] {
    return this.memory.tableNames();
  }

  /** Runs `work` as one: all its changes are on disk when it returns, or, when it throws, none was made. */
  public transaction<T>(work: () => T): { result: T; changes: readonly Change[] } {
    if (this.transactionChanges !== undefined) throw new Error("a transaction of the store is open already");
    const changes: Change[] = [];
    this.transactionChanges = changes;
    try {
      const result = work();
      this.append(changes);
      return { result, changes };
    } catch (error) {
      this.rollBack(changes);
      throw error;
    } finally {
      this.transactionChanges = undefined;
    }
  }

  /** Writes a log that holds the present rows only, and puts it in the old one's place. */
  public compact(): void {
    const unfinished = `${this.path}.new`;
    const file = openSync(unfinished, "w", 0o600);
    let bytes = writeSync(file, `${HEADER}\n`);
    for (const name of this.memory.tableNames()) {
      for (const row of this.memory.table(name).list()) bytes += writeSync(file, lineOf([["put", name, row]]));
    }
    renameSync(unfinished, this.path);
    if (this.file !== -1) closeSync(this.file);
    this.file = file;
    this.bytes = bytes;
    this.compactAt = Math.max(COMPACT_FROM_BYTES, 4 * bytes);
  }

  public close(): void {
    if (this.file !== -1) closeSync(this.file);
    this.file = -1;
  }

  private onChange(change: Change): void {
    if (this.silent) return;
    if (this.transactionChanges !== undefined) this.transactionChanges.push(change);
    else this.append([change]);
  }

  private append(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    if (this.file === -1) throw new Error(`the store ${this.path} is closed`);
    const line = Buffer.from(lineOf(changes.map(stepOf)));
    const written = writeSync(this.file, line);
    if (written !== line.length) {
      truncateSync(this.path, this.bytes);
      throw new Error(`only ${written} of ${line.length} bytes went into ${this.path}; is the disk full?`);
    }
    this.bytes += written;
    if (this.bytes > this.compactAt) this.compact();
  }

  private rollBack(changes: readonly Change[]): void {
    this.silent = true;
    for (const { table, id, before } of [...changes].reverse()) {
      if (before === undefined) this.memory.table(table).delete(id);
      else this.memory.table(table).put(before);
    }
    this.silent = false;
  }
}

function stepOf(change: Change): Step {
  return change.after === undefined ? ["delete", change.table, change.id] : ["put", change.table, change.after];
}

function lineOf(steps: readonly Step[]): string {
  return `${JSON.stringify(steps)}\n`;
}

function apply([what, table, subject]: Step, store: Store): void {
  if (what === "put") store.table(table).put(subject);
  else store.table(table).delete(subject);
}

function readLog(path: string): Step[] {
  const lines = readFileSync(path, "utf8").split("\n");
  // What follows the last newline is either nothing or a line that the writer did not finish.
  lines.pop();
  const [header, ...rest] = lines;
  if (header !== HEADER) {
    throw new Error(
      `${path} is not a store of schema ${SCHEMA_VERSION}: its first line is ${JSON.stringify((header ?? "").slice(0, 80))}. ` +
        "Use the version of the simulator that wrote it, or another cloud directory; the file was left as it is.",
    );
  }
  return rest.flatMap((line, index) => {
    try {
      const steps = JSON.parse(line) as Step[];
      if (!steps.every(isStep)) throw new Error("it is not a list of changes");
      return steps;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `${path}, line ${index + 2}, cannot be read: ${reason}. Restore a snapshot or use another cloud directory; ` +
          "the file was left as it is.",
      );
    }
  });
}

function isStep(step: unknown): step is Step {
  if (!Array.isArray(step) || typeof step[1] !== "string") return false;
  return step[0] === "put" ? typeof step[2]?.id === "string" : step[0] === "delete" && typeof step[2] === "string";
}
