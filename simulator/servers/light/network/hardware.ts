import type { InstallOrder } from "../../server-backend";
import type { Disk } from "../disk/disk";
import type { Hardware } from "./interfaces";

/** The machine beneath an install: its cards by name, the first on the public network, and what that network answers. */
export function hardwareOf(order: InstallOrder, cards: readonly string[], disk: Disk): Hardware {
  const { address, prefixLength, gateway, macAddress } = order.publicNetwork;
  const nics = cards.map((name, place) => ({ name, macAddress: neighbour(macAddress, place) }));
  const machineId = (disk.text("/etc/machine-id") ?? "").trim();
  return { nics, publicMac: macAddress, address, prefixLength, gateway, machineId };
}

/** The cards of one machine have MACs in a row. */
function neighbour(macAddress: string, place: number): string {
  const last = (Number.parseInt(macAddress.slice(-2), 16) + place) % 256;
  return `${macAddress.slice(0, -2)}${last.toString(16).padStart(2, "0")}`;
}
