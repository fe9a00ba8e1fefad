// `npm run ansible -- <playbook>|prepare [arguments of ansible-playbook]`, called by the make target of the same name.

import { join } from "node:path";
import { EXIT_CODES } from "../config/exit-codes";
import { accessText } from "./access-text";
import { provideCollections, provideValidationSuite } from "./ansible-requirements";
import { checkDeployment } from "./deployment-check/check-deployment";
import { firstVmText } from "./first-vm";
import { OperationProblem } from "./operation-problem";
import { playbookFailure } from "./playbook/failure";
import { requireInventory } from "./playbook/inventory";
import { openPlaybookLog, playbookLogName } from "./playbook/log";
import { runPlaybookProcess } from "./playbook/process";
import { PlaybookProgress } from "./playbook/progress";
import { recordPlaybookRun } from "./playbook/runs";
import { providePythonEnvironment } from "./python-environment";
import { enterRehearsedCloud } from "./rehearsed-clouds";
import { secretMask } from "./secret-mask";
import { TerminalLine } from "./terminal-line";
import { runValidation } from "./validation/run";

export const PLAYBOOKS = ["deployment", "specifics", "rotate-flexible-ip-key", "first-vm", "validation"] as const;
export type PlaybookName = (typeof PLAYBOOKS)[number];

/** Playbooks of our own need no collection of the vendor's, only the environment of his deployment. */
const OURS: readonly PlaybookName[] = ["specifics", "rotate-flexible-ip-key", "first-vm"];

export interface PlaybookRun {
  /** Folder that holds `ansible/` and `logs/`. */
  readonly projectFolder: string;
  /** Name of the deployment file without its ending. */
  readonly deployment: string;
  readonly playbook: PlaybookName;
  /** Handed to ansible-playbook as they are, e.g. `["--limit", "host01"]`. @default none */
  readonly extraArguments?: readonly string[];
  /** Variables beside the operator's. @default none */
  readonly environment?: NodeJS.ProcessEnv;
  /** Takes each line that is shown. @default the terminal's standard error */
  readonly say?: (line: string) => void;
  /** Shows the task in hand, on a line that the next one replaces. @default none */
  readonly showTask?: (text: string) => void;
}

/** Lines of output kept for a run that ends before it begins. */
const LAST_OUTPUT = 40;

/**
 * Installs what the playbook needs and runs it on the deployment's inventory. Stages are shown; all output is logged line by line, secrets
 * hidden, to `logs/<deployment>/<time>-<playbook>.log` (0600); `latest.log` beside it points there, and `running.json` says what runs.
 * @throws OperationProblem when there is no inventory, another playbook runs, something cannot be installed, or the playbook fails
 */
export async function runPlaybook(run: PlaybookRun): Promise<void> {
  const { projectFolder, deployment, playbook, say = (line) => process.stderr.write(`${line}\n`) } = run;
  const ansibleFolder = join(projectFolder, "ansible");
  const inventoryFolder = requireInventory(projectFolder, deployment);
  const binFolder = prepare(ansibleFolder, playbook, say);
  const mask = secretMask(inventoryFolder);
  const logName = playbookLogName(deployment, playbook);
  const record = recordPlaybookRun(join(projectFolder, "logs", deployment), { playbook, log: logName });
  const log = openPlaybookLog(projectFolder, logName);
  const lastOutput: string[] = [];
  const progress = new PlaybookProgress({
    hasStages: playbook === "deployment",
    say: (line) => say(mask(line)),
    onStage: ({ name, ...place }) => record.enter({ ...place, name: mask(name) }),
    showTask: run.showTask && ((text) => run.showTask!(mask(text))),
  });
  try {
    say(`Running the playbook ${playbook} on ${deployment}; follow it with: tail -f logs/${deployment}/latest.log`);
    const status = await runPlaybookProcess({
      ansibleFolder,
      binFolder,
      arguments: playbookArguments(run),
      ...(run.environment && { environment: run.environment }),
      onEvent: (event) => progress.read(event),
      onLine: (line) => {
        log.write(mask(line));
        if (isAskedFor(run.extraArguments)) say(mask(line));
        lastOutput.push(line);
        lastOutput.splice(0, lastOutput.length - LAST_OUTPUT);
      },
    });
    for (const line of progress.recap()) say(line);
    if (status !== 0) {
      const failures = progress.fatalFailures();
      const { lastTask } = progress;
      const problem = playbookFailure({ deployment, playbook, status, log: logName, failures, lastTask, lastOutput });
      throw new OperationProblem(problem.exitCode, ...problem.message.split("\n").map(mask));
    }
    say(`Done. Log: ${logName}`);
  } finally {
    record.end();
    await log.close();
  }
}

/** Whoever asks Ansible what it would change, or for more words, wants to read them. */
function isAskedFor(extraArguments: readonly string[] = []): boolean {
  return extraArguments.some((argument) =>
    /^(?:--check|-C|--diff|-D|--verbose|-v+|--list-.*|--syntax-check)$/.test(argument),
  );
}

/** Makes the environment of a playbook and installs what it imports. @returns its folder of commands */
export function prepare(ansibleFolder: string, playbook: PlaybookName, say: (line: string) => void): string {
  const suite = playbook === "validation" ? "validation" : "deployment";
  const binFolder = providePythonEnvironment(ansibleFolder, suite, say);
  if (!OURS.includes(playbook)) provideCollections(ansibleFolder, binFolder, say);
  if (playbook === "validation") provideValidationSuite(ansibleFolder, say);
  return binFolder;
}

/** Arguments of ansible-playbook, for the folder `ansible` as the working directory. */
export function playbookArguments(run: Pick<PlaybookRun, "deployment" | "playbook" | "extraArguments">): string[] {
  const args = ["-i", `inventory/${run.deployment}/hosts.yml`, `playbooks/${run.playbook}.yml`];
  if (run.playbook === "validation") args.push("-e", JSON.stringify(reportAnswers(run.deployment)));
  return [...args, ...(run.extraArguments ?? [])];
}

/** The suite asks these at the terminal; without one Ansible would print "None" into the report. Only extra variables stop the questions. */
function reportAnswers(deployment: string): Readonly<Record<string, string>> {
  return {
    prompt_report_customer: deployment,
    prompt_report_document_version: "1",
    prompt_report_abstract: `Validation of deployment ${deployment}.`,
    prompt_report_revision_comment: "Run by make validation",
    prompt_report_revision_version: "1",
  };
}

function isPlaybook(name: string | undefined): name is PlaybookName {
  return PLAYBOOKS.some((playbook) => playbook === name);
}

async function main([task, ...extraArguments]: readonly string[]): Promise<void> {
  const projectFolder = join(__dirname, "..");
  const deployment = process.env.DEPLOYMENT ?? "demo";
  const line = new TerminalLine();
  const say = (text: string) => line.say(text);
  const showTask = (text: string) => line.show(text);
  if (isPlaybook(task)) enterRehearsedCloud(deployment);
  if (task === "deployment" && process.env.CHECK) {
    const json = Boolean(process.env.JSON);
    process.exitCode = await checkDeployment({ projectFolder, deployment, extraArguments, say, json });
  } else if (task === "validation") {
    await runValidation({
      projectFolder,
      deployment,
      skip: process.env.SKIP,
      only: process.env.ONLY,
      extraArguments,
      say,
      play: (run) => runPlaybook({ projectFolder, deployment, playbook: task, showTask, ...run }),
    });
  } else if (isPlaybook(task)) {
    await runPlaybook({ projectFolder, deployment, playbook: task, extraArguments, say, showTask });
    if (task === "deployment") {
      const access = accessText(requireInventory(projectFolder, deployment), projectFolder);
      process.stdout.write(`${access.join("\n")}\n`);
    }
    if (task === "first-vm") console.log(firstVmText(projectFolder, deployment));
  } else if (task === "prepare") {
    for (const playbook of PLAYBOOKS) prepare(join(projectFolder, "ansible"), playbook, (line) => console.log(line));
  } else {
    throw new OperationProblem(
      EXIT_CODES.usage,
      `Unknown: ${task ?? "nothing"}. Expected one of ${[...PLAYBOOKS, "prepare"].join(", ")}.`,
      "For example: npm run ansible -- deployment. Nothing was changed.",
    );
  }
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    if (!(error instanceof OperationProblem)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  });
}
