import { createHash } from "node:crypto";
import ipaddr from "ipaddr.js";
import type { NetworkPlan, PlannedDevice } from "../netplan/plan";
import { type Hardware, type Interface, type InterfaceAddress, type NetworkState, untaggedCards } from "./interfaces";
import { routesOf } from "./routes";

/** IFNAMSIZ less the terminating zero: the kernel makes no interface with a longer name. */
const LONGEST_NAME = 15;

/**
 * What networkd makes of a plan, from the state before. As measured on real machines: virtual interfaces that the new plan
 * does not know stay, down and without addresses; a card that no definition matches loses its addresses; a VLAN whose parent
 * is not in the machine is not made; nothing of that is an error.
 */
export function configureInterfaces(plan: NetworkPlan, before: NetworkState, hardware: Hardware): NetworkState {
  const interfaces = new Map<string, Interface>();
  const nameOf = new Map<string, string>();
  const draft = (): NetworkState => ({ interfaces: [...interfaces.values()], routes: [] });

  for (const old of before.interfaces) {
    if (old.kind === "loopback") interfaces.set(old.name, old);
    if (old.kind !== "ethernet") continue;
    const device = plan.devices.find((candidate) => candidate.kind === "ethernet" && meansCard(candidate, old));
    const name = device?.setName && device.setName.length <= LONGEST_NAME ? device.setName : old.name;
    if (device) nameOf.set(device.id, name);
    const macAddress = macOf(device, old.permanentMac ?? old.macAddress);
    interfaces.set(name, {
      ...old,
      name,
      macAddress,
      mtu: device?.mtu ?? 1500,
      up: device ? true : old.up,
      managed: device !== undefined,
      master: undefined,
      addresses: [],
    });
  }

  let index = Math.max(0, ...before.interfaces.map((old) => old.index));
  const make = (device: PlannedDevice, made: Pick<Interface, "macAddress"> & Partial<Interface>): void => {
    const old = before.interfaces.find((candidate) => candidate.name === device.id && candidate.kind === device.kind);
    if (!old) index += 1;
    nameOf.set(device.id, device.id);
    interfaces.set(device.id, {
      index: old?.index ?? index,
      name: device.id,
      kind: device.kind,
      mtu: device.mtu ?? 1500,
      up: true,
      managed: true,
      addresses: [],
      ...made,
    });
  };
  const virtual = plan.devices.filter((device) => device.kind !== "ethernet" && device.id.length <= LONGEST_NAME);
  for (const device of virtual.filter((candidate) => candidate.kind !== "vlan")) {
    make(device, { macAddress: macOf(device, persistentMac(hardware.machineId, device.id)), stp: device.stp });
  }
  let waiting = virtual.filter((candidate) => candidate.kind === "vlan");
  for (let progress = true; progress; ) {
    const ready = waiting.filter((device) => interfaces.has(nameOf.get(device.link ?? "") ?? ""));
    for (const device of ready) {
      const parent = interfaces.get(nameOf.get(device.link ?? "") ?? "")!;
      make(device, { macAddress: macOf(device, parent.macAddress), link: parent.name, vlanId: device.vlanId });
    }
    waiting = waiting.filter((device) => !ready.includes(device));
    progress = ready.length > 0;
  }

  for (const bridge of virtual.filter((candidate) => candidate.kind === "bridge")) {
    for (const id of bridge.ports) {
      const port = interfaces.get(nameOf.get(id) ?? "");
      if (port) interfaces.set(port.name, { ...port, master: bridge.id });
    }
  }
  for (const old of before.interfaces) {
    const leftover = old.kind !== "loopback" && old.kind !== "ethernet" && !interfaces.has(old.name);
    if (leftover) interfaces.set(old.name, { ...old, up: false, managed: false, master: undefined, addresses: [] });
  }
  for (const device of plan.devices) {
    const found = interfaces.get(nameOf.get(device.id) ?? "");
    if (!found) continue;
    interfaces.set(found.name, { ...found, addresses: addressesOf(device, found, draft(), hardware) });
  }
  const state = { interfaces: [...interfaces.values()].sort((a, b) => a.index - b.index), routes: [] };
  return { ...state, routes: routesOf(plan, state, nameOf, hardware) };
}

/** The public network leases the server's one address to the server's one MAC, untagged; nothing else is answered. */
function addressesOf(
  device: PlannedDevice,
  found: Interface,
  state: NetworkState,
  hardware: Hardware,
): InterfaceAddress[] {
  const fixed = device.addresses.map((cidr): InterfaceAddress => {
    const [address, length] = cidr.split("/") as [string, string];
    return {
      address: address.includes(":") ? ipaddr.parse(address).toString() : address,
      prefixLength: Number(length),
      lease: false,
    };
  });
  const leads = untaggedCards(state, found.name).some((card) => card.permanentMac === hardware.publicMac);
  const leased = device.dhcp4 && leads && found.macAddress === hardware.publicMac;
  const known = fixed.some((entry) => entry.address === hardware.address);
  return leased && !known
    ? [...fixed, { address: hardware.address, prefixLength: hardware.prefixLength, lease: true }]
    : fixed;
}

/** Without `match` the id is the card's name. Drivers are not simulated: a match by driver alone matches nothing. */
function meansCard(device: PlannedDevice, card: Interface): boolean {
  const { match } = device;
  if (!match) return device.id === card.name;
  if (match.macAddress === undefined && match.name === undefined) return match.driver === undefined;
  if (match.macAddress !== undefined && match.macAddress !== card.permanentMac) return false;
  return match.name === undefined || globMatches(match.name, card.name);
}

function globMatches(glob: string, name: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${pattern}$`).test(name);
}

function macOf(device: PlannedDevice | undefined, own: string): string {
  return device?.macAddress?.includes(":") ? device.macAddress : own;
}

/** systemd's MACAddressPolicy=persistent: from machine id and name, locally administered, so never the card's. */
function persistentMac(machineId: string, name: string): string {
  const bytes = createHash("sha256").update(`${machineId} ${name}`).digest().subarray(0, 6);
  bytes[0] = (bytes[0]! & 0xfc) | 0x02;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}
