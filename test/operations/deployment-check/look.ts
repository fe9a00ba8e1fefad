import type { ServerLook } from "../../../operations/deployment-check/server-look";
import type { PlaybookEvent } from "../../../operations/playbook/events";

/** A server at which nothing is wrong. */
export const LOOK: ServerLook = {
  time: 1000.5,
  system: "ubuntu 24.04",
  disks: [
    { path: "/", freeBytes: 50 * 1024 ** 3 },
    { path: "/var/lib/one", freeBytes: 50 * 1024 ** 3 },
  ],
  links: { br0: true, hosttohost: true, vmtovm: true },
  private: { host01: { address: "10.16.0.2", problem: null } },
  sources: [
    { name: "http://mirror.test/debian bookworm", url: "http://mirror.test/debian", problem: null },
    { name: "OpenNebula 7.0", url: "https://downloads.opennebula.io/repo/7.0/Ubuntu/24.04", problem: null },
  ],
};

/** What the playbook tells of a server that it looked at, between the seconds 1000 and 1001. */
export function lookedAt(host: string, look: ServerLook): PlaybookEvent {
  return { event: "output", host, task: "Look", output: JSON.stringify(look), began: 1000, ended: 1001 };
}
