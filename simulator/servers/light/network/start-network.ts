import type { Disk } from "../disk/disk";
import { generate, generatedPlan } from "../netplan/generate";
import { NetplanError } from "../netplan/netplan-error";
import { configureInterfaces } from "./configure";
import { bareInterfaces, type Hardware, type NetworkState } from "./interfaces";

/** What a boot makes of the documents on the disk. Documents that netplan refuses leave the server without a network. */
export function startNetwork(disk: Disk, hardware: Hardware): NetworkState {
  try {
    generate(disk);
  } catch (error) {
    if (!(error instanceof NetplanError)) throw error;
  }
  return configureInterfaces(generatedPlan(disk), bareInterfaces(hardware), hardware);
}
