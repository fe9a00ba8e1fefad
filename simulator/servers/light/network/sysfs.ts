import type { Disk } from "../disk/disk";
import type { NetworkState } from "./interfaces";

/** /sys/class/net as scripts read it; the kernel keeps it equal to the interfaces. */
export function writeSysfs(disk: Disk, state: NetworkState): void {
  const base = "/sys/class/net";
  for (const name of disk.children(base)) disk.delete(`${base}/${name}`);
  for (const one of state.interfaces) {
    const folder = `${base}/${one.name}`;
    const operstate = one.kind === "loopback" ? "unknown" : one.up ? "up" : "down";
    const files = {
      address: one.macAddress,
      ifindex: one.index,
      mtu: one.mtu,
      operstate,
      carrier: one.up ? 1 : 0,
      type: one.kind === "loopback" ? 772 : 1,
    };
    for (const [name, value] of Object.entries(files)) disk.place(`${folder}/${name}`, `${value}\n`, 0o444);
    if (one.kind === "bridge") disk.makeFolder(`${folder}/bridge`);
    if (one.kind === "ethernet") disk.makeFolder(`${folder}/device`);
    const link = { kind: "symlink" as const, mode: 0o777, uid: 0, gid: 0, mtime: Date.now() };
    if (one.master) {
      disk.set(`${folder}/master`, { ...link, target: `../${one.master}` });
      disk.makeFolder(`${folder}/brport`);
    }
    for (const port of state.interfaces.filter((other) => one.kind === "bridge" && other.master === one.name)) {
      disk.makeFolder(`${folder}/brif/${port.name}`);
    }
    if (one.link) disk.set(`${folder}/lower_${one.link}`, { ...link, target: `../${one.link}` });
  }
}
