import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { EXIT_CODES } from "../config/exit-codes";
import { causeLines, likelyCause } from "./causes/causes";
import { TERRAFORM_CAUSES } from "./causes/terraform";
import { errorsIn } from "./cdktf-errors";
import { CdktfProgress, type StackRun } from "./cdktf-progress";
import { CHECKOUT, type Deployment } from "./deployment";
import { OperationProblem } from "./operation-problem";

const CDKTF = join(CHECKOUT, "toolchain/cdktf/cdktf.js");

/**
 * Runs cdktf for a deployment, tells its progress line by line and keeps everything it says in `logs/<deployment>/`.
 *
 * @returns what it did to each stack that it reached
 * @throws OperationProblem with Terraform's own words when it fails
 */
export async function runCdktf(
  deployment: Deployment,
  args: readonly string[],
  say: (line: string) => void,
): Promise<readonly StackRun[]> {
  mkdirSync(deployment.outputFolder, { recursive: true });
  mkdirSync(deployment.logFolder, { recursive: true, mode: 0o700 });
  const logFile = join(deployment.logFolder, `${timestamp()}-cdktf-${args[0]}.log`);
  const log = createWriteStream(logFile, { mode: 0o600 });
  const child = spawn(CDKTF, args, {
    cwd: CHECKOUT,
    // CI=1: plain lines, whatever the terminal.
    env: { ...process.env, CI: "1", FORCE_COLOR: "0", TF_CLI_ARGS: "-no-color" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const progress = new CdktfProgress(say);
  const lines: string[] = [];
  const readLines = (stream: NodeJS.ReadableStream) =>
    createInterface({ input: stream }).on("line", (line) => {
      log.write(`${line}\n`);
      lines.push(line);
      progress.read(line);
    });
  readLines(child.stdout);
  readLines(child.stderr);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? EXIT_CODES.failed));
  });
  await new Promise((resolve) => log.end(resolve));
  if (exitCode !== 0) {
    const errors = errorsIn(lines);
    const cause = likelyCause(TERRAFORM_CAUSES, errors.join("\n"));
    throw new OperationProblem(
      EXIT_CODES.failed,
      `cdktf ${args.join(" ")} failed for deployment ${deployment.config.name}:`,
      "",
      ...errors,
      "",
      ...(cause === undefined ? [] : causeLines(cause, undefined)),
      `Everything it said: ${relative(CHECKOUT, logFile)}. What was made before is recorded; running again is safe and goes on from there.`,
    );
  }
  return progress.runs;
}

function timestamp(): string {
  return new Date().toISOString().replaceAll(":", "").replace(/\..*/, "Z");
}
