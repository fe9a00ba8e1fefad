import { type Disk, parentOf } from "../disk/disk";
import { mergeDocuments, type NetplanDocument } from "./merge";
import type { NetworkPlan } from "./plan";

/** Stands for the .network and .netdev files that netplan writes for networkd. */
const GENERATED = "run/systemd/network/10-netplan.json";
/** A file in a later folder hides one of the same name in an earlier (netplan(5)). */
const FOLDERS = ["lib/netplan", "etc/netplan", "run/netplan"];

export interface Generated {
  readonly plan: NetworkPlan;
  readonly warnings: readonly string[];
}

/** The documents below a root folder, in the order in which netplan merges them. */
export function collectDocuments(disk: Disk, root = "/"): (NetplanDocument & { readonly mode: number })[] {
  const base = root === "/" ? "" : root.replace(/\/$/, "");
  const byName = new Map<string, string>();
  for (const folder of FOLDERS) {
    for (const name of disk.children(`${base}/${folder}`))
      if (name.endsWith(".yaml")) byName.set(name, `${base}/${folder}/${name}`);
  }
  return [...byName.keys()].sort().flatMap((name) => {
    const file = byName.get(name)!;
    const entry = disk.get(file);
    return entry?.kind === "file" ? [{ file, text: entry.content.toString("utf8"), mode: entry.mode }] : [];
  });
}

/**
 * `netplan generate`: checks the documents below `root` and leaves what networkd shall read in its run folder.
 * @throws NetplanError and leaves what was generated before.
 */
export function generate(disk: Disk, root = "/"): Generated {
  const documents = collectDocuments(disk, root);
  const open = documents.filter((document) => document.mode & 0o066);
  const { plan, warnings } = mergeDocuments(documents);
  const path = `${root === "/" ? "" : root.replace(/\/$/, "")}/${GENERATED}`;
  disk.makeFolder(parentOf(path));
  disk.place(path, `${JSON.stringify(plan, null, 1)}\n`);
  const tooOpen = open.map(
    (document) =>
      `Permissions for ${document.file} are too open. Netplan configuration should NOT be accessible by others.`,
  );
  return { plan, warnings: [...tooOpen, ...warnings] };
}

/** What networkd would read if it reloaded now. */
export function generatedPlan(disk: Disk): NetworkPlan {
  const text = disk.text(`/${GENERATED}`);
  return text === undefined ? { devices: [] } : (JSON.parse(text) as NetworkPlan);
}
