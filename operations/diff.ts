import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { EXIT_CODES } from "../config/exit-codes";
import { CHECKOUT, type Deployment } from "./deployment";
import { OperationProblem } from "./operation-problem";

/** Where Terraform begins to speak of the plan, and what of the rest is only about files. */
const PLAN_BEGINS =
  /No changes\.|Terraform (?:used the selected|will perform)|Changes to Outputs|OpenTofu (?:used|will)|Error:/;
const PLAN_ENDS = /Saved the plan to|^\s*─{10}/;

/** Shows the plan of every stack; of cdktf's output only what Terraform says about changes. */
export async function printDiff(deployment: Deployment): Promise<void> {
  const child = spawn(process.execPath, [join(CHECKOUT, "toolchain/cdktf/cdktf.js"), "diff", "*"], {
    cwd: CHECKOUT,
    env: { ...process.env, CI: "1", FORCE_COLOR: "0", TF_CLI_ARGS: "-no-color" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let telling = false;
  createInterface({ input: child.stdout }).on("line", (raw) => {
    const line = stripVTControlCharacters(raw).trimEnd();
    if (PLAN_ENDS.test(line)) telling = false;
    if (/Initializing the backend/.test(line)) telling = false;
    if (PLAN_BEGINS.test(line)) telling = true;
    if (telling) process.stdout.write(`${line}\n`);
  });
  const exitCode = await new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? 1)));
  if (exitCode !== 0) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      `cdktf diff failed for deployment ${deployment.config.name}; its words stand above. Nothing was changed.`,
    );
  }
}
