import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** A mapping of YAML whose shape is what is to be checked. */
export type Variables = Readonly<Record<string, unknown>>;

export interface InventoryHost {
  readonly name: string;
  readonly variables: Variables;
}

/** A deployment's inventory as Ansible would have it, secrets read from their files. */
export interface Inventory {
  readonly folder: string;
  readonly hosts: readonly InventoryHost[];
  /** Names of hosts by group; a group that is absent is undefined. */
  readonly groups: Readonly<Record<string, readonly string[] | undefined>>;
  /** group_vars/all.yml */
  readonly all: Variables;
  /** group_vars/node.yml */
  readonly node: Variables;
  /** Lines of known_hosts. */
  readonly knownHosts: readonly string[];
}

const SECRET = /^\{\{ lookup\('ansible\.builtin\.file', inventory_dir ~ '\/(secrets\/\w+)'\) \}\}$/;

/** Reads YAML as Ansible does (1.1: a YES without quotes is true), and the only two templates that our inventories hold. */
export function readInventory(folder: string): Inventory {
  const read = (file: string) => parse(textOf(join(folder, file)), { version: "1.1" }) ?? {};
  const { all = {} } = read("hosts.yml") as {
    all?: { hosts?: Record<string, Variables>; children?: Record<string, { hosts?: Variables }> };
  };
  const groups = Object.entries(all.children ?? {}).map(
    ([group, members]) => [group, members === null ? undefined : Object.keys(members.hosts ?? {})] as const,
  );
  return {
    folder,
    hosts: Object.entries(all.hosts ?? {}).map(([name, variables]) => ({
      name,
      variables: resolved(variables ?? {}, folder),
    })),
    groups: Object.fromEntries(groups),
    all: resolved(read("group_vars/all.yml"), folder),
    node: resolved(read("group_vars/node.yml"), folder),
    knownHosts: textOf(join(folder, "known_hosts")).split("\n"),
  };
}

function resolved(variables: Variables, folder: string): Variables {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === "string" ? readText(value, folder) : value,
    ]),
  );
}

/** Undefined for any other template: what Ansible would make of it is not known here. */
function readText(text: string, folder: string): string | undefined {
  const secret = SECRET.exec(text)?.[1];
  if (secret !== undefined) return textOf(join(folder, secret));
  const known = text.replaceAll("{{ inventory_dir }}", folder);
  return /\{[{%]/.test(known) ? undefined : known;
}

/** Empty for a file that is absent: whatever should stand there is then refused by name. */
function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
