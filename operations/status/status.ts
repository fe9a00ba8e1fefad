import { Flexibleipv1alpha1 } from "@scaleway/sdk-flexibleip";
import { EXIT_CODES } from "../../config/exit-codes";
import { CHECKOUT, type Deployment } from "../deployment";
import { inventoryFlexibleIps, inventoryHosts } from "../inventory";
import { requireInventory } from "../playbook/inventory";
import { readPlaybookRun } from "../playbook/run-record";
import { bareAddress } from "../scaleway/bare";
import { connectToScaleway } from "../scaleway/connection";
import { findProjectId, reasonOf } from "../scaleway/project";
import type { AccountIp, HostAnswer, Section } from "./facts";
import { gatherFacts } from "./gather";
import { judge } from "./judge";
import { statusText } from "./text";

/**
 * Shows how a cloud is, by its servers and by the API, and changes nothing.
 * @returns the exit code: healthy or not
 * @throws OperationProblem when nothing is deployed
 */
export async function showStatus(deployment: Deployment, json: boolean, say: (line: string) => void): Promise<number> {
  const { config, inventoryFolder, logFolder } = deployment;
  requireInventory(CHECKOUT, config.name);
  const hosts = inventoryHosts(inventoryFolder);
  say(`Asking ${hosts.length} servers of ${config.name}, and Scaleway`);
  const names = hosts.map(({ name }) => name);
  const [answers, account] = await Promise.all([answersOf(deployment, names, say), accountIps(deployment)]);
  const run = readPlaybookRun(logFolder);
  const flexibleIps = inventoryFlexibleIps(inventoryFolder);
  const status = judge({ deployment: config.name, at: new Date(), hosts, flexibleIps, run, answers, account });
  process.stdout.write(`${json ? JSON.stringify(status, undefined, 2) : statusText(status)}\n`);
  return status.healthy ? EXIT_CODES.ok : EXIT_CODES.unhealthy;
}

/** Where Ansible itself cannot be run, that is each server's answer; the rest is looked at all the same. */
async function answersOf(
  deployment: Deployment,
  hosts: readonly string[],
  say: (line: string) => void,
): Promise<ReadonlyMap<string, HostAnswer>> {
  try {
    return await gatherFacts({ projectFolder: CHECKOUT, deployment: deployment.config.name, hosts, say });
  } catch (error) {
    const why = `Ansible could not be run: ${reasonOf(error)}`;
    return new Map(hosts.map((host) => [host, { kind: "silent", why }]));
  }
}

async function accountIps({ config }: Deployment): Promise<Section<readonly AccountIp[]>> {
  try {
    const client = connectToScaleway(config);
    const projectId = await findProjectId(client, config.project);
    if (projectId === undefined) return { problem: `there is no project ${config.project}` };
    const found = await new Flexibleipv1alpha1.API(client).listFlexibleIPs({ projectId }).all();
    return {
      found: found.map((ip) => ({
        id: ip.id,
        address: bareAddress(ip.ipAddress),
        status: ip.status,
        serverId: ip.serverId ?? undefined,
        macAddress: ip.macAddress?.macAddress,
      })),
    };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}
