import { EXIT_CODES } from "../config/exit-codes";
import { changeEnvironment } from "./installer-environment";
import { OperationProblem } from "./operation-problem";
import { RehearsedCloud } from "./rehearsed-cloud";

export const DEMO = new RehearsedCloud({ name: "demo", servers: "light" });
export const REHEARSAL = new RehearsedCloud({ name: "rehearsal", servers: "metal" });

/** The cloud that a deployment of this name is rehearsed on, once it has been made. */
export function rehearsedCloud(deployment: string): RehearsedCloud | undefined {
  return [DEMO, REHEARSAL].find((cloud) => cloud.props.name === deployment && cloud.exists);
}

/**
 * Leads this process and whatever it starts to the simulated Scaleway, when the deployment is one that is rehearsed here: its
 * addresses belong to strangers everywhere else.
 * @param cloud where it is rehearsed @default looked for in this checkout
 * @throws OperationProblem for servers on which nothing can be installed
 */
export function enterRehearsedCloud(
  deployment: string,
  cloud: Pick<RehearsedCloud, "props" | "environment"> | undefined = rehearsedCloud(deployment),
): void {
  if (cloud === undefined) return;
  if (cloud.props.servers === "light") {
    throw new OperationProblem(
      EXIT_CODES.usage,
      `The servers of ${deployment} answer from memory: nothing can be installed on them, and nothing runs there.`,
      "make rehearsal deploys to virtual machines; then run this again with DEPLOYMENT=rehearsal. Nothing was changed.",
    );
  }
  changeEnvironment(cloud.environment());
}
