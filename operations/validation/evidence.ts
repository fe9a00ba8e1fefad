// What the facts of a run say, as results. The suite notes little of what fails: it records what went well, and a figure that is missing
// or a machine that nobody reached leaves no trace. So each kind of evidence is judged here, against what the inventory lets expect.

import { basename } from "node:path";
import type { Facts } from "./events";
import type { ReportResult } from "./report";

export interface Expectations {
  /** Servers on which machines run. */
  readonly nodes: readonly string[];
  /** `desc` of each service in the inventory. */
  readonly services: readonly string[];
}

type Status = ReportResult["status"];
type Found = Omit<ReportResult, "seconds">;

/** A result that names its test by itself, as the role of the project's own tests does. */
export interface OwnResult {
  readonly test: string;
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  readonly message?: string;
  /** Name of the task that failed. */
  readonly task?: string;
}

/** Pings that may be lost of those that the connectivity matrix sends. */
const TOLERATED_LOSS_PERCENT = 10;

/** How a value of the suite's `verification_result` reads. */
export function statusOf(value: unknown): Status {
  const text = String(value).trim().toLowerCase();
  const flowState = /^service=.*state=(\w+)/.exec(text)?.[1];
  if (flowState !== undefined) return flowState === "running" ? "passed" : "failed";
  if (/^(failed|unreachable|no hosts registered)/.test(text) || text.includes("not present")) return "failed";
  if (text.startsWith("skipped")) return "skipped";
  return /^ok\b/.test(text) ? "passed" : "info";
}

/** Entries of the suite's dictionary of results. */
export function verificationResults(values: Readonly<Record<string, unknown>>, host: string): readonly Found[] {
  return Object.entries(values).map(([name, value]) => ({
    name,
    host,
    status: statusOf(value),
    evidence: typeof value === "string" ? value.trim() : JSON.stringify(value),
  }));
}

/**
 * What the facts of one host say beside `verification_result`.
 * @param facts the last value of each
 */
export function evidenceOf(facts: Facts, host: string, expectations: Expectations): readonly Found[] {
  return [
    ...storageProfiles(facts.storage_benchmark, host),
    ...figures(facts.ping_exec, host, "ping", (value) => `${value} ms`),
    ...figures(facts.iperf_results, host, "iperf3", (value) => `${(value / 1e9).toFixed(2)} Gbit/s`),
    ...matrixRow(facts.conn_results_vector, host, expectations.nodes),
    ...machinesInNetworks(facts.network_verification_results, host),
    ...answerOfOneGate(facts.vm_onegate_result, host),
  ];
}

/** Services of which the suite has not said that they are enabled and came back: it says nothing of one that is not. */
export function missingServices(told: readonly Found[], services: readonly string[]): readonly Found[] {
  const names = new Set(told.map(({ name }) => name));
  return services.flatMap((service) =>
    [`${service} is enabled`, `${service} restarted`]
      .filter((name) => !names.has(name))
      .map((name) => ({ name, status: "failed" as const, evidence: "the suite found nothing of the sort" })),
  );
}

/** Pairs of which no server has said anything: a server without a machine is left out of the matrix without a word. */
export function silentNodes(
  test: string,
  facts: ReadonlyMap<string, Facts> | undefined,
  nodes: readonly string[],
): readonly Found[] {
  if (nodes.length < 2) return [];
  const without = (name: keyof Facts) => nodes.filter((node) => facts?.get(node)?.[name] === undefined);
  if (test === "conn_matrix") return without("conn_results_vector").flatMap((node) => matrixRow({}, node, nodes));
  if (test !== "network_benchmark") return [];
  return (["ping_exec", "iperf_results"] as const).flatMap((fact) =>
    without(fact).map((host) => ({
      name: fact === "ping_exec" ? "ping to the other hosts" : "iperf3 to the other hosts",
      host,
      status: "failed" as const,
      evidence: "no figure was left",
    })),
  );
}

function storageProfiles(value: unknown, host: string): readonly Found[] {
  return Object.entries(asObject(value)).flatMap(([place, benchmark]) =>
    asList(asObject(benchmark).profiles).map((entry) => {
      const profile = asObject(entry);
      const [read, written] = [Number(profile.read_iops ?? 0), Number(profile.write_iops ?? 0)];
      const parts = [
        ...(read > 0 ? [`read ${describe(read, profile.read_bw_kib, profile.read_p99_ns)}`] : []),
        ...(written > 0 ? [`write ${describe(written, profile.write_bw_kib, profile.write_p99_ns)}`] : []),
      ];
      return {
        name: `${place}: ${String(profile.name)}`,
        host,
        status: parts.length > 0 ? ("passed" as const) : ("failed" as const),
        evidence: parts.join(", ") || "no operation was counted",
      };
    }),
  );
}

function describe(iops: number, kibPerSecond: unknown, latencyNs: unknown): string {
  const latency = Number(latencyNs) > 0 ? `, 99 % within ${(Number(latencyNs) / 1e6).toFixed(2)} ms` : "";
  return `${Math.round(iops)} IOPS, ${(Number(kibPerSecond ?? 0) / 1024).toFixed(1)} MiB/s${latency}`;
}

/** One figure for each other host; the pipe in which the suite gets it hides that a ping has failed. */
function figures(value: unknown, host: string, tool: string, shown: (value: number) => string): readonly Found[] {
  return asList(value)
    .map(asObject)
    .filter((one) => one.item !== undefined)
    .map((one) => {
      const text = String(one.stdout ?? "").trim();
      const figure = text === "" ? Number.NaN : Number(text);
      return {
        name: `${tool} to ${String(one.item)}`,
        host,
        status: figure > 0 ? ("passed" as const) : ("failed" as const),
        evidence: figure > 0 ? shown(figure) : `no figure: ${String(one.stderr || text || "empty answer")}`,
      };
    });
}

/** @param value jc's reading of ping, by the path of its file, which ends with the other host's name */
function matrixRow(value: unknown, host: string, nodes: readonly string[]): readonly Found[] {
  if (value === undefined) return [];
  const pings = new Map(
    Object.entries(asObject(value)).map(([path, ping]) => [basename(path, ".json"), asObject(ping)]),
  );
  return nodes
    .filter((other) => other !== host)
    .map((other) => {
      const ping = pings.get(other);
      const loss = Number(ping?.packet_loss_percent ?? Number.NaN);
      return {
        name: `machine on ${host} to machine on ${other}`,
        host,
        status: loss <= TOLERATED_LOSS_PERCENT ? ("passed" as const) : ("failed" as const),
        evidence: Number.isNaN(loss)
          ? "no answer was counted"
          : `${loss} % lost, ${String(ping?.round_trip_ms_avg ?? "?")} ms`,
      };
    });
}

function machinesInNetworks(value: unknown, host: string): readonly Found[] {
  return Object.entries(asObject(value)).flatMap(([network, checks]) =>
    Object.entries(asObject(checks)).map(([check, answer]) => ({
      name: `${network}: ${check}`,
      host,
      status: judgeNetworkCheck(check, String(answer)),
      evidence: String(answer).replaceAll(/\s+/g, " ").slice(0, 300),
    })),
  );
}

function judgeNetworkCheck(check: string, answer: string): Status {
  if (/^failed/.test(answer)) return "failed";
  if (/ping/i.test(check)) return /"packet_loss_percent":\s*0(\.0)?[,\s}]/.test(answer) ? "passed" : "failed";
  if (/DNS/.test(check)) return answer.trim() === "" ? "failed" : "passed";
  return "info";
}

function answerOfOneGate(value: unknown, host: string): readonly Found[] {
  return asList(value)
    .map(asObject)
    .filter(({ rc }) => rc !== undefined)
    .map(({ rc, stderr }) => ({
      name: "OneGate answers inside the machine",
      host,
      status: rc === 0 ? ("passed" as const) : ("failed" as const),
      evidence:
        rc === 0 ? "onegate vm show ended well" : `onegate vm show ended with ${String(rc)}: ${String(stderr ?? "")}`,
    }));
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
