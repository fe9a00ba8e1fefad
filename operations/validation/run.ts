// `make validation`: one run of the playbook, and a report of it whatever becomes of the run.

import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT_CODES } from "../../config/exit-codes";
import { readInventory } from "../deployment-check/inventory-as-written";
import { OperationProblem } from "../operation-problem";
import { secretMask } from "../secret-mask";
import { evaluate } from "./evaluate";
import { NOTED_FACTS, readEvents } from "./events";
import { renderHtml } from "./render-html";
import { renderJunit } from "./render-junit";
import { maskAll, SCHEMA_VERSION, type ValidationReport } from "./report";
import { type Selection, selectTests } from "./selection";
import { copySuiteFiles } from "./suite-files";
import { commitOf, suiteVersion } from "./versions";

export interface ValidationRun {
  /** Folder that holds `ansible/` and `reports/`. */
  readonly projectFolder: string;
  readonly deployment: string;
  /** Values of `SKIP` and `ONLY`. */
  readonly skip?: string | undefined;
  readonly only?: string | undefined;
  readonly extraArguments?: readonly string[];
  readonly say: (line: string) => void;
  /** Where the suite leaves its own files. @default /tmp */
  readonly suiteOutput?: string;
  /** Runs the playbook `validation`; rejects when it fails. */
  readonly play: (run: {
    readonly extraArguments: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly say: (line: string) => void;
  }) => Promise<void>;
}

const LAST_WORDS = 20;
/** With these Ansible only tells what it would do. */
const ONLY_TELLS = ["--syntax-check", "--list-tasks", "--list-hosts", "--list-tags", "--help", "-h", "--version"];

/**
 * Runs the validation and writes `reports/<deployment>/<time>/report.{html,json}` and `junit.xml` beside the suite's own files; `latest`
 * beside that folder points to it.
 * @throws OperationProblem when a test failed, was cut off or left no result, and for a mistake in `SKIP` or `ONLY`
 */
export async function runValidation(run: ValidationRun): Promise<void> {
  const { projectFolder, deployment, extraArguments = [], say } = run;
  const ansibleFolder = join(projectFolder, "ansible");
  const inventoryFolder = join(ansibleFolder, "inventory", deployment);
  if (!existsSync(join(inventoryFolder, "hosts.yml")) || extraArguments.some((each) => ONLY_TELLS.includes(each))) {
    await run.play({ extraArguments, environment: {}, say });
    return;
  }
  const inventory = readSettings(inventoryFolder);
  const selection = selectTests(run, inventory.validation);
  sayWhatRuns(selection, suiteVersion(ansibleFolder), say);

  const startedAt = new Date();
  const eventsFolder = mkdtempSync(join(tmpdir(), "on-events-"));
  const lastWords: string[] = [];
  let failure: unknown;
  try {
    await run.play({
      extraArguments: [
        ...(Object.keys(selection.switches).length > 0
          ? ["-e", JSON.stringify({ validation_switches: selection.switches })]
          : []),
        ...extraArguments,
      ],
      environment: { RESULTS_FILE: join(eventsFolder, "events"), RESULTS_FACTS: NOTED_FACTS.join(",") },
      say: (line) => {
        lastWords.push(line);
        if (lastWords.length > LAST_WORDS) lastWords.shift();
        say(line);
      },
    });
  } catch (error) {
    failure = error;
  }
  const events = readEvents(join(eventsFolder, "events"));
  rmSync(eventsFolder, { recursive: true });

  if (events.length === 0 && failure instanceof OperationProblem) lastWords.push(...failure.message.split("\n"));
  const mask = secretMask(inventoryFolder);
  const folder = makeFolder(projectFolder, deployment, startedAt);
  const suite = copySuiteFiles(run.suiteOutput ?? "/tmp", join(projectFolder, folder), startedAt.getTime(), mask);
  const { ansibleCore, opennebulaFound, ...evaluation } = evaluate(
    events,
    selection,
    { nodes: inventory.nodes, services: inventory.services },
    lastWords,
  );
  const report: ValidationReport = maskAll(
    {
      schemaVersion: SCHEMA_VERSION,
      deployment,
      startedAt: startedAt.toISOString(),
      endedAt: new Date().toISOString(),
      versions: {
        project: commitOf(projectFolder) ?? "unknown: not a git checkout",
        opennebula: { wanted: inventory.version, ...(opennebulaFound && { found: opennebulaFound }) },
        suite: suiteVersion(ansibleFolder),
        ...(ansibleCore && { ansibleCore }),
      },
      ...evaluation,
      tests: [...evaluation.tests],
      files: [...suite.files],
      notes: [...suite.notes],
    },
    mask,
  );
  writeReport(projectFolder, folder, report);
  tell(report, folder, say);
  if (report.verdict === "passed" && failure === undefined) return;
  throw problem(report, folder, failure);
}

/** What of the inventory the report and the choice of tests go by. */
function readSettings(folder: string) {
  const { all, groups } = readInventory(folder);
  const validation = (all.validation ?? {}) as Readonly<Record<string, any>>;
  const services = (validation.core_services?.service_list ?? []) as { desc?: string }[];
  return {
    version: String(all.one_version ?? "not said"),
    validation: validation as Readonly<Record<string, unknown>>,
    services: services.flatMap(({ desc }) => desc ?? []),
    nodes: groups.node ?? [],
  };
}

function sayWhatRuns({ whyNot }: Selection, suite: string, say: (line: string) => void): void {
  say(`Validation suite: ${suite}`);
  for (const [name, reason] of whyNot) say(`Skipped: ${name}, ${reason}`);
}

/** @returns path from the project's folder */
function makeFolder(projectFolder: string, deployment: string, startedAt: Date): string {
  const parent = join("reports", deployment);
  mkdirSync(join(projectFolder, parent), { recursive: true, mode: 0o700 });
  const time = startedAt.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const taken = (name: string) => existsSync(join(projectFolder, parent, name));
  let name = time;
  for (let number = 2; taken(name); number++) name = `${time}-${number}`;
  mkdirSync(join(projectFolder, parent, name), { mode: 0o700 });
  rmSync(join(projectFolder, parent, "latest"), { force: true });
  symlinkSync(name, join(projectFolder, parent, "latest"));
  return join(parent, name);
}

function writeReport(projectFolder: string, folder: string, report: ValidationReport): void {
  const write = (name: string, content: string) =>
    writeFileSync(join(projectFolder, folder, name), content, { mode: 0o600 });
  write("report.json", `${JSON.stringify(report, undefined, 2)}\n`);
  write("junit.xml", renderJunit(report));
  write("report.html", renderHtml(report));
}

const SIGNS = { passed: "passed ", failed: "FAILED ", skipped: "skipped", notRun: "NOT RUN" } as const;

function tell(report: ValidationReport, folder: string, say: (line: string) => void): void {
  say("");
  for (const test of report.tests) {
    say(`  ${SIGNS[test.status]}  ${test.name}${test.reason ? `: ${test.reason}` : ""}`);
    for (const result of test.results.filter(({ status }) => status === "failed"))
      say(`           ${result.name}: ${(result.evidence ?? "").split("\n")[0]}`);
  }
  say(`Report: ${folder}/report.html`);
}

function problem(report: ValidationReport, folder: string, failure: unknown): Error {
  if (failure !== undefined && !(failure instanceof OperationProblem)) return failure as Error;
  if (failure && report.ended === "notStarted") {
    return new OperationProblem(failure.exitCode, failure.message, `A report of this stands in ${folder}/report.html.`);
  }
  const failed = report.tests.filter(({ status }) => status === "failed" || status === "notRun");
  const names = failed.map(({ name, status }) => (status === "notRun" ? `${name} (not run)` : name));
  return new OperationProblem(
    EXIT_CODES.failed,
    `The validation of ${report.deployment} failed: ${names.length > 0 ? names.join(", ") : "Ansible ended with a failure"}.`,
    `What was found, on which host and by which task: ${folder}/report.html (report.json and junit.xml beside it);`,
    `Ansible's own words: logs/${report.deployment}/latest.log.`,
    "What a test proves, and where to look when it fails: docs/validation.md. Running `make validation` again is safe.",
  );
}
