import type { DeploymentConfig } from "../../config/deployment-config";
import { bareAddress, bareId } from "../scaleway/bare";
import type { ManagedObject } from "../terraform-state";
import { type Check, fail, ok, warn } from "./check";

export interface AccountFlexibleIp {
  /** Bare UUID. */
  readonly id: string;
  readonly ipAddress: string;
  readonly status: string;
}

/**
 * Compares the Flexible IPs of the account with those that Terraform recorded. One that has vanished makes the provider fail at its
 * refresh, for the API answers 403 and not 404 for it, so the state must be told.
 * @param objects what stack `instances` manages
 */
export function checkFlexibleIps(
  config: DeploymentConfig,
  objects: readonly ManagedObject[],
  inAccount: readonly AccountFlexibleIp[],
): Check[] {
  const recorded = objects.filter((object) => object.type === "scaleway_flexible_ip");
  const recordedIds = recorded.map((object) => bareId(String(object.attributes.id)));
  const vanished = recorded
    .filter((object) => !inAccount.some((ip) => ip.id === bareId(String(object.attributes.id))))
    .map((object) => {
      const id = String(object.attributes.id);
      const gone = [object, ...objects.filter((other) => other.attributes.flexible_ip_id === id)];
      const addresses = gone.map((each) => `'${each.address}'`).join(" ");
      return fail(
        `Flexible IP ${bareAddress(String(object.attributes.ip_address))}`,
        `${id} is in Terraform's state and no longer in the account`,
        `terraform -chdir=cdktf.out/${config.name}/stacks/instances state rm ${addresses}; then make infra, which orders another`,
      );
    });
  const strangers = inAccount
    .filter((ip) => !recordedIds.includes(ip.id))
    .map((ip) =>
      warn(
        `Flexible IP ${bareAddress(ip.ipAddress)}`,
        `${ip.id} is in the project, and Terraform does not know it`,
        `If nobody needs it: scw fip ip delete ${ip.id} zone=${config.zone}; it is billed.`,
      ),
    );
  const broken = inAccount
    .filter((ip) => recordedIds.includes(ip.id) && (ip.status === "error" || ip.status === "locked"))
    .map((ip) =>
      fail(
        `Flexible IP ${bareAddress(ip.ipAddress)}`,
        `status ${ip.status}`,
        `Ask Scaleway's support, naming ${ip.id}.`,
      ),
    );
  const problems = [...vanished, ...strangers, ...broken];
  return problems.length > 0 ? problems : [ok("Flexible IPs", `${inAccount.length}, all known`)];
}
