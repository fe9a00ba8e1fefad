import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Checked, checkBytes, fileProblem } from "./check";
import type { DeploymentConfig } from "./deployment-config";
import {
  checkOutputFolder,
  deploymentNameFromEnvironment,
  deploymentNameProblems,
  type Environment,
} from "./environment";
import { DeploymentFileError, refuse } from "./problems";

/** Path of a deployment's file below the project's folder. */
export function deploymentFileOf(name: string): string {
  return `deployments/${name}.yaml`;
}

/**
 * Reads and checks `deployments/<name>.yaml` below `root`.
 * @throws DeploymentFileError with every mistake of the file. Nothing is written; running again is safe.
 */
export function loadDeploymentConfig(name: string, root: string): DeploymentConfig {
  const checked = checkFile(name, root);
  if ("problems" in checked) {
    throw new DeploymentFileError(checked.problems);
  }
  return checked.config;
}

/**
 * The deployment that the environment chooses, for main.ts: `DEPLOYMENT` names the file, and the output folder must be that
 * deployment's own.
 * @throws DeploymentFileError with the file's mistakes first, then those of the environment.
 */
export function loadChosenDeployment(root: string, environment: Environment = process.env): DeploymentConfig {
  const name = deploymentNameFromEnvironment(environment);
  const checked = checkFile(name, root);
  const mismatch = checkOutputFolder(name, environment);
  if ("problems" in checked) {
    throw new DeploymentFileError([...checked.problems, ...mismatch]);
  }
  refuse(mismatch);
  return checked.config;
}

function checkFile(name: string, root: string): Checked {
  const nameProblems = deploymentNameProblems(name);
  if (nameProblems.length > 0) {
    return { problems: nameProblems };
  }
  const file = deploymentFileOf(name);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(root, file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem =
      code === "ENOENT"
        ? fileProblem(file, "a deployment file", "no such file", fixForMissing(name, root))
        : fileProblem(
            file,
            "a file that can be read",
            `an error: ${code}`,
            `make ${file} a plain file that you may read`,
          );
    return { problems: [problem] };
  }
  return checkBytes(name, bytes, file);
}

function fixForMissing(name: string, root: string): string {
  if (name === "demo") {
    return "run make demo, which writes it, or copy deployments/demo.template.yaml to deployments/demo.yaml";
  }
  const names = existingDeployments(root);
  const choice = names.length === 0 ? "" : `, or set DEPLOYMENT to one that stands: ${names.join(", ")}`;
  return `copy deployments/example.yaml to ${deploymentFileOf(name)} and adapt it${choice}`;
}

function existingDeployments(root: string): readonly string[] {
  const folder = readdirSync(root).includes("deployments") ? readdirSync(join(root, "deployments")) : [];
  return folder
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .filter((name) => deploymentNameProblems(name).length === 0)
    .sort();
}
