// An OpenNebula for the role first_vm: stand-ins for its commands in a folder, and what they have to show.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const RUNNING = { STATE: "3", LCM_STATE: "3" };
export const BOOTING = { STATE: "3", LCM_STATE: "2" };
export const BOOT_FAILED = { STATE: "3", LCM_STATE: "36" };
const READY = { STATE: "1" };

export interface CloudParts {
  /** Names in the marketplace. @default two */
  readonly apps?: readonly string[];
  /** Flexible IPs, each with the number of the machine that has it, or undefined. @default one that is free */
  readonly flexibleIps?: Readonly<Record<string, string | undefined>>;
  /** States that an image goes through after it was asked for. @default it is locked once, then ready */
  readonly exported?: readonly object[];
  /** States that a machine goes through. @default it boots, then runs */
  readonly started?: readonly object[];
  /** Machines that are there: name and state. @default none */
  readonly machines?: readonly { readonly name: string; readonly state: object }[];
}

export class OpenNebulaStandIn {
  readonly folder = mkdtempSync(join(tmpdir(), "first-vm-"));
  /** Folder of the commands. */
  readonly bin = join(this.folder, "bin");

  constructor() {
    mkdirSync(this.bin);
    for (const command of ["oneimage", "onemarketapp", "onetemplate", "onevm", "onevnet"])
      symlinkSync(join(__dirname, "opennebula"), join(this.bin, command));
  }

  /** Starts anew, with these things in it. */
  have(parts: CloudParts = {}): void {
    const { apps = ["Alpine Linux 3.21", "Debian 12"], flexibleIps = { "127.0.0.1": undefined } } = parts;
    const machines = (parts.machines ?? []).map(({ name, state }, number) => ({
      ID: String(number),
      NAME: name,
      ...state,
      TEMPLATE: { DISK: { IMAGE: "Debian 12" }, NIC: { IP: "127.0.0.1" } },
    }));
    const ranges = Object.entries(flexibleIps).map(([IP, VM]) => ({
      IP,
      USED_LEASES: VM === undefined ? "0" : "1",
      LEASES: VM === undefined ? "" : { LEASE: { IP, VM } },
    }));
    const cloud = {
      IMAGE: [],
      MARKETPLACEAPP: apps.map((NAME, id) => ({ ID: String(id), NAME, TYPE: "1" })),
      VMTEMPLATE: [],
      VM: machines,
      VNET: [{ ID: "0", NAME: "pubridge", AR_POOL: { AR: ranges } }],
      EXPORTED: parts.exported ?? [{}, READY],
      STARTED: parts.started ?? [BOOTING, RUNNING],
    };
    writeFileSync(join(this.folder, "opennebula.json"), JSON.stringify(cloud));
    writeFileSync(join(this.folder, "commands"), "");
  }

  /** Commands that changed something, as they were called, without names of temporary files. */
  get changes(): readonly string[] {
    const commands = readFileSync(join(this.folder, "commands"), "utf8").trim().split("\n");
    return commands.filter((command) => command !== "" && !/ (?:list|show) /.test(`${command} `));
  }

  /** Text of the template of that number. */
  template(number: number): string {
    return JSON.parse(readFileSync(join(this.folder, "opennebula.json"), "utf8")).VMTEMPLATE[number].TEXT;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
