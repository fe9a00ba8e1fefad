import { HOST_TO_HOST_INTERFACE, PUBLIC_BRIDGE, VM_TO_VM_INTERFACE } from "../../constructs/net/netplan";
import { type Check, fail, ok } from "../checks/check";
import type { InventoryHost } from "../inventory";
import type { HostNetwork, NetworkInterface, Section } from "./facts";
import { lookThere } from "./services";

/** Addresses, routes and bridges against what the stacks have put on the server: one line, or one for each fault. */
export function checkNetwork(deployment: string, host: InventoryHost, section: Section<HostNetwork>): Check[] {
  const check = `network of ${host.name}`;
  const remedy = lookThere(deployment, host, "networkctl status --all");
  if ("problem" in section) return [fail(check, `cannot be read: ${section.problem}`, remedy)];
  const faults = faultsIn(host, section.found);
  if (faults.length > 0) return faults.map((fault) => fail(check, fault, remedy));
  return [ok(check, `${PUBLIC_BRIDGE}, ${HOST_TO_HOST_INTERFACE} and ${VM_TO_VM_INTERFACE} as deployed`)];
}

/** Names of a bridge's ports. */
export function portsOf(network: HostNetwork, bridge: string): string[] {
  return network.interfaces.filter((each) => each.bridge === bridge).map(({ name }) => name);
}

function faultsIn(host: InventoryHost, network: HostNetwork): string[] {
  const wanted: readonly (readonly [string, string | undefined])[] = [
    [PUBLIC_BRIDGE, host.publicAddress],
    [HOST_TO_HOST_INTERFACE, host.privateAddress],
    // Its address is booked as well, but the inventory does not name it.
    [VM_TO_VM_INTERFACE, undefined],
  ];
  const faults = wanted.flatMap(([name, address]) => {
    const found = network.interfaces.find((each) => each.name === name);
    return found === undefined ? [`there is no ${name}`] : interfaceFaults(found, address);
  });
  const bridge = network.interfaces.find(({ name }) => name === PUBLIC_BRIDGE);
  // Whatever the NIC is called, it is the one without a kind.
  const hasWayOut = network.interfaces.some((each) => each.bridge === PUBLIC_BRIDGE && each.kind === null);
  if (bridge !== undefined && !hasWayOut) faults.push(`${PUBLIC_BRIDGE} has no physical port`);
  const ways = network.routes.filter(({ to }) => to === "default");
  if (ways.length === 0) faults.push("there is no default route");
  for (const way of ways)
    if (way.interface !== PUBLIC_BRIDGE)
      faults.push(`the default route goes by ${way.interface}, not by ${PUBLIC_BRIDGE}`);
  return faults;
}

function interfaceFaults({ name, state, addresses }: NetworkInterface, address: string | undefined): string[] {
  const faults = state === "UP" || state === "UNKNOWN" ? [] : [`${name} is ${state}`];
  const own = addresses.map((each) => each.split("/")[0]!);
  const isThere = address === undefined ? own.some((each) => !each.includes(":")) : own.includes(address);
  if (!isThere)
    faults.push(`${name} has not ${address ?? "an address"}${own.length > 0 ? `, but ${own.join(", ")}` : ""}`);
  return faults;
}
