import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lastLines, runCommand } from "../../toolchain/command";
import { playbookEnvironment } from "../playbook/process";
import { providePythonEnvironment } from "../python-environment";
import { secretMask } from "../secret-mask";
import type { HostAnswer } from "./facts";

export interface Gathering {
  /** Folder that holds `ansible/`. */
  readonly projectFolder: string;
  /** Name of the deployment file without its ending. */
  readonly deployment: string;
  /** Names of the servers. */
  readonly hosts: readonly string[];
  /** Told before something that takes seconds. */
  readonly say: (line: string) => void;
  /** Handed to ansible-playbook. @default none */
  readonly extraArguments?: readonly string[];
}

/**
 * Asks all servers at once what runs on them, by one run of the playbook `status`. Nothing is logged beside a playbook that may be
 * running, and whatever lies in the inventory's `secrets/` is hidden.
 */
export async function gatherFacts(gathering: Gathering): Promise<ReadonlyMap<string, HostAnswer>> {
  const { projectFolder, deployment, hosts, say, extraArguments = [] } = gathering;
  const ansibleFolder = join(projectFolder, "ansible");
  const binFolder = providePythonEnvironment(ansibleFolder, "deployment", say);
  const mask = secretMask(join(ansibleFolder, "inventory", deployment));
  const answers = mkdtempSync(join(tmpdir(), "cloud-status-"));
  try {
    const args = ["-i", `inventory/${deployment}/hosts.yml`, "playbooks/status.yml", ...extraArguments];
    const output = await run(join(binFolder, "ansible-playbook"), args, ansibleFolder, {
      ...playbookEnvironment(ansibleFolder, binFolder),
      // Keeps each host's last result in a file by its name.
      ANSIBLE_CALLBACKS_ENABLED: "ansible.builtin.tree",
      ANSIBLE_CALLBACK_TREE_DIR: answers,
    });
    const answerOf = (host: string): HostAnswer => {
      const file = join(answers, host);
      return existsSync(file)
        ? readAnswer(mask(readFileSync(file, "utf8")))
        : { kind: "silent", why: `Ansible ended without an answer of it: ${mask(lastLines(output))}` };
    };
    return new Map(hosts.map((host) => [host, answerOf(host)]));
  } finally {
    rmSync(answers, { recursive: true });
  }
}

/** Reads a task's result as Ansible writes it. */
export function readAnswer(text: string): HostAnswer {
  const result = parsed(text);
  if (result?.unreachable) return { kind: "unreachable", why: oneLine(result.msg) };
  const facts = parsed(result?.stdout ?? "");
  if (facts?.version === 1) return { kind: "answered", facts };
  return { kind: "silent", why: oneLine(result?.stderr || result?.msg || "it told nothing") };
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function oneLine(text: unknown): string {
  return String(text).trim().replaceAll(/\s+/g, " ");
}

/** @returns what it printed; servers that did not answer make it end badly, which their answers tell */
async function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const former = process.umask(0o077);
  const running = runCommand(command, args, { cwd, env });
  process.umask(former);
  const { stdout, stderr } = await running;
  return `${stdout}\n${stderr}`;
}
