import type { Cloud } from "../cloud";

export interface Summary {
  /** Journal entries by kind. */
  readonly requests: Readonly<Record<string, number>>;
  /** Hosts that are not simulated, by how often they were asked for. */
  readonly refusedHosts: Readonly<Record<string, number>>;
  /** Method and path of API calls for which there is no route. */
  readonly unknownRoutes: Readonly<Record<string, number>>;
  /** Commands that light servers were asked for and do not have. */
  readonly unknownCommands: Readonly<Record<string, number>>;
  /** Operations that the simulator itself failed in. */
  readonly failures: Readonly<Record<string, number>>;
}

/** What a reader wants to know of the journal at one look: above all, what was asked for that is not simulated. */
export function summarize(cloud: Cloud, since?: string): Summary {
  const entries = cloud.journal.read({ since });
  return {
    requests: countBy(entries.map((entry) => entry.kind)),
    refusedHosts: countBy(
      entries.filter((entry) => entry.kind === "refused" && entry.method !== "TLS").map((entry) => entry.host),
    ),
    unknownRoutes: countBy(
      entries
        .filter((entry) => entry.kind === "api" && entry.operation === null)
        .map((entry) => `${entry.method} ${entry.path.replace(/\?.*/, "")}`),
    ),
    unknownCommands: countBy(
      entries.filter((entry) => entry.operation === "server.not-simulated").map((entry) => entry.note ?? ""),
    ),
    failures: countBy(
      entries.filter((entry) => entry.note?.includes("the simulator failed") === true).map((entry) => entry.note ?? ""),
    ),
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
