// What the fields of a deployment file must mean together. Each rule has the sentence that the reference prints.
import { FRONT_END_NAME, serverNameOf } from "../constructs/net/host-name";
import type { Draft, Entry, Rule } from "./draft";
import { nearMiss } from "./near-miss";
import { networkRules } from "./network-rules";
import type { Problem } from "./problems";
import { ELASTIC_METAL_ZONES, FLEXIBLE_IP_WRITE_SET, type Region } from "./scaleway-limits";
import { workersOf } from "./workers";

/** Names that Ansible or the inventory give to something else. */
const RESERVED_NAMES: Readonly<Record<string, string>> = {
  [FRONT_END_NAME]: "the front-end, which every deployment has without being listed",
  all: "Ansible's group of all hosts",
  ungrouped: "an Ansible group",
  localhost: "the machine that runs Ansible",
  frontend: "a group of the inventory",
  node: "a group of the inventory",
  grafana: "a group of the inventory",
};

function zoneInRegion(draft: Draft): Problem[] {
  const region = draft.value<Region>("region");
  const zone = draft.value<string>("zone");
  if (region === undefined || zone === undefined) {
    return [];
  }
  const zones: readonly string[] = ELASTIC_METAL_ZONES[region];
  if (zones.includes(zone)) {
    return [];
  }
  const zoneRegion = Object.entries(ELASTIC_METAL_ZONES).find(([, names]) =>
    (names as readonly string[]).includes(zone),
  )?.[0];
  return [
    draft.problem(["zone"], {
      expected: `a zone of region ${region}: ${zones.join(", ")}`,
      fix: `write zone: ${zones[0]}, or region: ${zoneRegion}`,
    }),
  ];
}

/** Entries that are no worker's name although their form is right. */
function reservedNames(draft: Draft): Problem[] {
  return [...draft.entries("servers", "workers"), ...draft.entries("servers", "retire")].flatMap(({ value, path }) => {
    const owner = Object.hasOwn(RESERVED_NAMES, value) ? RESERVED_NAMES[value] : undefined;
    const fix = value === FRONT_END_NAME ? `remove ${value}` : `give the host another name, such as ${value}01`;
    return owner === undefined
      ? []
      : [draft.problem(path, { expected: "the name of a worker", found: `${value}, which is ${owner}`, fix })];
  });
}

/** Workers are compared by their servers, which are what must not be shared. */
function oneServerPerWorker(draft: Draft): Problem[] {
  return repeated(draft.entries("servers", "workers"), serverNameOf).map(({ value, path }) =>
    draft.problem(path, {
      expected: "each worker once, on a server of its own",
      found: `${value} again (server ${serverNameOf(value)})`,
      fix: "remove the entry or give it another name",
    }),
  );
}

function noEntryTwice(draft: Draft): Problem[] {
  const lists = [
    ["servers", "retire"],
    ["servers", "allowReinstall"],
    ["flexibleIps", "dns"],
    ["flexibleIps", "permissionSets"],
  ];
  return lists.flatMap((path) =>
    repeated(draft.entries(...path), (value) => value).map((entry) =>
      draft.problem(entry.path, {
        expected: "each entry once",
        found: `${entry.value} again`,
        fix: "remove the entry",
      }),
    ),
  );
}

function reinstalledAreKnown(draft: Draft): Problem[] {
  const workers = workersOf(draft);
  if (workers === undefined) {
    return [];
  }
  const hosts = [FRONT_END_NAME, ...workers];
  return draft
    .entries("servers", "allowReinstall")
    .filter(({ value }) => !hosts.includes(value))
    .map(({ value, path }) => {
      const meant = hosts.find((host) => serverNameOf(host) === value) ?? nearMiss(value, hosts);
      return draft.problem(path, {
        expected: "the front-end (fe) or one of the workers",
        found: `${value}, which names neither`,
        fix: meant === undefined ? "remove the entry" : `did you mean ${meant}?`,
      });
    });
}

function driverMayWrite(draft: Draft): Problem[] {
  const sets = draft.value<readonly string[]>("flexibleIps", "permissionSets");
  if (sets === undefined || sets.includes(FLEXIBLE_IP_WRITE_SET)) {
    return [];
  }
  return [
    draft.problem(["flexibleIps", "permissionSets"], {
      expected: `a list with ${FLEXIBLE_IP_WRITE_SET}, without which no Flexible IP can be moved`,
      fix: `write permissionSets: [${[FLEXIBLE_IP_WRITE_SET, ...sets].join(", ")}]`,
    }),
  ];
}

/** Entries whose key an earlier entry already has. */
function repeated(entries: readonly Entry[], keyOf: (value: string) => string): readonly Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ value }) => seen.size === seen.add(keyOf(value)).size);
}

export const RULES: readonly Rule[] = [
  { statement: "`zone` is a zone of `region`.", check: zoneInRegion },
  ...networkRules,
  {
    statement: `No worker is named ${Object.keys(RESERVED_NAMES).join(", ")}: these names mean something else.`,
    check: reservedNames,
  },
  { statement: "No two workers share a server.", check: oneServerPerWorker },
  { statement: "No list names an entry twice.", check: noEntryTwice },
  { statement: "`servers.allowReinstall` names the front-end or workers.", check: reinstalledAreKnown },
  { statement: `\`flexibleIps.permissionSets\` holds ${FLEXIBLE_IP_WRITE_SET}.`, check: driverMayWrite },
];
