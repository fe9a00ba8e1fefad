import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackRun } from "./cdktf-progress";
import type { Deployment } from "./deployment";

/** Keeps what the last deploy did to each stack, in `logs/<deployment>/last-deploy.json`. */
export function recordRuns(deployment: Deployment, runs: readonly StackRun[]): void {
  mkdirSync(deployment.logFolder, { recursive: true, mode: 0o700 });
  writeFileSync(fileOf(deployment), `${JSON.stringify(runs, undefined, 2)}\n`, { mode: 0o600 });
}

/** The last deploy's stacks, none when there was none. */
export function readRuns(deployment: Deployment): readonly StackRun[] {
  return existsSync(fileOf(deployment)) ? JSON.parse(readFileSync(fileOf(deployment), "utf8")) : [];
}

function fileOf(deployment: Deployment): string {
  return join(deployment.logFolder, "last-deploy.json");
}
