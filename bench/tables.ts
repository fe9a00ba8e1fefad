import { callsPerWorker, type Goal } from "./goals";
import { type CloudCost, type Step, totalOf } from "./stacks";
import type { SynthResult } from "./synth";

export function synthTable({ baseline, byWorkers }: SynthResult): string {
  const row = (name: string, cost: typeof baseline) => [
    name,
    cost.wallSeconds.toFixed(2),
    cost.cpuSeconds.toFixed(2),
    cost.peakMegabytes.toFixed(0),
    (cost.cpuSeconds / baseline.cpuSeconds).toFixed(2),
    (cost.peakMegabytes / baseline.peakMegabytes).toFixed(2),
  ];
  const rows = byWorkers.map(({ workers, cost }) => row(`${workers} workers`, cost));
  const head = ["synth", "wall s", "CPU s", "peak MB", "CPU / bare", "MB / bare"];
  return table([head, row('bare require("cdktf")', baseline), ...rows]);
}

export function cloudTable(clouds: readonly CloudCost[]): string {
  const one = [...clouds].sort((a, b) => a.workers - b.workers)[0]!;
  const step = ({ seconds, apiCalls }: Step) => [seconds.toFixed(1), String(apiCalls)];
  const rows = clouds.flatMap((cloud) => {
    const totals = (["deploy", "secondPlan", "destroy"] as const).map((each) => totalOf(cloud, each));
    const perWorker = (["deploy", "secondPlan", "destroy"] as const).flatMap((each) => [
      (totalOf(cloud, each).seconds / totalOf(one, each).seconds).toFixed(1).concat(" ×"),
      cloud === one ? "" : `${callsPerWorker(one, cloud, each).toFixed(1)}/worker`,
    ]);
    return [
      ...cloud.stacks.map((stack) => [
        `${cloud.workers}`,
        stack.stack,
        ...[stack.deploy, stack.secondPlan, stack.destroy].flatMap(step),
      ]),
      [`${cloud.workers}`, "all", ...totals.flatMap(step)],
      ["", `against ${one.workers}`, ...perWorker],
    ];
  });
  const head = ["workers", "stack", "deploy s", "calls", "second plan s", "calls", "destroy s", "calls"];
  return table([head, ...rows]);
}

export function goalTable(goals: readonly Goal[]): string {
  return table([
    ["goal", "wanted at most", "measured", "", "fails above"],
    ...goals.map((goal) => [
      goal.text,
      String(goal.wanted),
      goal.measured.toFixed(2),
      goal.measured <= goal.wanted ? "met" : "MISSED",
      goal.failsAbove === undefined ? "never" : String(goal.failsAbove),
    ]),
  ]);
}

export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const isText = (column: number) => rows.slice(1).some((row) => /[a-z]{3}/.test(row[column]!));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd();
  return rows.map(line).join("\n");
}
