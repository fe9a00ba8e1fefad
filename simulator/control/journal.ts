import { closeSync, fstatSync, openSync, readFileSync, readSync, truncateSync, writeSync } from "node:fs";
import type { Change } from "../store/memory-store";

/**
 * What kind of thing happened: a call of the JSON API or of object storage, a connection to a server, a request to a host
 * that is not simulated, or something on a server itself.
 */
export type JournalKind = "api" | "s3" | "packages" | "ssh" | "refused" | "server";

export interface JournalEntry {
  /** Counts up from 1 over the life of the cloud directory. */
  readonly number: number;
  /** Real time of arrival, RFC 3339. */
  readonly at: string;
  readonly durationMs: number;
  readonly kind: JournalKind;
  /** e.g. `baremetal.CreateServer`, `s3.PutObject`, `ssh.Connect`; null for what is no known operation. */
  readonly operation: string | null;
  readonly method: string;
  readonly host: string;
  /** Path and query, without signatures. */
  readonly path: string;
  /** Null when no answer was given (connection dropped, client gone). */
  readonly status: number | null;
  readonly userAgent: string | null;
  /** Access key of the caller; never the secret. */
  readonly accessKey: string | null;
  readonly changes: readonly JournalChange[];
  /** Why it was refused, which fault was applied, and other words for a reader. */
  readonly note?: string;
}

export interface JournalChange {
  readonly table: string;
  readonly id: string;
  readonly change: "created" | "updated" | "deleted";
  /** Top-level fields that differ, with their values before and after where those are short and never secret, else null. */
  readonly fields: Readonly<Record<string, readonly [before: unknown, after: unknown] | null>>;
}

export interface JournalFilter {
  readonly operation?: string;
  readonly kind?: JournalKind;
  readonly status?: number;
  /** An entry's number (exclusive), or a moment in RFC 3339 (inclusive). */
  readonly since?: string;
}

/** The fields whose values may stand in the journal. Everything else is named only: it may hold a secret or a whole disk. */
const OPEN_FIELDS = new Set(
  "name status install_status enabled disabled protected zone region vlan address ip_address server_id offer_id offer_name vpc_id private_network_id project_id application_id group_id boot_type power".split(
    " ",
  ),
);

/** Every request, one JSON line each, in `journal.jsonl` of the cloud directory; it goes on after a restart. */
export class Journal {
  private readonly file: number;
  private lastNumber: number;

  public constructor(private readonly path: string) {
    this.file = openSync(path, "a+", 0o600);
    this.lastNumber = this.endAtLastWholeLine();
  }

  public write(entry: Omit<JournalEntry, "number">): JournalEntry {
    const numbered = { number: this.lastNumber + 1, ...entry };
    writeSync(this.file, `${JSON.stringify(numbered)}\n`);
    this.lastNumber += 1;
    return numbered;
  }

  public read(filter: JournalFilter = {}): JournalEntry[] {
    return readJournal(this.path, filter);
  }

  public close(): void {
    closeSync(this.file);
  }

  /** Cuts off what a killed process left half-written and returns the number of the last whole entry. */
  private endAtLastWholeLine(): number {
    const size = fstatSync(this.file).size;
    for (let window = 64 * 1024; size > 0; window *= 4) {
      const tail = Buffer.alloc(Math.min(window, size));
      readSync(this.file, tail, 0, tail.length, size - tail.length);
      const end = tail.lastIndexOf("\n");
      const begin = end > 0 ? tail.lastIndexOf("\n", end - 1) : -1;
      if (begin === -1 && tail.length < size) continue;
      truncateSync(this.path, size - tail.length + end + 1);
      return end === -1 ? 0 : (JSON.parse(tail.subarray(begin + 1, end).toString()) as JournalEntry).number;
    }
    return 0;
  }
}

/** Entries of a journal file, oldest first; the cloud need not be running. */
export function readJournal(path: string, filter: JournalFilter = {}): JournalEntry[] {
  const text = readFileSync(path, "utf8");
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JournalEntry)
    .filter((entry) => passes(entry, filter));
}

function passes(entry: JournalEntry, { operation, kind, status, since }: JournalFilter): boolean {
  if (operation !== undefined && entry.operation !== operation) return false;
  if (kind !== undefined && entry.kind !== kind) return false;
  if (status !== undefined && entry.status !== status) return false;
  if (since === undefined) return true;
  return /^\d+$/.test(since) ? entry.number > Number(since) : Date.parse(entry.at) >= Date.parse(since);
}

/** What a request changed, for the journal; the simulator's own bookkeeping (`control.…`) is left out. */
export function describeChanges(changes: readonly Change[]): JournalChange[] {
  return changes
    .filter((change) => !change.table.startsWith("control."))
    .map(({ table, id, before, after }) => ({
      table,
      id,
      change: before === undefined ? "created" : after === undefined ? "deleted" : "updated",
      fields: describeFields(before ?? {}, after ?? {}),
    }));
}

function describeFields(before: object, after: object): JournalChange["fields"] {
  const [old, young] = [before, after] as Record<string, unknown>[];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(old![name]) !== JSON.stringify(young![name]))
      .map((name) => [name, OPEN_FIELDS.has(name) ? [shown(old![name]), shown(young![name])] : null]),
  );
}

function shown(value: unknown): unknown {
  if (typeof value === "string") return value.length > 100 ? `${value.slice(0, 100)}…` : value;
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}
