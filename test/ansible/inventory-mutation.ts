// Inventories that differ from the fixture in one place.

import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { FIXTURE } from "./project";

/** Ansible reads YAML 1.1: there a YES without quotes is true. */
const YAML_AS_ANSIBLE_READS_IT = { version: "1.1", lineWidth: 0 } as const;

export type YamlPath = readonly (string | number)[];

/** The files that hold variables. */
export const VARIABLE_FILES = ["hosts.yml", "group_vars/all.yml", "group_vars/node.yml"] as const;
export type VariableFile = (typeof VARIABLE_FILES)[number];

/** Paths of all values that hold no further values, and of empty maps. */
export function leafPaths(file: VariableFile): readonly YamlPath[] {
  return leaves(parse(readFileSync(join(FIXTURE, file), "utf8")), []);
}

function leaves(value: unknown, path: YamlPath): YamlPath[] {
  if (value === null || typeof value !== "object" || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** A copy of the fixture in `folder`, its data changed by `change` and its files after that by `changeFiles`. */
export function mutate(folder: string, file: VariableFile, change: (data: any) => void): void {
  cpSync(FIXTURE, folder, { recursive: true });
  writeFileSync(join(folder, "id_ed25519"), "");
  const data = parse(readFileSync(join(FIXTURE, file), "utf8"));
  change(data);
  writeFileSync(join(folder, file), stringify(data, YAML_AS_ANSIBLE_READS_IT));
}

/** Takes the value at `path` out of `data`. */
export function removeAt(data: any, path: YamlPath): void {
  const owner = path.slice(0, -1).reduce<any>((value, step) => value[step], data);
  const last = path.at(-1)!;
  if (Array.isArray(owner)) owner.splice(Number(last), 1);
  else delete owner[last];
}
