import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ProviderSchema } from "@cdktf/commons";
import { lastLines, runCommand } from "../command";
import { requireAllProviders } from "../providers/pinned-providers";
import { ToolchainProblem } from "../toolchain-problem";

/**
 * Asks the provider itself for its schema, through Terraform or OpenTofu.
 *
 * @param environment variables that say where providers come from
 * @returns the schema, its providers under the Terraform registry's name whatever the tool calls them
 */
export async function readProviderSchema(terraform: string, environment: NodeJS.ProcessEnv): Promise<ProviderSchema> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "schema-"));
  try {
    fs.writeFileSync(path.join(folder, "main.tf.json"), requireAllProviders());
    const options = { cwd: folder, env: { ...environment, CHECKPOINT_DISABLE: "1" } };
    let answer = await runCommand(terraform, ["init", "-input=false", "-no-color"], options);
    if (answer.exitCode === 0) answer = await runCommand(terraform, ["providers", "schema", "-json"], options);
    if (answer.exitCode !== 0)
      throw new ToolchainProblem(
        "The schema of the providers could not be read:",
        lastLines(answer.stderr),
        "Run make toolchain, then this again. Nothing was changed.",
      );
    return JSON.parse(answer.stdout.replaceAll('"registry.opentofu.org/', '"registry.terraform.io/')) as ProviderSchema;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
