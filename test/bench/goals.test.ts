import { callGoals, synthGoals } from "../../bench/goals";
import { cheapest, type ProcessCost } from "../../bench/measure-process";
import type { CloudCost } from "../../bench/stacks";
import { synthTable } from "../../bench/tables";

const cost = (cpuSeconds: number, peakMegabytes = 60): ProcessCost => ({
  cpuSeconds,
  wallSeconds: cpuSeconds,
  peakMegabytes,
});

/** A cloud whose every step takes this many calls. */
function cloud(workers: number, apiCalls: number): CloudCost {
  const step = { seconds: 1, apiCalls };
  return { workers, stacks: [{ stack: "instances", deploy: step, secondPlan: step, destroy: step }] };
}

const missed = (goals: ReturnType<typeof synthGoals>) =>
  goals.filter(({ failsAbove, measured }) => failsAbove !== undefined && measured > failsAbove);

test("synth is held against the bare baseline of the same run", () => {
  const at = (seconds: number) => synthGoals({ baseline: cost(0.2), byWorkers: [{ workers: 1, cost: cost(seconds) }] });
  expect(at(0.25)).toMatchObject([{ measured: 1.25, wanted: 1.3 }]);
  expect(missed(at(0.25))).toEqual([]);
  expect(missed(at(0.6))).toHaveLength(1);
});

test("growth that is not linear fails; seconds and megabytes of one machine never do", () => {
  const of = (thousand: number) =>
    synthGoals({
      baseline: cost(0.2),
      byWorkers: [
        { workers: 1, cost: cost(0.2) },
        { workers: 100, cost: cost(1.19) },
        { workers: 1000, cost: cost(thousand, 2000) },
      ],
    });
  expect(missed(of(10.19))).toEqual([]);
  expect(missed(of(60)).map(({ text }) => text)).toEqual(["synth per further worker: 1,000 over 100, CPU"]);
});

test("calls per worker that grow with the cloud fail", () => {
  expect(missed(callGoals([cloud(1, 50), cloud(10, 140), cloud(100, 1040)]))).toEqual([]);
  expect(missed(callGoals([cloud(1, 50), cloud(10, 140), cloud(100, 3040)]))).toHaveLength(3);
  expect(callGoals([cloud(1, 50), cloud(10, 140)])).toEqual([]);
});

test("of several runs the least disturbed counts", () => {
  expect(cheapest([cost(3), cost(1), cost(2)])).toEqual(cost(1));
});

test("the table names its baseline and gives ratios to it", () => {
  const table = synthTable({ baseline: cost(0.2, 60), byWorkers: [{ workers: 1, cost: cost(0.3, 90) }] });
  expect(table).toMatch(/bare require\("cdktf"\).* 1\.00 .* 1\.00\n1 workers .* 1\.50 .* 1\.50$/s);
});
