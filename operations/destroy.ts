import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Iamv1alpha1 } from "@scaleway/sdk-iam";
import { EXIT_CODES } from "../config/exit-codes";
import { runCdktf } from "./cdktf";
import { type Deployment, STACKS } from "./deployment";
import { type Holdings, holdingsText, surveyDeployment } from "./holdings";
import { OperationProblem } from "./operation-problem";
import { connectToScaleway } from "./scaleway/connection";
import { findProjectId } from "./scaleway/project";

/**
 * Destroys a disposable deployment, last stack first, and proves by the API that it is gone. Safe to run again after a failure
 * in the middle.
 * @param confirm the project's name; anything else: only shows what would be destroyed
 * @throws OperationProblem before any change when the deployment is guarded or not confirmed; afterwards when something is left
 */
export async function destroyDeployment(
  deployment: Deployment,
  confirm: string | undefined,
  say: (line: string) => void,
): Promise<void> {
  const { config } = deployment;
  const holdings = await surveyDeployment(deployment, say);
  if (!holdings) {
    forget(deployment);
    process.stdout.write(`Nothing to destroy: the account has no project ${config.project}.\n`);
    return;
  }
  refuseGuarded(deployment, holdings);
  if (confirm !== config.project) askForConfirmation(deployment, holdings, confirm);

  say(`Destroying ${config.name}: project ${config.project} and everything in it`);
  const what = holdings.hasBucket ? ["*"] : ["state", "--ignore-missing-stack-dependencies"];
  await runCdktf(deployment, ["destroy", ...what, "--auto-approve"], say);
  await proveGone(deployment);
  forget(deployment);
  process.stdout.write(
    `Destroyed ${config.name}: the account has no project ${config.project} any more, and no IAM application of it.\n`,
  );
}

function refuseGuarded(deployment: Deployment, holdings: Holdings): void {
  const { config } = deployment;
  if (config.disposable && holdings.guardedStacks.length === 0) return;
  const file = `deployments/${config.name}.yaml`;
  const reason = config.disposable
    ? `it was last deployed with disposable: false (stack ${holdings.guardedStacks.join(", ")})`
    : `${file} says disposable: false`;
  process.stdout.write(`${holdingsText(deployment, holdings)}\n`);
  throw new OperationProblem(
    EXIT_CODES.usage,
    `Deployment ${config.name} is guarded against this: ${reason}. Nothing was changed.`,
    "Two steps lift the guards and the servers' protection, then destroy:",
    `  1. ${config.disposable ? `keep disposable: true in ${file}` : `set disposable: true in ${file}`}, and make infra DEPLOYMENT=${config.name}`,
    `  2. ${command(deployment)}`,
  );
}

function askForConfirmation(deployment: Deployment, holdings: Holdings, confirm: string | undefined): never {
  process.stdout.write(`${holdingsText(deployment, holdings)}\n`);
  throw new OperationProblem(
    EXIT_CODES.usage,
    confirm ? `CONFIRM names ${confirm}, the project is ${deployment.config.project}.` : "This is not confirmed yet.",
    `To destroy all of it, for good: ${command(deployment)}`,
    "Nothing was changed.",
  );
}

function command({ config }: Deployment): string {
  return `make destroy DEPLOYMENT=${config.name} CONFIRM=${config.project}`;
}

async function proveGone(deployment: Deployment): Promise<void> {
  const { project } = deployment.config;
  const client = connectToScaleway(deployment.config);
  const name = `opennebula-flexip-${project}`;
  const applications = await new Iamv1alpha1.API(client)
    .listApplications({ name, organizationId: process.env.SCW_DEFAULT_ORGANIZATION_ID })
    .all();
  const left = [
    ...((await findProjectId(client, project)) ? [`project ${project}`] : []),
    ...applications.filter((application) => application.name === name).map(() => `IAM application ${name}`),
  ];
  if (left.length === 0) return;
  throw new OperationProblem(
    EXIT_CODES.failed,
    `Terraform has destroyed what it knew of, but the account still has: ${left.join(", ")}.`,
    "They were made beside this deployment's states; delete them in the console. Running again is safe.",
  );
}

/** Deletes what means nothing without the cloud: states, credentials and what was synthesized. Logs stay. */
function forget(deployment: Deployment): void {
  rmSync(deployment.stateFolder, { recursive: true, force: true });
  for (const stack of STACKS) rmSync(join(deployment.outputFolder, "stacks", stack), { recursive: true, force: true });
  removeEmptyFolders(deployment.inventoryFolder);
}

/** Terraform deletes its files and leaves their folders; what others have put there is theirs. */
function removeEmptyFolders(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
