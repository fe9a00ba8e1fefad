// A small OpenNebula of stand-in commands, on PATH under their own names, and what was called of them.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";

const COMMANDS = ["onehost", "onevm", "onetemplate", "onedatastore", "onemarketapp", "ping", "ssh", "reboot"];
export const STAND_INS = join(__dirname, "stand-in");

export type Fault = "migrate" | "terminate" | "no-image";

export interface StandInCloud {
  readonly folder: string;
  /** For the process that runs Ansible. */
  readonly environment: Readonly<Record<string, string>>;
  /** Arguments of ansible-playbook that lead it here. */
  readonly arguments: readonly string[];
  /** Calls in their order. */
  calls(): readonly string[];
  /** Names of machines that have not been removed. */
  machinesLeft(): readonly string[];
  remove(): void;
}

interface Machine {
  readonly NAME: string;
  readonly STATE: string;
}

/** @param left names of machines that an earlier run has left */
export function makeStandInCloud(faults: readonly Fault[] = [], left: readonly string[] = []): StandInCloud {
  const folder = mkdtempSync(join(tmpdir(), "on-cloud-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const command of COMMANDS) symlinkSync(join(STAND_INS, "opennebula"), join(bin, command));
  // The worker stands first: the role has to find the front-end by itself.
  const hosts = [
    { ID: "0", NAME: "10.16.0.2", STATE: "2" },
    { ID: "1", NAME: "10.16.0.3", STATE: "2" },
    { ID: "2", NAME: "10.16.0.9", STATE: "3" },
  ];
  const machines = left.map((NAME, number) => ({
    ID: String(number),
    NAME,
    STATE: "3",
    LCM_STATE: "36",
    networks: ["vxlan"],
    hosts: ["0"],
    silent: true,
  }));
  writeFileSync(join(folder, "cloud.json"), JSON.stringify({ hosts, machines, faults }));
  writeFileSync(join(folder, "calls"), "");
  const variables = {
    ansible_connection: "local",
    ansible_become: false,
    flexible_ip_validation_oneadmin: userInfo().username,
    flexible_ip_validation_reboot_tasks: join(STAND_INS, "reboot_host.yml"),
    flexible_ip_validation_retries: 2,
    flexible_ip_validation_delay: 0,
  };
  return {
    folder,
    environment: {
      PATH: [bin, process.env.PATH].join(delimiter),
      STAND_IN_FOLDER: folder,
      // Fewer processes for each task: the local connection is told by variable only.
      ANSIBLE_PIPELINING: "1",
    },
    arguments: ["-e", JSON.stringify(variables)],
    calls: () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n"),
    machinesLeft: () =>
      (JSON.parse(readFileSync(join(folder, "cloud.json"), "utf8")).machines as readonly Machine[])
        .filter(({ STATE }) => STATE !== "6")
        .map(({ NAME }) => NAME),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
