// What the environment says about a deployment. Together with secrets.ts the only reader of environment variables in the product.
import { basename, dirname, normalize } from "node:path";
import { type Problem, printable, refuse } from "./problems";

export type Environment = Readonly<Record<string, string | undefined>>;

const ENVIRONMENT = "environment";
const DEFAULT_DEPLOYMENT = "demo";
const OUTPUT_ROOT = "cdktf.out";

/** The name becomes part of folders, of `cdktf.out/<name>` and of the states' keys. */
const DEPLOYMENT_NAME = /^[a-z0-9][a-z0-9-]{0,30}$/;

/** Problems of a deployment's name; `field` says where the name comes from. */
export function deploymentNameProblems(name: string, field = "DEPLOYMENT"): Problem[] {
  if (DEPLOYMENT_NAME.test(name)) {
    return [];
  }
  return [
    {
      file: ENVIRONMENT,
      field,
      expected: "the name of a file in deployments/, without .yaml: lower-case letters, digits and hyphens, at most 31",
      found: name === "" ? "an empty text" : printable(name),
      fix: `set ${field}=${DEFAULT_DEPLOYMENT}, or to the name of another deployment`,
    },
  ];
}

/**
 * Name of the deployment to work on: `DEPLOYMENT`, by default `demo`.
 * @throws DeploymentFileError when the value cannot name a deployment.
 */
export function deploymentNameFromEnvironment(environment: Environment = process.env): string {
  const name = environment.DEPLOYMENT || DEFAULT_DEPLOYMENT;
  refuse(deploymentNameProblems(name));
  return name;
}

/**
 * The folder that main.ts synthesizes into: what `cdktf` hands over in CDKTF_OUTDIR (from CDKTF_OUTPUT or cdktf.json), or
 * `cdktf.out/<name>` when main.ts runs without `cdktf`.
 */
export function outputFolder(name: string, environment: Environment = process.env): string {
  return environment.CDKTF_OUTDIR || `${OUTPUT_ROOT}/${name}`;
}

/**
 * A deployment synthesized into the folder of another one would be planned against the other one's states. Its folder must be
 * `…/cdktf.out/<name>`; without `cdktf` there is nothing to check.
 */
export function checkOutputFolder(name: string, environment: Environment = process.env): Problem[] {
  const field = environment.CDKTF_OUTDIR ? "CDKTF_OUTDIR" : "CDKTF_OUTPUT";
  const folder = environment[field];
  if (!folder) {
    return [];
  }
  const path = normalize(`${folder}/.`);
  if (basename(path) === name && basename(dirname(path)) === OUTPUT_ROOT) {
    return [];
  }
  return [
    {
      file: ENVIRONMENT,
      field,
      expected: `a folder that ends in ${OUTPUT_ROOT}/${name}, because DEPLOYMENT is ${name}`,
      found: printable(folder),
      fix: `run in this shell: export DEPLOYMENT=${name}; source env.sh (source .secret does the same)`,
    },
  ];
}
