import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { checkText } from "../../config/check";
import { composeCloud } from "../../main";
import { STACKS, type StackName } from "../../operations/deployment";

export type SynthesizedStack = Record<string, any>;

/** The five stacks of a deployment file's text, as the JSON that Terraform gets. */
export function synthesize(deploymentFile: string, name = "demo"): Record<StackName, SynthesizedStack> {
  const checked = checkText(name, deploymentFile, `deployments/${name}.yaml`);
  if ("problems" in checked) throw new Error(checked.problems.map((problem) => JSON.stringify(problem)).join("\n"));
  const outdir = mkdtempSync(join(tmpdir(), "synthesized-"));
  try {
    const app = new App({ outdir });
    composeCloud(app, checked.config);
    app.synth();
    const read = (stack: StackName) => JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
    return Object.fromEntries(STACKS.map((stack) => [stack, read(stack)])) as Record<StackName, SynthesizedStack>;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Text of a deployment file with the required fields and whatever else is given. */
export function deploymentFile(more = ""): string {
  return `project: opennebula-scw\nregion: fr-par\nzone: fr-par-2\n${more}`;
}

/** Every resource of a type in a synthesized stack, by its construct path within the stack. */
export function resourcesOf(stack: SynthesizedStack, type: string): Record<string, any> {
  const resources = Object.values<any>(stack.resource?.[type] ?? {});
  return Object.fromEntries(
    resources.map((resource) => [resource["//"].metadata.path.split("/").slice(1).join("/"), resource]),
  );
}
