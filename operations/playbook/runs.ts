// `logs/<deployment>/running.json` says which playbook changes a deployment just now. Two at once would undo each other's work.

import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../../config/exit-codes";
import { OperationProblem } from "../operation-problem";
import { type PlaybookRunRecord, readPlaybookRun, runRecordFile } from "./run-record";

/** Where in its course a playbook is; the number is 0 before the first stage of those that are counted. */
export type RunningStage = NonNullable<PlaybookRunRecord["stage"]>;

/** The record of a run that goes on; whoever made it ends it. */
export interface RecordedRun {
  enter(stage: RunningStage): void;
  end(): void;
}

/**
 * Takes the deployment for one playbook.
 * @param logFolder `logs/<deployment>`
 * @throws OperationProblem when another one runs; the record of a process that is gone is taken over
 */
export function recordPlaybookRun(logFolder: string, run: Pick<PlaybookRunRecord, "playbook" | "log">): RecordedRun {
  mkdirSync(logFolder, { recursive: true, mode: 0o700 });
  const file = runRecordFile(logFolder);
  const mine = join(logFolder, `.running.${process.pid}.json`);
  const begun = { playbook: run.playbook, pid: process.pid, startedAt: new Date().toISOString() };
  const write = (stage?: RunningStage) =>
    writeFileSync(mine, `${JSON.stringify({ ...begun, stage, log: run.log })}\n`, { mode: 0o600 });
  write();
  try {
    if (!claim(mine, logFolder)) throw refusal(logFolder);
  } finally {
    rmSync(mine, { force: true });
  }
  const end = () => {
    process.off("exit", end);
    if (holderOf(logFolder)?.pid === process.pid) rmSync(file, { force: true });
  };
  // However this process ends: an error that nobody expected must not leave the deployment taken.
  process.on("exit", end);
  return {
    enter: (stage) => {
      write(stage);
      renameSync(mine, file);
    },
    end,
  };
}

/** Links the record into its place, which only one process can do. */
function claim(mine: string, logFolder: string): boolean {
  const file = runRecordFile(logFolder);
  if (link(mine, file)) return true;
  if (holderOf(logFolder) !== undefined) return false;
  rmSync(file, { force: true });
  return link(mine, file);
}

function link(mine: string, file: string): boolean {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function refusal(logFolder: string): OperationProblem {
  const holder = holderOf(logFolder);
  const at = holder?.stage === undefined ? "" : `; it is at: ${holder.stage.name}`;
  return new OperationProblem(
    EXIT_CODES.failed,
    holder === undefined
      ? "Another playbook has just begun on this deployment."
      : `The playbook ${holder.playbook} runs on this deployment since ${holder.startedAt} (process ${holder.pid})${at}.`,
    `Two at once would undo each other's work. Follow it with: tail -f ${holder?.log ?? "logs/<deployment>/latest.log"}`,
    "Run this again when it has ended. Nothing was changed.",
  );
}

/** The run that goes on; undefined for the record of one that is gone, and for half a record. */
function holderOf(logFolder: string): PlaybookRunRecord | undefined {
  const run = readPlaybookRun(logFolder);
  return run.kind === "running" ? run.record : undefined;
}
