import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { EXIT_CODES } from "../config/exit-codes";
import { type Deployment, type StackName, stackFolder } from "./deployment";
import { OperationProblem } from "./operation-problem";

export interface TerraformResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `terraform`, or OpenTofu where the toolchain found that one (env.sh names it, as for CDKTF). */
export function terraformProgram(): string {
  return process.env.TERRAFORM_BINARY_NAME ?? "terraform";
}

/** Runs Terraform in a stack's folder and waits for its end. */
export function terraform(deployment: Deployment, stack: StackName, ...args: string[]): Promise<TerraformResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(terraformProgram(), args, {
      cwd: stackFolder(deployment, stack),
      env: { ...process.env, TF_IN_AUTOMATION: "1", TF_INPUT: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ exitCode: code ?? EXIT_CODES.failed, stdout, stderr: stripVTControlCharacters(stderr) });
    });
  });
}

/**
 * Runs a step of Terraform that must succeed, and gives its standard output.
 * @param meaning what the step was for, e.g. `reading the bucket`
 * @throws OperationProblem with Terraform's own words
 */
export async function mustTerraform(
  meaning: string,
  deployment: Deployment,
  stack: StackName,
  ...args: string[]
): Promise<string> {
  const result = await terraform(deployment, stack, ...args);
  if (result.exitCode === 0) return result.stdout;
  throw new OperationProblem(
    EXIT_CODES.failed,
    `Terraform failed in stack ${stack} at ${meaning}:`,
    result.stderr.trim(),
    "Running again is safe and goes on from there.",
  );
}

/** Prepares the folder of a synthesized stack: providers and the place of its state. Only reads the account. */
export async function initializeStack(deployment: Deployment, stack: StackName): Promise<void> {
  await mustTerraform("its start", deployment, stack, "init", "-input=false", "-reconfigure", "-no-color");
}

/** Whether a stack has been synthesized and initialized in this checkout. */
export function isInitialized(deployment: Deployment, stack: StackName): boolean {
  return existsSync(join(stackFolder(deployment, stack), ".terraform"));
}

/**
 * The outputs of a stack by name, without the ones that only carry values to other stacks.
 * @throws OperationProblem when the stack is not initialized here or its state cannot be read
 */
export async function outputsOf(deployment: Deployment, stack: StackName): Promise<Record<string, unknown>> {
  if (!isInitialized(deployment, stack)) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      `Stack ${stack} of deployment ${deployment.config.name} has not been deployed from this checkout.`,
      "Run make infra; for a cloud deployed elsewhere, make adopt first. Nothing was changed; running again is safe.",
    );
  }
  const result = await terraform(deployment, stack, "output", "-json");
  if (result.exitCode !== 0) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      `The outputs of stack ${stack} cannot be read:`,
      result.stderr.trim(),
      "Nothing was changed; running again is safe.",
    );
  }
  const all = JSON.parse(result.stdout) as Record<string, { readonly value: unknown }>;
  return Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => !name.startsWith("cross-stack-output-"))
      .map(([name, output]) => [name, output.value]),
  );
}
