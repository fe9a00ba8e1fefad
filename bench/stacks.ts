import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT, STACKS, type StackName } from "../operations/deployment";
import { DEPLOYMENT, type Outcome, Rehearsal } from "../operations/review/rehearsal";
import { workingTree } from "../operations/review/revision";
import { dropChecksums } from "../toolchain/cdktf/checksums";
import { readEnvironment } from "../toolchain/environment";
import { PLACES } from "../toolchain/places";
import { deploymentText } from "./deployment-text";

export interface Step {
  readonly seconds: number;
  /** Calls of Scaleway's API, object storage left out, as the simulator's journal has them. */
  readonly apiCalls: number;
}

export interface StackCost {
  readonly stack: StackName;
  readonly deploy: Step;
  readonly secondPlan: Step;
  readonly destroy: Step;
}

export interface CloudCost {
  readonly workers: number;
  readonly stacks: readonly StackCost[];
}

/** Deploys, plans again and destroys a cloud on a simulated Scaleway, with Terraform alone: cdktf's own start is left out. */
export async function measureCloud(workers: number, say: (line: string) => void): Promise<CloudCost> {
  const rehearsal = new Rehearsal();
  try {
    rehearsal.put(workingTree(CHECKOUT), "deployments/example.yaml");
    writeFileSync(join(rehearsal.folder, `deployments/${DEPLOYMENT}.yaml`), deploymentText(workers));
    mustSucceed(await rehearsal.synthesize());
    const deployed = new Map<StackName, Step>();
    const planned = new Map<StackName, Step>();
    const destroyed = new Map<StackName, Step>();
    const measure = async (label: string, steps: Map<StackName, Step>, stack: StackName, ...args: string[]) => {
      const callsBefore = apiCalls(rehearsal);
      const begin = performance.now();
      const outcome = await rehearsal.terraform(stack, ...args);
      const seconds = (performance.now() - begin) / 1000;
      mustSucceed(outcome);
      steps.set(stack, { seconds, apiCalls: apiCalls(rehearsal) - callsBefore });
      say(`${workers} workers: ${stack} ${label} in ${seconds.toFixed(1)} s`);
    };
    for (const stack of STACKS) {
      mustSucceed(await rehearsal.terraform(stack, "init", "-input=false"));
      dropChecksums(join(rehearsal.folder, "cdktf.out", DEPLOYMENT, "stacks", stack), readEnvironment(PLACES) ?? {});
      // As npx cdktf does behind a proxy; see toolchain/cdktf/one-by-one.js.
      const options = stack === "network" ? ["-parallelism=1"] : [];
      await measure("deployed", deployed, stack, "apply", "-auto-approve", ...options);
    }
    // With this exit code a plan that is not empty fails.
    for (const stack of STACKS) await measure("planned again", planned, stack, "plan", "-detailed-exitcode");
    for (const stack of [...STACKS].reverse()) await measure("destroyed", destroyed, stack, "destroy", "-auto-approve");
    const stacks = STACKS.map((stack) => ({
      stack,
      deploy: deployed.get(stack)!,
      secondPlan: planned.get(stack)!,
      destroy: destroyed.get(stack)!,
    }));
    return { workers, stacks };
  } finally {
    rehearsal.remove();
  }
}

function mustSucceed({ code, output }: Outcome): void {
  if (code !== 0) throw new Error(`exit code ${code}:\n${output}`);
}

function apiCalls({ cloud }: Rehearsal): number {
  const journal = join(cloud, "journal.jsonl");
  if (!existsSync(journal)) return 0;
  const lines = readFileSync(journal, "utf8").split("\n");
  return lines.filter((line) => line.includes('"kind":"api"')).length;
}

/** Calls of one kind of step over all stacks. */
export function totalOf({ stacks }: CloudCost, step: "deploy" | "secondPlan" | "destroy"): Step {
  return {
    seconds: stacks.reduce((sum, stack) => sum + stack[step].seconds, 0),
    apiCalls: stacks.reduce((sum, stack) => sum + stack[step].apiCalls, 0),
  };
}
