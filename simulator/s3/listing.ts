// What the three lists of a bucket share: one walk over the keys in the order of their UTF-8 bytes, cut into pages. A delimiter
// folds the keys that share what stands before it into one common prefix, which counts as an entry.
import { S3Error } from "./errors";
import type { BucketCall } from "./exchange";
import { type VersionRow, versions } from "./rows";
import { encodeUri } from "./signature";

const MAX_KEYS = 1000;

export interface Walk {
  readonly prefix: string;
  /** Empty: nothing is folded. */
  readonly delimiter: string;
  readonly maxKeys: number;
  /** Entries up to here are left out: a key, or the common prefix that an earlier page ended with. */
  readonly after: string;
  /** With it, the versions of the key `after` with a lower sequence are still to come. */
  readonly afterSequence?: number;
}

export interface Page {
  readonly rows: readonly VersionRow[];
  readonly prefixes: readonly string[];
  /** The last entry of this page, when there are more; without a version for a common prefix. */
  readonly next: { readonly entry: string; readonly versionId?: string } | undefined;
}

/** @throws S3Error InvalidArgument for a `max-keys` or `encoding-type` that is none */
export function walkOf(query: URLSearchParams): Pick<Walk, "prefix" | "delimiter" | "maxKeys"> {
  const maxKeys = query.get("max-keys") ?? String(MAX_KEYS);
  if (!/^\d{1,9}$/.test(maxKeys)) throw new S3Error("InvalidArgument", `max-keys "${maxKeys}" is no whole number`);
  const encoding = query.get("encoding-type");
  if (encoding !== null && encoding !== "url") throw new S3Error("InvalidArgument", `encoding-type "${encoding}"`);
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    maxKeys: Math.min(Number(maxKeys), MAX_KEYS),
  };
}

/** How names stand in the answer: XML 1.0 cannot hold every character of a key, so clients may ask for URL encoding. */
export function nameEncoder(query: URLSearchParams): (name: string) => string {
  if (query.get("encoding-type") !== "url") return (name) => name;
  return (name) => name.split("/").map(encodeUri).join("/");
}

export function rowsOf({ context, bucket }: BucketCall): readonly VersionRow[] {
  return versions(context.store)
    .list()
    .filter((version) => version.bucket === bucket.id);
}

/** The newest version of each key. */
export function latestOf(rows: readonly VersionRow[]): ReadonlySet<VersionRow> {
  const latest = new Map<string, VersionRow>();
  for (const row of rows) {
    const known = latest.get(row.key);
    if (known === undefined || row.sequence > known.sequence) latest.set(row.key, row);
  }
  return new Set(latest.values());
}

/** What plain reads see: the newest version of each key that is not a delete marker. */
export function currentRows(call: BucketCall): readonly VersionRow[] {
  return [...latestOf(rowsOf(call))].filter((row) => row.content !== null);
}

export function pageOf(all: readonly VersionRow[], walk: Walk): Page {
  const rows: VersionRow[] = [];
  const prefixes: string[] = [];
  let last: Page["next"];
  if (walk.maxKeys === 0) return { rows, prefixes, next: undefined };
  for (const row of inOrder(all.filter(({ key }) => key.startsWith(walk.prefix)))) {
    const folded = commonPrefix(row.key, walk);
    if (isBefore(row, folded, walk) || (folded !== undefined && folded === prefixes.at(-1))) continue;
    if (rows.length + prefixes.length === walk.maxKeys) return { rows, prefixes, next: last };
    if (folded === undefined) rows.push(row);
    else prefixes.push(folded);
    last = folded === undefined ? { entry: row.key, versionId: row.version_id } : { entry: folded };
  }
  return { rows, prefixes, next: undefined };
}

export const writeToken = (entry: string): string => Buffer.from(entry).toString("base64url");

/** @throws S3Error InvalidArgument for a token that no page gave */
export function readToken(token: string): string {
  const entry = Buffer.from(token, "base64url").toString("utf8");
  if (entry === "" || writeToken(entry) !== token) {
    throw new S3Error("InvalidArgument", "The continuation token provided is incorrect");
  }
  return entry;
}

/** UTF-8 bytes as a string of which `<` compares the bytes: UTF-16 orders rare characters otherwise. */
const bytesOf = (key: string): string => Buffer.from(key).toString("latin1");

function inOrder(rows: readonly VersionRow[]): VersionRow[] {
  const keyed = rows.map((row) => ({ row, bytes: bytesOf(row.key) }));
  keyed.sort((a, b) => (a.bytes < b.bytes ? -1 : a.bytes > b.bytes ? 1 : b.row.sequence - a.row.sequence));
  return keyed.map(({ row }) => row);
}

function commonPrefix(key: string, { prefix, delimiter }: Walk): string | undefined {
  const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function isBefore(row: VersionRow, folded: string | undefined, { after, afterSequence }: Walk): boolean {
  if (after === "") return false;
  if (folded === after) return true;
  if (row.key === after) return afterSequence === undefined || row.sequence >= afterSequence;
  return bytesOf(row.key) < bytesOf(after);
}
