// Text for people; with --json the same things come as they are.
import type { ClockView, FaultView } from "../control/client";
import type { JournalEntry } from "../control/journal";
import type { StoreDump } from "../control/store-dump";
import type { Summary } from "../control/summary";
import type { Condition } from "../services/conditions";
import { describeEffect } from "./fault-words";

export function showStore(dump: StoreDump): string {
  const tables = Object.entries(dump).map(([name, rows]) => {
    const lines = rows.map((row) => `  ${row.id}  ${describeRow(row)}`);
    return [`${name} (${rows.length})`, ...lines].join("\n");
  });
  return tables.join("\n");
}

function describeRow(row: object): string {
  const fields = row as Record<string, unknown>;
  const told = ["name", "status", "address", "ip_address", "zone", "region", "project_id"];
  return told
    .filter((name) => typeof fields[name] === "string" && fields[name] !== "")
    .map((name) => `${name}=${fields[name]}`)
    .join(" ");
}

export function showJournalEntry(entry: JournalEntry): string {
  const { number, at, operation, method, host, path, status, durationMs, userAgent, changes, note } = entry;
  const what = operation ?? `${method} ${host}${path}`;
  const changed = changes.map(
    (change) => `\n      ${change.change} ${change.table} ${change.id}${describeFields(change)}`,
  );
  const words = note === undefined ? "" : `  [${note}]`;
  return `${number}  ${at}  ${status ?? "---"}  ${what}  ${durationMs} ms  ${userAgent ?? ""}${words}${changed.join("")}`;
}

function describeFields(change: JournalEntry["changes"][number]): string {
  if (change.change !== "updated") return "";
  const fields = Object.entries(change.fields).map(([name, values]) =>
    values === null ? name : `${name} ${JSON.stringify(values[0])} -> ${JSON.stringify(values[1])}`,
  );
  return `: ${fields.join(", ")}`;
}

export function showFaults({ faults, conditions }: { faults: FaultView[]; conditions: Condition[] }): string {
  const lines = [
    ...faults.map((fault) => {
      const match = fault.match === null ? "" : ` matching "${fault.match}"`;
      const waiting = fault.waiting > 0 ? `, ${fault.waiting} waiting` : "";
      const left = `${fault.remaining} of ${fault.first} to come`;
      return `${fault.id}  ${fault.operation}${match}: ${describeEffect(fault.effect)}, ${left}${waiting}`;
    }),
    ...conditions.map((condition) => `${condition.id}  ${condition.kind} for ${condition.target}`),
  ];
  return lines.length === 0 ? "no faults" : lines.join("\n");
}

export function showClock({ kind, factor, now }: ClockView): string {
  return `${kind}${kind === "scaled" ? `, ${factor} seconds a second` : ""}, now ${now}`;
}

export function showSummary(summary: Summary): string {
  const section = (title: string, counts: Readonly<Record<string, number>>) => {
    const lines = Object.entries(counts).map(([name, count]) => `  ${count} × ${name}`);
    return lines.length === 0 ? [] : [`${title}:`, ...lines];
  };
  return [
    ...section("requests", summary.requests),
    ...section("refused hosts", summary.refusedHosts),
    ...section("unknown routes", summary.unknownRoutes),
    ...section("unknown commands on servers", summary.unknownCommands),
    ...section("failures of the simulator itself", summary.failures),
  ].join("\n");
}
