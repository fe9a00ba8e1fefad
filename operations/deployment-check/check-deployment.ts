import { join } from "node:path";
import { EXIT_CODES } from "../../config/exit-codes";
import { lastLines } from "../../toolchain/command";
import { installedVersion } from "../ansible-requirements";
import type { Check } from "../checks/check";
import { checksCount, checksText } from "../checks/text";
import { OperationProblem } from "../operation-problem";
import type { PlaybookEvent } from "../playbook/events";
import { requireInventory } from "../playbook/inventory";
import { openPlaybookLog, playbookLogName } from "../playbook/log";
import { runPlaybookProcess } from "../playbook/process";
import { providePythonEnvironment } from "../python-environment";
import { secretMask } from "../secret-mask";
import { checkRangesByApi } from "./flexible-ip-ranges";
import { type Inventory, readInventory } from "./inventory-as-written";
import { checkInventoryContract } from "./inventory-contract";
import { judgePlaybook } from "./judge-playbook";
import { packageSourcesOf } from "./package-sources";
import { LEAST_FREE_GIB } from "./server-look";

export interface DeploymentCheck {
  /** Folder that holds `ansible/`, `deployments/` and `logs/`. */
  readonly projectFolder: string;
  readonly deployment: string;
  /** Handed to ansible-playbook as they are. @default none */
  readonly extraArguments?: readonly string[];
  readonly say: (line: string) => void;
  /** True: the result as JSON. */
  readonly json: boolean;
  /** Takes the result. @default standard output */
  readonly write?: (text: string) => void;
}

/** The JSON of `make deployment CHECK=1 JSON=1`. */
export interface DeploymentCheckResult {
  readonly version: 1;
  readonly deployment: string;
  readonly checks: readonly Check[];
}

/** Interfaces that netplan makes on every server: the bridge of the Flexible IPs, and what carries the private networks. */
const LINKS = ["br0", "hosttohost", "vmtovm"];

/**
 * Looks at everything that a deployment needs, and changes nothing.
 * @returns the exit code: 0, or 1 when a check failed
 * @throws OperationProblem when there is no inventory or Ansible does not start
 */
export async function checkDeployment(run: DeploymentCheck): Promise<number> {
  const { projectFolder, deployment, say, json, write = (text) => process.stdout.write(text) } = run;
  const folder = requireInventory(projectFolder, deployment);
  const mask = secretMask(folder);
  const inventory = readInventory(folder);
  const ansibleFolder = join(projectFolder, "ansible");
  const binFolder = providePythonEnvironment(ansibleFolder, "deployment", say);
  say(`Looking at ${deployment}: inventory, servers, package sources, Flexible IPs. Nothing is changed.`);
  const [ranges, servers] = await Promise.all([
    checkRangesByApi(inventory, projectFolder, deployment),
    checkServers(run, inventory, binFolder, mask),
  ]);
  const checks = [...checkInventoryContract(inventory), ...servers, ...ranges];
  const result: DeploymentCheckResult = { version: 1, deployment, checks };
  const text = `${checksText(checks)}\n\n${checksCount(checks)}. Nothing was changed.`;
  write(mask(`${json ? JSON.stringify(result, undefined, 2) : text}\n`));
  return checks.some(({ status }) => status === "fail") ? EXIT_CODES.failed : EXIT_CODES.ok;
}

async function checkServers(
  { projectFolder, deployment, extraArguments = [] }: DeploymentCheck,
  inventory: Inventory,
  binFolder: string,
  mask: (line: string) => string,
): Promise<readonly Check[]> {
  const ansibleFolder = join(projectFolder, "ansible");
  const logName = playbookLogName(deployment, "check");
  const log = openPlaybookLog(projectFolder, logName);
  const events: PlaybookEvent[] = [];
  const lines: string[] = [];
  const hasCollection = installedVersion(ansibleFolder, "opennebula.deploy") !== undefined;
  await runPlaybookProcess({
    ansibleFolder,
    binFolder,
    arguments: [
      "-i",
      `inventory/${deployment}/hosts.yml`,
      "playbooks/check.yml",
      "-e",
      JSON.stringify({ check_asked: whatToAsk(inventory) }),
      ...(hasCollection ? [] : ["--skip-tags", "prechecks"]),
      ...extraArguments,
    ],
    onEvent: (event) => events.push(event),
    onLine: (line) => {
      log.write(mask(line));
      lines.push(mask(line));
    },
  });
  await log.close();
  if (!events.some(({ event }) => event === "play")) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      "Ansible ended before it looked at any server. Its last words:",
      lastLines(lines.join("\n")),
      `Everything it said: ${logName}. Nothing was changed.`,
    );
  }
  const hosts = new Map(
    inventory.hosts.map(({ name, variables }) => [name, String(variables.ansible_ssh_host)] as const),
  );
  return judgePlaybook({ hosts, events, hasCollection });
}

/** The argument of ansible/playbooks/files/look_at_server.py. */
function whatToAsk(inventory: Inventory) {
  return {
    addresses: Object.fromEntries(inventory.hosts.map(({ name, variables }) => [name, variables.ansible_host])),
    repositories: packageSourcesOf(inventory),
    paths: Object.keys(LEAST_FREE_GIB),
    links: LINKS,
  };
}
