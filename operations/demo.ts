import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderDemoFile } from "../config/demo-file";
import { EXIT_CODES } from "../config/exit-codes";
import { loadDeploymentConfig } from "../config/load";
import { outcomeOf } from "./cdktf-progress";
import { table } from "./cloud-text";
import { CHECKOUT, placesOf } from "./deployment";
import { OperationProblem } from "./operation-problem";
import { readRuns } from "./run-record";

const CLOUD = join(CHECKOUT, ".simulator/demo");
const FILE = join(CHECKOUT, "deployments/demo.yaml");
const SIMULATE = join(CHECKOUT, "simulator/launch.cjs");

/** Deploys the demo to a simulated Scaleway of its own, with the scripts that deploy the real thing. */
export function deployDemo(say: (line: string) => void): void {
  writeDemoFile();
  say(
    "A simulated Scaleway on loopback stands in for the real one; no account is needed and nothing leaves this machine.",
  );
  insideCloud("infra");
  process.stdout.write(`\n${demoCosts()}\n`);
}

/** Shows what deploying again would change. */
export function diffDemo(): void {
  requireDemo();
  writeDemoFile();
  insideCloud("diff");
}

/** Takes the demo down and proves by the simulated account that nothing is left. */
export function destroyDemo(say: (line: string) => void): void {
  if (!existsSync(CLOUD)) {
    say("There is no demo to destroy.");
    return;
  }
  writeDemoFile();
  insideCloud("destroy", { CONFIRM: loadDeploymentConfig("demo", CHECKOUT).project });
  const check = spawnSync(process.execPath, [SIMULATE, "store", "--cloud", CLOUD, "--empty-check"], {
    encoding: "utf8",
  });
  if (check.status !== 0) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      "The demo is destroyed, but the simulated account still holds:",
      `${check.stdout}${check.stderr}`.trim(),
      "This is a defect; the account is kept in .simulator/demo. Running again is safe.",
    );
  }
  spawnSync(process.execPath, [SIMULATE, "stop", "--cloud", CLOUD]);
  rmSync(CLOUD, { recursive: true });
  process.stdout.write("Nothing is left: the simulated account is empty, and stopped.\n");
}

/** WORKERS rewrites the file; without it a file that stands is kept. */
function writeDemoFile(): void {
  const workers = process.env.WORKERS || undefined;
  if (existsSync(FILE) && workers === undefined) return;
  const template = readFileSync(join(CHECKOUT, "deployments/demo.template.yaml"), "utf8");
  const text = renderDemoFile(template, workers);
  writeFileSync(FILE, text);
}

function requireDemo(): void {
  if (existsSync(CLOUD)) return;
  throw new OperationProblem(
    EXIT_CODES.failed,
    "There is no demo to compare with. Run make demo first; nothing was changed.",
  );
}

/** Runs one of the operations in the environment of the simulated Scaleway, as an operator behind a proxy would. */
function insideCloud(operation: string, more: Readonly<Record<string, string>> = {}): void {
  const { status } = spawnSync(
    process.execPath,
    [
      SIMULATE,
      "run",
      "--cloud",
      CLOUD,
      "--",
      "bash",
      "-c",
      '. ./env.sh && exec "$@"',
      "demo",
      ...operationCall(operation),
    ],
    {
      cwd: CHECKOUT,
      stdio: "inherit",
      env: { ...process.env, ...more, DEPLOYMENT: "demo", ONE_PASSWORD: demoPassword() },
    },
  );
  // What went wrong has been said by the operation itself.
  if (status !== 0) throw new OperationProblem(status ?? EXIT_CODES.failed, `make demo stopped at: ${operation}`);
}

function operationCall(operation: string): string[] {
  return ["npm", "run", "--silent", "operations", "--", operation];
}

/** oneadmin's password in the demo: made once, kept beside the simulated account. */
function demoPassword(): string {
  const file = join(CLOUD, "one_password");
  if (!existsSync(file)) {
    mkdirSync(CLOUD, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
}

/** Seconds and API calls per stack, the calls counted in the simulator's journal. */
function demoCosts(): string {
  const runs = readRuns(placesOf(loadDeploymentConfig("demo", CHECKOUT)));
  const calls = journalTimes(runs[0]?.startedAt);
  const rows = runs.map((run) => [
    run.stack,
    ((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000).toFixed(1),
    String(calls.filter((time) => time >= run.startedAt && time < run.endedAt).length),
    outcomeOf(run),
  ]);
  return table(["stack", "seconds", "API calls", "outcome"], rows).join("\n");
}

function journalTimes(since: string | undefined): readonly string[] {
  const args = [SIMULATE, "journal", "--cloud", CLOUD, "--json", ...(since ? ["--since", since] : [])];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) return [];
  return (JSON.parse(stdout) as { at: string; kind: string }[])
    .filter((entry) => entry.kind === "api" || entry.kind === "s3")
    .map((entry) => entry.at);
}
