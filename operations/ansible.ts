// `npm run ansible -- <playbook>|prepare [arguments of ansible-playbook]`, called by the make target of the same name.

import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { EXIT_CODES } from "../config/exit-codes";
import { provideCollections, provideValidationSuite } from "./ansible-requirements";
import { OperationProblem } from "./operation-problem";
import { providePythonEnvironment } from "./python-environment";
import { secretMask } from "./secret-mask";

export const PLAYBOOKS = ["deployment", "specifics", "rotate-flexible-ip-key", "validation"] as const;
export type PlaybookName = (typeof PLAYBOOKS)[number];

/** Playbooks of our own need no collection of the vendor's, only the environment of his deployment. */
const OURS: readonly PlaybookName[] = ["specifics", "rotate-flexible-ip-key"];

export interface PlaybookRun {
  /** Folder that holds `ansible/` and `logs/`. */
  readonly projectFolder: string;
  /** Name of the deployment file without its ending. */
  readonly deployment: string;
  readonly playbook: PlaybookName;
  /** Handed to ansible-playbook as they are, e.g. `["--limit", "host01"]`. @default none */
  readonly extraArguments?: readonly string[];
  /** Takes each line that is shown. @default the terminal */
  readonly say?: (line: string) => void;
}

/**
 * Installs what the playbook needs and runs it on the deployment's inventory. Output is shown and logged line by line, secrets hidden, to
 * `logs/<deployment>/<time>-<playbook>.log` (0600); `latest.log` beside it points there.
 * @throws OperationProblem when there is no inventory, something cannot be installed, or the playbook fails
 */
export async function runPlaybook(run: PlaybookRun): Promise<void> {
  const { projectFolder, deployment, playbook, say = (line) => console.log(line) } = run;
  const ansibleFolder = join(projectFolder, "ansible");
  const inventoryFolder = join(ansibleFolder, "inventory", deployment);
  if (!existsSync(join(inventoryFolder, "hosts.yml"))) {
    throw new OperationProblem(
      EXIT_CODES.usage,
      `There is no inventory for deployment ${deployment}: ansible/inventory/${deployment}/hosts.yml is absent.`,
      `Terraform writes it: make infra DEPLOYMENT=${deployment}, then run this again.`,
    );
  }
  const binFolder = prepare(ansibleFolder, playbook, say);
  const log = openLog(projectFolder, deployment, playbook);
  say(`Running the playbook ${playbook} on ${deployment}; follow it with: tail -f logs/${deployment}/latest.log`);
  const status = await stream(join(binFolder, "ansible-playbook"), playbookArguments(run), {
    cwd: ansibleFolder,
    env: playbookEnvironment(ansibleFolder, binFolder),
    mask: secretMask(inventoryFolder),
    outputs: [say, (line) => log.stream.write(`${line}\n`)],
  });
  await new Promise<void>((closed) => log.stream.end(closed));
  if (status !== 0) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      `The playbook ${playbook} failed on ${deployment} (ansible-playbook ended with ${status}).`,
      `Which host and which task stands above and in ${log.name}; a host that is UNREACHABLE did not answer by SSH or showed`,
      `another key than ansible/inventory/${deployment}/known_hosts.`,
      "Running the same command again is safe: every task looks first at what is there.",
    );
  }
  say(`Done. Log: ${log.name}`);
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

/**
 * The operator's environment without the cloud's secrets, which no playbook needs: they stand in the inventory's files. Proxy settings and
 * ANSIBLE_… variables of the operator stay.
 */
export function playbookEnvironment(ansibleFolder: string, binFolder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(SCW_|AWS_|TF_VAR_|ONE_PASSWORD$)/.test(name));
  return {
    ...Object.fromEntries(kept),
    ANSIBLE_CONFIG: join(ansibleFolder, "ansible.cfg"),
    // The suite calls weasyprint by name.
    PATH: `${binFolder}:${process.env.PATH ?? ""}`,
    PYTHONUNBUFFERED: "1",
  };
}

function openLog(projectFolder: string, deployment: string, playbook: PlaybookName) {
  const folder = join(projectFolder, "logs", deployment);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "")}-${playbook}.log`;
  rmSync(join(folder, "latest.log"), { force: true });
  symlinkSync(file, join(folder, "latest.log"));
  return {
    name: join("logs", deployment, file),
    stream: createWriteStream(join(folder, file), { flags: "a", mode: 0o600 }),
  };
}

interface StreamOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly mask: (line: string) => string;
  readonly outputs: readonly ((line: string) => void)[];
}

/** @returns the exit status; a command ended by a signal counts as 1 */
function stream(command: string, args: readonly string[], options: StreamOptions): Promise<number> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ["ignore", "pipe", "pipe"] });
    // Ctrl-C reaches the whole group: Ansible ends the task in hand and says where it stopped, which we wait for.
    const wait = () => {};
    process.on("SIGINT", wait);
    for (const source of [child.stdout, child.stderr]) {
      createInterface({ input: source }).on("line", (line) => {
        for (const output of options.outputs) output(options.mask(line));
      });
    }
    child.on("error", failed);
    child.on("close", (status) => {
      process.off("SIGINT", wait);
      done(status ?? 1);
    });
  });
}

function isPlaybook(name: string | undefined): name is PlaybookName {
  return PLAYBOOKS.some((playbook) => playbook === name);
}

async function main([task, ...extraArguments]: readonly string[]): Promise<void> {
  const projectFolder = join(__dirname, "..");
  const deployment = process.env.DEPLOYMENT ?? "demo";
  if (isPlaybook(task)) {
    await runPlaybook({ projectFolder, deployment, playbook: task, extraArguments });
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
