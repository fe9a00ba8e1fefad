import { EXIT_CODES } from "../config/exit-codes";
import { runCdktf } from "./cdktf";
import { type Deployment, isDeployed, STACKS } from "./deployment";
import { OperationProblem } from "./operation-problem";
import { terraform } from "./terraform";

const REFRESHING =
  /: (?:Refreshing state|Reading|Read complete|Still reading)\.{0,3}|^(?:Acquiring|Releasing) state lock/;

/**
 * Shows the plan of every stack: what `npx cdktf diff '*'` shows, with one start of cdktf instead of five. A stack whose
 * predecessor would change is planned with the values that stand now.
 */
export async function printDiff(deployment: Deployment, say: (line: string) => void): Promise<void> {
  if (!isDeployed(deployment)) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      `Deployment ${deployment.config.name} has not been deployed from this checkout, so there is nothing to compare with.`,
      "Run make infra; for a cloud deployed elsewhere, make adopt first. Nothing was changed.",
    );
  }
  await runCdktf(deployment, ["synth"], say);
  for (const stack of STACKS) {
    const steps = [
      ["init", "-input=false", "-no-color"],
      ["plan", "-input=false", "-no-color"],
    ];
    let shown = "";
    for (const step of steps) {
      const result = await terraform(deployment, stack, ...step);
      if (result.exitCode !== 0) {
        throw new OperationProblem(
          EXIT_CODES.failed,
          `terraform ${step[0]} of stack ${stack} failed:`,
          result.stderr.trim() || result.stdout.trim(),
          "Nothing was changed; running again is safe.",
        );
      }
      shown = result.stdout;
    }
    const lines = shown.split("\n").filter((line) => !REFRESHING.test(line));
    process.stdout.write(`== ${stack}\n${lines.join("\n").trim()}\n\n`);
  }
}
