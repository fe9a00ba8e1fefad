import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { EXIT_CODES } from "../config/exit-codes";
import { callGoals, synthGoals } from "./goals";
import { type CloudCost, measureCloud } from "./stacks";
import { measureSynth } from "./synth";
import { cloudTable, goalTable, synthTable } from "./tables";

const RESULTS = join(__dirname, "results");
const SYNTH_WORKERS = [1, 10, 100, 1000];
const CLOUD_WORKERS = [1, 10, 100];

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main({ only, workers }: { only?: "synth" | "stacks"; workers?: number[] }): Promise<void> {
  const begin = performance.now();
  const synth = only === "stacks" ? undefined : measureSynth(workers ?? SYNTH_WORKERS, say);
  const clouds: CloudCost[] = [];
  if (only !== "synth") for (const count of workers ?? CLOUD_WORKERS) clouds.push(await measureCloud(count, say));

  const goals = [...(synth ? synthGoals(synth) : []), ...callGoals(clouds)];
  const shown = [
    ...(synth ? [synthTable(synth)] : []),
    ...(clouds.length > 0 ? [cloudTable(clouds)] : []),
    ...(goals.length > 0 ? [goalTable(goals)] : []),
  ];
  process.stdout.write(`${shown.join("\n\n")}\n`);

  const at = new Date().toISOString();
  const machine = { node: process.version, cpus: cpus().length, memoryGigabytes: Math.round(totalmem() / 2 ** 30) };
  const seconds = (performance.now() - begin) / 1000;
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${at.replaceAll(":", "").replace(/\..*/, "Z")}.json`);
  writeFileSync(file, `${JSON.stringify({ at, machine, seconds, synth, clouds, goals }, null, 2)}\n`);
  const missed = goals.filter((goal) => goal.failsAbove !== undefined && goal.measured > goal.failsAbove);
  for (const goal of missed) say(`${goal.text}: ${goal.measured.toFixed(2)} is above ${goal.failsAbove}`);
  process.exitCode = missed.length > 0 ? EXIT_CODES.failed : EXIT_CODES.ok;
}

function workerCounts(text: string): number[] {
  const counts = text.split(",").map(Number);
  if (counts.some((count) => !Number.isInteger(count) || count < 0)) throw new InvalidArgumentError("such as 1,10,100");
  return counts;
}

new Command("bench")
  .description("What synth, deploy, second plan and destroy take; results in bench/results")
  .addOption(new Option("--only <part>", "one part of it").choices(["synth", "stacks"]))
  .option("--workers <counts>", "numbers of workers, such as 1,10", workerCounts)
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = EXIT_CODES.failed;
  });
