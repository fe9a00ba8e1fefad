import { Flexibleipv1alpha1 } from "@scaleway/sdk-flexibleip";
import { loadDeploymentConfig } from "../../config/load";
import { type Check, fail, notRun, ok } from "../checks/check";
import { bareAddress, bareId } from "../scaleway/bare";
import { connectToScaleway } from "../scaleway/connection";
import { reasonOf } from "../scaleway/project";
import type { Inventory } from "./inventory-as-written";

/** One Flexible IP as the API has it. */
export interface AccountAddress {
  /** Bare UUID. */
  readonly id: string;
  readonly ipAddress: string;
  readonly status: string;
  readonly macAddress?: { readonly macAddress: string };
}

interface AddressRange {
  readonly IP: string;
  readonly MAC: string;
  /** `zone/uuid` */
  readonly SCW_FLEXIBLE_IP: string;
}

const CHECK = "Flexible IPs";
const STATUSES = ["ready", "attached"];

/** Asks the API, where the environment has a key for it. */
export async function checkRangesByApi(
  inventory: Inventory,
  projectFolder: string,
  deployment: string,
): Promise<readonly Check[]> {
  const missing = ["SCW_ACCESS_KEY", "SCW_SECRET_KEY"].filter((name) => !process.env[name]);
  if (missing.length > 0) {
    return [notRun(CHECK, `no ${missing.join(", ")} in the environment`, "source .secret, then run this again.")];
  }
  try {
    const config = loadDeploymentConfig(deployment, projectFolder);
    const projectId = String(inventory.all.flexible_ip_driver_project_id);
    const api = new Flexibleipv1alpha1.API(connectToScaleway(config, projectId));
    return compareRanges(inventory, await api.listFlexibleIPs({ projectId }).all());
  } catch (error) {
    return [
      fail(
        CHECK,
        `the API cannot be asked: ${reasonOf(error)}`,
        "make diagnose looks at the key and at the way to Scaleway.",
      ),
    ];
  }
}

/** A row for each Flexible IP of the inventory that the account has otherwise. */
export function compareRanges(inventory: Inventory, inAccount: readonly AccountAddress[]): readonly Check[] {
  const ranges = Object.values(
    inventory.all.flexible_ip_address_ranges as Record<string, readonly AddressRange[]>,
  ).flat();
  const problems = ranges.flatMap((range) => {
    const id = bareId(range.SCW_FLEXIBLE_IP);
    const found = inAccount.find((ip) => ip.id === id);
    const problem = found === undefined ? "is not in the project" : difference(range, found);
    return problem === undefined ? [] : [fail(`Flexible IP ${range.IP}`, `${id} ${problem}`, remedy(found))];
  });
  return problems.length > 0 ? problems : [ok(CHECK, `${ranges.length}, with address and MAC as in the account`)];
}

function difference(range: AddressRange, found: AccountAddress): string | undefined {
  const address = bareAddress(found.ipAddress);
  if (address !== range.IP) return `has the address ${address} in the account`;
  const mac = found.macAddress?.macAddress;
  if (mac === undefined) return "has no virtual MAC address in the account";
  if (mac.toLowerCase() !== range.MAC)
    return `has the MAC address ${mac} in the account, and ${range.MAC} in the inventory`;
  return STATUSES.includes(found.status) ? undefined : `has the status ${found.status}`;
}

function remedy(found: AccountAddress | undefined): string {
  return found !== undefined && !STATUSES.includes(found.status)
    ? "Wait until it is ready or attached, and run this again."
    : "make infra writes the inventory from the account as it stands; make diagnose names what Terraform has lost.";
}
