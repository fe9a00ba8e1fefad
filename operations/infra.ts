import { runCdktf } from "./cdktf";
import type { StackRun } from "./cdktf-progress";
import { type Deployment, stateIsReady } from "./deployment";

/**
 * Deploys the five stacks. cdktf initializes every stack before it applies the first, so the one that makes the state bucket
 * goes ahead where the bucket is not there yet.
 */
export async function deployInfrastructure(
  deployment: Deployment,
  say: (line: string) => void,
): Promise<readonly StackRun[]> {
  const { config } = deployment;
  say(`Deploying ${config.name}: project ${config.project} in ${config.zone}, ${config.servers.hosts.length} servers`);
  const first = stateIsReady(deployment) ? [] : await runCdktf(deployment, ["deploy", "state", "--auto-approve"], say);
  const isNews = (line: string) => first.length === 0 || !/^ {2}state\s/.test(line);
  const all = await runCdktf(deployment, ["deploy", "*", "--auto-approve"], (line) => isNews(line) && say(line));
  return [...first, ...all.filter((run) => !first.some((earlier) => earlier.stack === run.stack))];
}
