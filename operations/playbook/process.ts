import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type PlaybookEvent, readEvent } from "./events";

/** The first descriptor that nobody else uses. */
const EVENTS_FD = 3;

export interface PlaybookProcess {
  /** The folder `ansible`, where it runs. */
  readonly ansibleFolder: string;
  /** Commands of the Python environment. */
  readonly binFolder: string;
  readonly arguments: readonly string[];
  /** Variables beside the operator's. @default none */
  readonly environment?: NodeJS.ProcessEnv;
  /** Takes each line of both outputs. */
  readonly onLine: (line: string) => void;
  readonly onEvent: (event: PlaybookEvent) => void;
}

/** @returns the exit status of ansible-playbook; one that a signal ended counts as 1 */
export function runPlaybookProcess(run: PlaybookProcess): Promise<number> {
  return new Promise((done, failed) => {
    const child = spawn(join(run.binFolder, "ansible-playbook"), run.arguments, {
      cwd: run.ansibleFolder,
      env: {
        ...playbookEnvironment(run.ansibleFolder, run.binFolder, { ...process.env, ...run.environment }),
        OPENNEBULA_EVENTS_FD: String(EVENTS_FD),
      },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    // Ctrl-C reaches the whole group: Ansible ends the task in hand and says where it stopped, which we wait for.
    const wait = () => {};
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    process.on("SIGINT", wait).on("SIGTERM", forward).on("SIGHUP", forward);
    const release = () => process.off("SIGINT", wait).off("SIGTERM", forward).off("SIGHUP", forward);
    for (const source of [child.stdout!, child.stderr!]) createInterface({ input: source }).on("line", run.onLine);
    createInterface({ input: child.stdio[EVENTS_FD] as Readable }).on("line", (line) => {
      const event = readEvent(line);
      if (event !== undefined) run.onEvent(event);
    });
    child.on("error", (error) => {
      release();
      failed(error);
    });
    child.on("close", (status) => {
      release();
      done(status ?? 1);
    });
  });
}

/**
 * The operator's environment without the cloud's secrets, which no playbook needs: they stand in the inventory's files. Proxy settings and
 * ANSIBLE_… variables of the operator stay.
 */
export function playbookEnvironment(
  ansibleFolder: string,
  binFolder: string,
  environment = process.env,
): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^(SCW_|AWS_|TF_VAR_|ONE_PASSWORD$)/.test(name));
  return {
    ...Object.fromEntries(kept),
    ANSIBLE_CONFIG: join(ansibleFolder, "ansible.cfg"),
    // The suite calls weasyprint by name.
    PATH: `${binFolder}:${environment.PATH ?? ""}`,
    PYTHONUNBUFFERED: "1",
  };
}
