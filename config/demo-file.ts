import { checkText } from "./check";
import { deploymentFileOf } from "./load";
import { DeploymentFileError } from "./problems";

/**
 * Text of deployments/demo.yaml: the template, with `servers.workers` replaced by `workers` when that is given (`make demo WORKERS=3`).
 * @throws DeploymentFileError when the result would not be a right deployment file, so that nothing is written then.
 */
export function renderDemoFile(template: string, workers?: string): string {
  const text =
    workers === undefined ? template : template.replace(/^(\s+workers:).*$/m, (_, field) => `${field} ${workers}`);
  const checked = checkText("demo", text, deploymentFileOf("demo"));
  if ("problems" in checked) {
    throw new DeploymentFileError(checked.problems);
  }
  return text;
}
