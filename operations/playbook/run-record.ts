import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { processStart } from "../process-start";

/** A playbook that runs, as the command that runs it keeps it in `logs/<deployment>/running.json` (0600) until it ends. */
export interface PlaybookRunRecord {
  readonly playbook: string;
  /** Of the command that runs Ansible and will remove the file. */
  readonly pid: number;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Undefined before the first one. */
  readonly stage?: { readonly number: number; readonly of: number; readonly name: string };
  /** Path below the checkout. */
  readonly log: string;
}

/** What the file says, held against the processes of this machine. */
export type PlaybookRun =
  | { readonly kind: "none" }
  | { readonly kind: "running"; readonly record: PlaybookRunRecord }
  /** Its process has ended without removing the file: killed, or the machine went down. */
  | { readonly kind: "stale"; readonly record: PlaybookRunRecord }
  | { readonly kind: "unreadable"; readonly why: string };

/** A process begins before it writes the file; clocks that count uptime and those that tell the time drift apart by less than this. */
const SLACK_MS = 5000;

/** Path of the file that tells of the running playbook. */
export function runRecordFile(logFolder: string): string {
  return join(logFolder, "running.json");
}

/**
 * Whether a playbook runs on the deployment, from this machine.
 * @param startOf when the process of that id began; undefined: there is none
 */
export function readPlaybookRun(
  logFolder: string,
  startOf: (pid: number) => Date | undefined = processStart,
): PlaybookRun {
  const file = runRecordFile(logFolder);
  if (!existsSync(file)) return { kind: "none" };
  const record = parsed(file);
  if (typeof record === "string") return { kind: "unreadable", why: record };
  const began = startOf(record.pid);
  // Another program may have got the id since.
  const isSame = began !== undefined && began.getTime() <= Date.parse(record.startedAt) + SLACK_MS;
  return { kind: isSame ? "running" : "stale", record };
}

/** The record, or why it is none. */
function parsed(file: string): PlaybookRunRecord | string {
  try {
    const record: PlaybookRunRecord = JSON.parse(readFileSync(file, "utf8"));
    const isRecord =
      Number.isInteger(record?.pid) &&
      typeof record.playbook === "string" &&
      !Number.isNaN(Date.parse(record.startedAt));
    return isRecord ? record : "it lacks playbook, pid or startedAt";
  } catch (error) {
    return (error as Error).message;
  }
}
