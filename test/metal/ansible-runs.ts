import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type PlaybookName, runPlaybook } from "../../operations/ansible";
import { providePythonEnvironment } from "../../operations/python-environment";
import type { MetalCloud } from "./metal-cloud";

const ANSIBLE = join(__dirname, "../../ansible");

export interface PlaybookOutcome {
  readonly output: string;
  /** By host, as the recap counts them. */
  readonly changed: Readonly<Record<string, number>>;
}

/** Playbooks of our own on the servers' guests, by the code behind their make targets. @throws OperationProblem with all that was said */
export async function playOn(
  metal: MetalCloud,
  playbook: PlaybookName,
  ...extraArguments: string[]
): Promise<PlaybookOutcome> {
  bringAnsible(metal);
  const { checkout, cloud } = metal;
  const log = () => readFileSync(checkout.file("logs", checkout.deployment, "latest.log"), "utf8");
  try {
    await runPlaybook({
      projectFolder: checkout.path,
      deployment: checkout.deployment,
      playbook,
      extraArguments,
      environment: cloud.environment,
      say: () => {},
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${log()}`);
  }
  const output = log();
  const recap = [...output.matchAll(/^(\S+) +: ok=\d+ +changed=(\d+)/gm)];
  return { output, changed: Object.fromEntries(recap.map(([, host, count]) => [host, Number(count)])) };
}

/** Puts the playbooks beside the inventory that Terraform has written. */
function bringAnsible({ checkout }: MetalCloud): void {
  if (existsSync(checkout.file("ansible/playbooks"))) return;
  const environment = ".venv-deployment";
  providePythonEnvironment(ANSIBLE, "deployment", () => {});
  for (const part of ["ansible.cfg", "callback_plugins", "playbooks", "requirements", "roles"])
    cpSync(join(ANSIBLE, part), checkout.file("ansible", part), { recursive: true });
  symlinkSync(join(ANSIBLE, environment), checkout.file("ansible", environment));
}
