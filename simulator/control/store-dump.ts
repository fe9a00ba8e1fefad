import { createHash } from "node:crypto";
import type { Cloud } from "../cloud";
import type { Row } from "../store/store";

export type StoreDump = Readonly<Record<string, readonly Row[]>>;

/** Names of fields whose value nobody should find in a log: shown as a short hash, so that a change still shows. */
const SECRET_FIELD = /secret|password|private_?key|user_?data|token|authorization|host_?keys?$/i;
/** Longer texts (disk contents of light servers) are shown by their hash too. */
const LONG_TEXT = 2000;

/** The product tables as one can show them: two dumps are equal when, and only when, nothing has changed between them. */
export function dumpStore(cloud: Cloud): StoreDump {
  const tables = cloud.productTables().map((name) => [name, cloud.store.table(name).list().map(shown)] as const);
  return Object.fromEntries(tables);
}

function shown(row: Row): Row {
  return JSON.parse(JSON.stringify(row, hideSecret)) as Row;
}

function hideSecret(name: string, value: unknown): unknown {
  if (value === null || value === undefined || value === "") return value;
  const isSecret = SECRET_FIELD.test(name) || (typeof value === "string" && isLongOrKey(value));
  if (!isSecret) return value;
  const hash = createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 12);
  return `(hidden, sha256 ${hash}…)`;
}

function isLongOrKey(text: string): boolean {
  return text.length > LONG_TEXT || text.includes("PRIVATE KEY-----");
}
