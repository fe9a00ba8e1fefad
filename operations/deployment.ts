import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DeploymentConfig } from "../config/deployment-config";
import { checkOutputFolder, deploymentNameFromEnvironment } from "../config/environment";
import { loadDeploymentConfig } from "../config/load";
import { refuse } from "../config/problems";
import { checkSecrets } from "../config/secrets";

/** The stacks in the order in which they are deployed. */
export const STACKS = ["state", "vpc", "instances", "network", "inventories"] as const;
export type StackName = (typeof STACKS)[number];

/** The folder of this checkout. */
export const CHECKOUT = resolve(__dirname, "..");

/** A deployment file and the places that belong to it alone. */
export interface Deployment {
  readonly config: DeploymentConfig;
  /** `cdktf.out/<name>`, absolute. */
  readonly outputFolder: string;
  /** `.state/<name>`, absolute. */
  readonly stateFolder: string;
  /** `ansible/inventory/<name>`, absolute. */
  readonly inventoryFolder: string;
  /** `logs/<name>`, absolute. */
  readonly logFolder: string;
}

/**
 * The deployment that `DEPLOYMENT` chooses.
 * @throws DeploymentFileError with every mistake of the file and of the environment
 */
export function chosenDeployment(): Deployment {
  const name = deploymentNameFromEnvironment();
  const config = loadDeploymentConfig(name, CHECKOUT);
  refuse(checkOutputFolder(name, process.env));
  return placesOf(config);
}

export function placesOf(config: DeploymentConfig): Deployment {
  return {
    config,
    outputFolder: join(CHECKOUT, "cdktf.out", config.name),
    stateFolder: join(CHECKOUT, ".state", config.name),
    inventoryFolder: join(CHECKOUT, "ansible/inventory", config.name),
    logFolder: join(CHECKOUT, "logs", config.name),
  };
}

/** Where Terraform runs for a stack. */
export function stackFolder(deployment: Deployment, stack: StackName): string {
  return join(deployment.outputFolder, "stacks", stack);
}

/** @throws DeploymentFileError naming every secret that is missing or unusable, before anything is called */
export function requireSecrets(): void {
  refuse(checkSecrets(process.env));
}

/** Whether anything of the deployment has been made from this checkout. */
export function isDeployed(deployment: Deployment): boolean {
  return existsSync(join(deployment.stateFolder, "state.tfstate"));
}

/** Whether `state` has made the bucket that the other stacks keep their states in, with the key that is used now. */
export function stateIsReady(deployment: Deployment): boolean {
  const state = join(deployment.stateFolder, "state.tfstate");
  const credentials = join(deployment.stateFolder, "s3-credentials");
  if (!existsSync(state) || !existsSync(credentials)) return false;
  return readFileSync(credentials, "utf8").includes(`= ${process.env.SCW_ACCESS_KEY}@`);
}
