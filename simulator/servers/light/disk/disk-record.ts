import type { DiskChanges, Entry } from "./disk";

interface EntryRecord {
  readonly kind: Entry["kind"];
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  /** A file's content when it is UTF-8 text, else `base64`. */
  readonly text?: string;
  readonly base64?: string;
  readonly target?: string;
}

/** A disk's changes as plain JSON, one row per server in table `servers.light_disks`. */
export interface DiskRecord {
  readonly id: string;
  readonly changed: Readonly<Record<string, EntryRecord>>;
  readonly removed: readonly string[];
}

export function toDiskRecord(id: string, changes: DiskChanges): DiskRecord {
  const changed: Record<string, EntryRecord> = {};
  for (const [path, entry] of changes.changed) changed[path] = toRecord(entry);
  return { id, changed, removed: [...changes.removed] };
}

export function fromDiskRecord(record: DiskRecord): DiskChanges {
  const changed = new Map(Object.entries(record.changed).map(([path, entry]) => [path, fromRecord(entry)]));
  return { changed, removed: record.removed };
}

function toRecord(entry: Entry): EntryRecord {
  const { kind, mode, uid, gid, mtime } = entry;
  const attributes = { kind, mode, uid, gid, mtime };
  if (entry.kind === "symlink") return { ...attributes, target: entry.target };
  if (entry.kind === "directory") return attributes;
  const text = entry.content.toString("utf8");
  return Buffer.from(text, "utf8").equals(entry.content)
    ? { ...attributes, text }
    : { ...attributes, base64: entry.content.toString("base64") };
}

function fromRecord(record: EntryRecord): Entry {
  const { mode, uid, gid, mtime } = record;
  if (record.kind === "symlink") return { kind: "symlink", mode, uid, gid, mtime, target: record.target ?? "" };
  if (record.kind === "directory") return { kind: "directory", mode, uid, gid, mtime };
  const content = record.base64 === undefined ? Buffer.from(record.text ?? "") : Buffer.from(record.base64, "base64");
  return { kind: "file", mode, uid, gid, mtime, content };
}
