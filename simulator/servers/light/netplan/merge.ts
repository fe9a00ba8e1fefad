import { definitionError, NetplanError } from "./netplan-error";
import type { NetworkPlan, PlannedDevice } from "./plan";
import { type Definition, readDocument, type Value } from "./read-document";
import { toDevice } from "./to-device";

export interface NetplanDocument {
  /** As error messages shall name it, e.g. /etc/netplan/50-cloud-init.yaml. */
  readonly file: string;
  readonly text: string;
}

export interface MergedPlan {
  readonly plan: NetworkPlan;
  /** What netplan says on stderr although it goes on. */
  readonly warnings: readonly string[];
}

/** Later documents replace this list; every other list grows (src/parse.c, handle_link_local against handle_addresses). */
const REPLACED_LISTS = ["link-local"];

/**
 * Merges documents in the order given, as netplan merges /etc/netplan in lexical order: later scalars win, lists grow.
 * @throws NetplanError at the first thing that netplan refuses.
 */
export function mergeDocuments(documents: readonly NetplanDocument[]): MergedPlan {
  const merged = new Map<string, { first: Definition; settings: { [key: string]: Value } }>();
  const definitions = documents.flatMap((document) => readDocument(document.file, document.text));
  for (const definition of definitions) {
    const known = merged.get(definition.id);
    if (known && known.first.section !== definition.section) {
      throw definitionError(`Updated definition '${definition.id}' changes device type`, definition.at);
    }
    merged.set(definition.id, {
      first: known?.first ?? definition,
      settings: mergeMaps(known?.settings ?? {}, definition.settings),
    });
  }
  for (const definition of definitions) {
    const missing = definition.references.find((reference) => !merged.has(reference.id));
    if (missing) throw definitionError(`${definition.id}: interface '${missing.id}' is not defined`, missing.at);
  }
  const devices = [...merged.values()].map(({ first, settings }) => toDevice(first, settings));
  refuseSharedPorts(devices);
  return { plan: { devices }, warnings: warningsFor(devices, merged) };
}

function mergeMaps(old: { [key: string]: Value }, added: { [key: string]: Value }): { [key: string]: Value } {
  const result = { ...old };
  for (const [key, value] of Object.entries(added)) {
    const before = result[key];
    if (Array.isArray(before) && Array.isArray(value) && !REPLACED_LISTS.includes(key)) {
      const known = new Set(before.map((item) => JSON.stringify(item)));
      result[key] = [...before, ...value.filter((item) => !known.has(JSON.stringify(item)))];
    } else if (isMapping(before) && isMapping(value)) result[key] = mergeMaps(before, value);
    else result[key] = value;
  }
  return result;
}

function refuseSharedPorts(devices: readonly PlannedDevice[]): void {
  const owner = new Map<string, string>();
  for (const device of devices) {
    for (const port of device.ports) {
      const other = owner.get(port);
      if (other !== undefined && other !== device.id) {
        throw new NetplanError(
          `Error in network definition: ${device.id}: interface '${port}' is already assigned to bridge ${other}`,
        );
      }
      owner.set(port, device.id);
    }
  }
}

function warningsFor(
  devices: readonly PlannedDevice[],
  merged: ReadonlyMap<string, { settings: { [key: string]: Value } }>,
): string[] {
  const warnings: string[] = [];
  if ([...merged.values()].some(({ settings }) => settings.gateway4 !== undefined || settings.gateway6 !== undefined)) {
    warnings.push(
      "`gateway4` has been deprecated, use default routes instead.\nSee the 'Default routes' section of the documentation for more details.",
    );
  }
  const first = new Map<string, string>();
  for (const device of devices) {
    for (const route of device.routes.filter((candidate) => candidate.to === "default")) {
      const table = `table: ${route.table ?? "main"}`;
      const key = `IPv4 (${table}, metric: ${route.metric ?? "default"})`;
      const other = first.get(key);
      if (other) {
        warnings.push(
          "Problem encountered while validating default route consistency.Please set up multiple routing tables and use `routing-policy` instead.\n" +
            `Error: Conflicting default route declarations for ${key}, first declared in ${other} but also in ${device.id}`,
        );
      } else first.set(key, device.id);
    }
  }
  return warnings;
}

function isMapping(value: Value | undefined): value is { [key: string]: Value } {
  return typeof value === "object" && !Array.isArray(value);
}
