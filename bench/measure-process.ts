import { spawnSync } from "node:child_process";
import { join } from "node:path";

export interface ProcessCost {
  readonly wallSeconds: number;
  /** User and system; says more than the wall where other things run. */
  readonly cpuSeconds: number;
  /** Peak of resident memory. */
  readonly peakMegabytes: number;
}

const USAGE = join(__dirname, "usage.cjs");

/**
 * Runs Node with these arguments to its end.
 * @throws Error with what it said when it fails
 */
export function measureNode(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): ProcessCost {
  const begin = performance.now();
  const result = spawnSync(process.execPath, ["--require", USAGE, ...args], {
    ...options,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const wallSeconds = (performance.now() - begin) / 1000;
  if (result.status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${result.stdout}${result.stderr}`);
  return { wallSeconds, ...(JSON.parse(result.output[3]!) as Omit<ProcessCost, "wallSeconds">) };
}

/** Of several runs the one that other processes disturbed least. */
export function cheapest(costs: readonly ProcessCost[]): ProcessCost {
  return costs.reduce((best, cost) => (cost.cpuSeconds < best.cpuSeconds ? cost : best));
}
