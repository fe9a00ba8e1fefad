// What one-deploy's roles and the Flexible-IP driver read, and what an inventory of ours therefore holds. The stand-in collection of the
// tests asserts the same inside Ansible; this one needs no Ansible and names all mistakes at once.

import { type Check, fail, ok } from "../checks/check";
import { type Claim, holds } from "./claim";
import { NETWORK_CLAIMS, PUBLIC_NETWORK_CLAIMS, PUBLIC_NETWORKS, RANGE_CLAIMS } from "./claims-of-networks";
import { OPENNEBULA_CLAIMS } from "./claims-of-opennebula";
import { HOST_CLAIMS, SERVER_CLAIMS } from "./claims-of-servers";
import type { Inventory } from "./inventory-as-written";

/** A finding for each claim that does not hold; one for all of them otherwise. */
export function checkInventoryContract(inventory: Inventory): readonly Check[] {
  const judged = judge(inventory);
  const broken = judged.filter(({ isTrue }) => !isTrue);
  if (broken.length === 0) return [ok("inventory", `${judged.length} claims hold`)];
  return broken.map(({ name, claim }) =>
    fail(
      `inventory: ${name}`,
      claim.because,
      "Terraform writes it: correct the deployment file and make infra; do not edit by hand.",
    ),
  );
}

interface Judged {
  readonly name: string;
  readonly claim: Claim;
  readonly isTrue: boolean;
}

function judge(inventory: Inventory): readonly Judged[] {
  const { vn, flexible_ip_address_ranges: ranges } = inventory.all as any;
  const whole = [...SERVER_CLAIMS, ...OPENNEBULA_CLAIMS, ...NETWORK_CLAIMS].map((claim) => ({
    name: claim.name,
    claim,
    isTrue: holds(() => claim.holds(inventory)),
  }));
  const hosts = inventory.hosts.flatMap((host) =>
    HOST_CLAIMS.map((claim) => ({
      name: `${claim.name} of ${host.name}`,
      claim,
      isTrue: holds(() => claim.holds(host, inventory)),
    })),
  );
  const networks = PUBLIC_NETWORKS.flatMap((network) =>
    PUBLIC_NETWORK_CLAIMS.map((claim) => ({
      name: `vn.${network}.${claim.name}`,
      claim,
      isTrue: holds(() => claim.holds(vn[network])),
    })),
  );
  const addressRanges = Object.entries<any>(ranges ?? {}).flatMap(([network, list]) =>
    (Array.isArray(list) ? list : []).flatMap((range) =>
      RANGE_CLAIMS.map((claim) => ({
        name: `flexible_ip_address_ranges.${network}.${claim.name}`,
        claim,
        isTrue: holds(() => claim.holds(range)),
      })),
    ),
  );
  return [...whole, ...hosts, ...networks, ...addressRanges];
}
