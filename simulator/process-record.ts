import { existsSync, readFileSync } from "node:fs";
import type { CloudDirectory } from "./store/cloud-directory";
import { lockHolder } from "./store/directory-lock";

/** What a process says of itself in `process.json` of its cloud directory. */
export interface ProcessRecord {
  readonly pid: number;
  readonly port: number;
  /** RFC 3339 */
  readonly startedAt: string;
}

/** The process that runs in a directory, or the last one that did. */
export function lastProcess(directory: CloudDirectory): ProcessRecord | undefined {
  if (!existsSync(directory.process)) return undefined;
  return JSON.parse(readFileSync(directory.process, "utf8")) as ProcessRecord;
}

/** The process that runs in a directory now and is ready to answer. */
export function runningProcess(directory: CloudDirectory): ProcessRecord | undefined {
  const holder = lockHolder(directory.path);
  const last = lastProcess(directory);
  return holder !== undefined && last?.pid === holder.pid ? last : undefined;
}
