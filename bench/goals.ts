import { type CloudCost, totalOf } from "./stacks";
import type { SynthResult } from "./synth";

export interface Goal {
  readonly text: string;
  readonly measured: number;
  readonly wanted: number;
  /** Beyond it the run fails; absolute times and sizes depend on the machine and never fail it. */
  readonly failsAbove: number | undefined;
}

export function synthGoals({ baseline, byWorkers }: SynthResult): Goal[] {
  const at = (workers: number) => byWorkers.find((each) => each.workers === workers)?.cost;
  const [one, hundred, thousand] = [at(1), at(100), at(1000)];
  const goals: Goal[] = [];
  if (one) {
    const measured = one.cpuSeconds / baseline.cpuSeconds;
    goals.push({ text: 'synth of 1 worker, times bare require("cdktf"), CPU', measured, wanted: 1.3, failsAbove: 2.6 });
  }
  if (thousand) {
    goals.push({
      text: "synth of 1,000 workers, seconds",
      measured: thousand.wallSeconds,
      wanted: 3,
      failsAbove: undefined,
    });
    goals.push({
      text: "synth of 1,000 workers, MB",
      measured: thousand.peakMegabytes,
      wanted: 300,
      failsAbove: undefined,
    });
  }
  if (one && hundred && thousand) {
    const slope = (cost: typeof one, workers: number) => (cost.cpuSeconds - one.cpuSeconds) / (workers - 1);
    const measured = slope(thousand, 1000) / slope(hundred, 100);
    goals.push({ text: "synth per further worker: 1,000 over 100, CPU", measured, wanted: 1.2, failsAbove: 2.5 });
  }
  return goals;
}

/** Calls for each worker beyond the first, compared between the smallest and the largest cloud that was measured. */
export function callGoals(clouds: readonly CloudCost[]): Goal[] {
  const [one, ...larger] = [...clouds].sort((a, b) => a.workers - b.workers);
  const [small, large] = [larger[0], larger.at(-1)];
  if (!one || !small || !large || small === large) return [];
  return (["deploy", "secondPlan", "destroy"] as const).map((step) => {
    const perWorker = (cloud: CloudCost) => callsPerWorker(one, cloud, step);
    return {
      text: `API calls per further worker, ${step}: ${large.workers} over ${small.workers}`,
      measured: perWorker(large) / perWorker(small),
      wanted: 1.05,
      failsAbove: 1.5,
    };
  });
}

export function callsPerWorker(one: CloudCost, cloud: CloudCost, step: "deploy" | "secondPlan" | "destroy"): number {
  return (totalOf(cloud, step).apiCalls - totalOf(one, step).apiCalls) / (cloud.workers - one.workers);
}
