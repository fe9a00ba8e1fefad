import { EXIT_CODES } from "../config/exit-codes";
import { initOnce } from "../toolchain/cdktf/init-once";
import { runCdktf } from "./cdktf";
import { type Deployment, isDeployed, STACKS, type StackName, stackFolder } from "./deployment";
import { OperationProblem } from "./operation-problem";
import { terraform, terraformProgram } from "./terraform";

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
    const init = ["init", "-input=false", "-no-color"];
    const asked = initOnce(terraformProgram(), init, stackFolder(deployment, stack), process.env);
    if (!asked?.isDone) {
      await mustRun(deployment, stack, init);
      asked?.note();
    }
    const shown = await mustRun(deployment, stack, ["plan", "-input=false", "-no-color"]);
    const lines = shown.split("\n").filter((line) => !REFRESHING.test(line));
    process.stdout.write(`== ${stack}\n${lines.join("\n").trim()}\n\n`);
  }
}

async function mustRun(deployment: Deployment, stack: StackName, step: readonly string[]): Promise<string> {
  const result = await terraform(deployment, stack, ...step);
  if (result.exitCode === 0) return result.stdout;
  throw new OperationProblem(
    EXIT_CODES.failed,
    `terraform ${step[0]} of stack ${stack} failed:`,
    result.stderr.trim() || result.stdout.trim(),
    "Nothing was changed; running again is safe.",
  );
}
