import { type Check, fail, ok, warn } from "../checks/check";
import type { InventoryFlexibleIp, InventoryHost } from "../inventory";
import { bareId } from "../scaleway/bare";
import type { AccountIp } from "./facts";
import type { MachineStatus } from "./opennebula";

export interface FlexibleIpStatus {
  readonly address: string;
  /** Bare UUID. */
  readonly id: string;
  /** Virtual network of its address range; undefined when the inventory does not know it. */
  readonly network: string | undefined;
  /** As the API has it; undefined when the account has it no more. */
  readonly status: string | undefined;
  /** Server it is attached to: of the inventory, or a bare id; undefined while on none. */
  readonly attachedTo: string | undefined;
  /** Machines that hold it, whatever their state. */
  readonly machines: readonly {
    readonly id: number;
    readonly name: string;
    readonly state: string;
    readonly host: string | undefined;
  }[];
}

/** Flexible IPs of the account and of the inventory, with where they are and who uses them. */
export function flexibleIps(
  hosts: readonly InventoryHost[],
  ranges: readonly InventoryFlexibleIp[],
  account: readonly AccountIp[],
  machines: readonly MachineStatus[],
): FlexibleIpStatus[] {
  const strangers = account.filter((ip) => !ranges.some((range) => bareId(range.id) === ip.id));
  const all = [
    ...ranges.map((range) => ({ id: bareId(range.id), address: range.address, network: range.network })),
    ...strangers.map(({ id, address }) => ({ id, address, network: undefined })),
  ];
  return all.map(({ id, address, network }) => {
    const ip = account.find((each) => each.id === id);
    const server = hosts.find((host) => bareId(host.serverId) === ip?.serverId);
    const holders = machines.filter(({ interfaces }) => interfaces.some((each) => each.address === address));
    return {
      address,
      id,
      network,
      status: ip?.status,
      attachedTo: server?.name ?? ip?.serverId,
      machines: holders.map(({ id: number, name, state, host }) => ({ id: number, name, state, host })),
    };
  });
}

/** Whether each Flexible IP is where its running machine is, with the MAC that the switch lets through; one line when all are. */
export function checkFlexibleIpPlaces(
  deployment: string,
  statuses: readonly FlexibleIpStatus[],
  account: readonly AccountIp[],
  machines: readonly MachineStatus[],
): Check[] {
  const problems = statuses.flatMap((status) => {
    const ip = account.find(({ id }) => id === status.id);
    return checkPlace(deployment, status, ip, machines);
  });
  const used = statuses.filter((status) => status.machines.length > 0).length;
  return problems.length > 0 ? problems : [ok("Flexible IPs", `${statuses.length}, ${used} of them with machines`)];
}

function checkPlace(
  deployment: string,
  { address, id, attachedTo, machines: holders }: FlexibleIpStatus,
  ip: AccountIp | undefined,
  machines: readonly MachineStatus[],
): Check[] {
  const check = `Flexible IP ${address}`;
  const diagnose = `make diagnose DEPLOYMENT=${deployment}`;
  if (ip === undefined) return [fail(check, `${id} is in the inventory and not in the account`, diagnose)];
  if (ip.status === "error" || ip.status === "locked")
    return [fail(check, `status ${ip.status}`, `Ask Scaleway's support, naming ${id}.`)];
  const isMoving = ip.status === "updating" || ip.status === "detaching";
  return holders
    .filter(({ state }) => state === "RUNNING")
    .flatMap((holder) => {
      const name = `machine ${holder.id} ${holder.name}`;
      if (holder.host !== attachedTo) {
        const what = `${name} runs on ${holder.host}, and the address is on ${attachedTo ?? "no server"}`;
        return isMoving
          ? [warn(check, `${what} (${ip.status})`, "Wait, then run make status again.")]
          : [
              fail(
                check,
                what,
                `make specifics DEPLOYMENT=${deployment}; then onevm poweroff ${holder.id} and onevm resume ${holder.id}: its start attaches it.`,
              ),
            ];
      }
      const wrong = machines
        .find((machine) => machine.id === holder.id)
        ?.interfaces.find((each) => each.address === address && isOther(each.mac, ip.macAddress));
      if (wrong === undefined) return [];
      const what = `${name} sends from ${wrong.mac}, and Scaleway lets ${ip.macAddress ?? "no MAC"} through`;
      return [
        fail(check, what, `make specifics DEPLOYMENT=${deployment}; then detach its interface and attach it anew.`),
      ];
    });
}

/** Whether OpenNebula tells a MAC, and it is another one. */
function isOther(mac: string | null, wanted: string | undefined): boolean {
  return mac !== null && mac.toLowerCase() !== wanted?.toLowerCase();
}
