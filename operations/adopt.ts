import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../config/exit-codes";
import { type PlannedChange, type PlanReview, reviewPlan } from "./adopted-plan";
import { runCdktf } from "./cdktf";
import { type Deployment, STACKS } from "./deployment";
import { OperationProblem } from "./operation-problem";
import { writeS3Credentials } from "./s3-credentials";
import { connectToScaleway } from "./scaleway/connection";
import { findProjectId } from "./scaleway/project";
import { StateBucketReader } from "./scaleway/state-bucket";
import { initializeStack, mustTerraform } from "./terraform";
import { addressInStack, localStateObjects, pullState } from "./terraform-state";

const PROJECT = "scaleway_account_project";
const BUCKET = "scaleway_object_bucket";

/**
 * Rebuilds `.state/<name>/` from the account, for a second operator, CI or a lost laptop. Only reads the account. Goes on from
 * where an earlier run stopped.
 *
 * @throws OperationProblem when the account holds no such cloud, another one is recorded here, or the account differs from the file
 */
export async function adoptDeployment(deployment: Deployment, say: (line: string) => void): Promise<void> {
  const { config } = deployment;
  say(`Adopting ${config.name}: project ${config.project}; the account is only read`);
  const projectId = await findProject(deployment);
  refuseOtherCloud(deployment, projectId);
  const hasBucket = await checkBucket(deployment, projectId);
  say(`  project ${projectId}, bucket ${hasBucket ? config.bucketName : "not made yet"}`);

  await runCdktf(deployment, ["synth"], say);
  await initializeStack(deployment, "state");
  await importMissing(deployment, PROJECT, projectId);
  if (!hasBucket) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      `The project ${config.project} is adopted, but it has no bucket ${config.bucketName}: the first deploy stopped before it.`,
      "Run make infra, which goes on from there. Running again is safe.",
    );
  }
  await importMissing(deployment, BUCKET, `${config.region}/${config.bucketName}@${projectId}`);
  say("  state: project and bucket imported");

  writeS3Credentials(deployment, projectId);
  await recordWhatIsLocal(deployment);
  for (const stack of STACKS.slice(1)) {
    await initializeStack(deployment, stack);
    say(`  ${stack}: initialized`);
  }
  say(`Adopted. npx cdktf diff '*' compares this checkout with the account.`);
  if (!existsSync(join(deployment.inventoryFolder, "hosts.yml")))
    say("The inventory's files are not in this checkout: make infra writes them, and with the same file nothing else.");
}

async function findProject(deployment: Deployment): Promise<string> {
  const { config } = deployment;
  const found = await findProjectId(connectToScaleway(config), config.project);
  if (found) return found;
  throw new OperationProblem(
    EXIT_CODES.failed,
    `The organization ${process.env.SCW_DEFAULT_ORGANIZATION_ID} has no project ${config.project}, so there is nothing to adopt.`,
    `Check project: in deployments/${config.name}.yaml and SCW_DEFAULT_ORGANIZATION_ID; to make a new cloud, make infra. Nothing was changed.`,
  );
}

function refuseOtherCloud(deployment: Deployment, projectId: string): void {
  const recorded = localStateObjects(deployment).find((object) => object.type === PROJECT)?.attributes.id;
  if (recorded === undefined || recorded === projectId) return;
  const { name, project } = deployment.config;
  throw new OperationProblem(
    EXIT_CODES.usage,
    `.state/${name}/ records the project ${recorded}, but in the account ${project} is ${projectId}.`,
    `If the recorded one is gone for good, move the folder .state/${name} away and run make adopt again. Nothing was changed.`,
  );
}

/** Whether the bucket is there; one that others may read is refused, since the states hold secrets. */
async function checkBucket(deployment: Deployment, projectId: string): Promise<boolean> {
  const { SCW_ACCESS_KEY: accessKey = "", SCW_SECRET_KEY: secretKey = "" } = process.env;
  const bucket = new StateBucketReader(deployment.config, { accessKey, secretKey, projectId });
  if (!(await bucket.exists())) return false;
  const strangers = await bucket.strangers();
  if (strangers.length === 0) return true;
  throw new OperationProblem(
    EXIT_CODES.failed,
    `The bucket ${deployment.config.bucketName} is open to others, and the states in it hold secrets: ${strangers.join(", ")}`,
    "Set its visibility to private in the console, then run make adopt again. Nothing was changed.",
  );
}

async function importMissing(deployment: Deployment, type: string, id: string): Promise<void> {
  if (localStateObjects(deployment).some((object) => object.type === type)) return;
  const address = addressInStack(deployment, "state", type);
  await mustTerraform(
    `the import of ${address}`,
    deployment,
    "state",
    "import",
    "-input=false",
    "-no-color",
    address,
    id,
  );
}

/** Brings the state to where a deploy would have left it: the credentials file, the memories and the outputs. */
async function recordWhatIsLocal(deployment: Deployment): Promise<void> {
  // The plan holds the credentials.
  const plan = join(deployment.stateFolder, "adopt.tfplan");
  try {
    let review = await planReview(deployment, plan);
    if (Object.keys(review.unrecorded).length > 0) {
      await record(deployment, review.unrecorded);
      review = await planReview(deployment, plan);
    }
    const left = [...review.accountChanges, ...Object.keys(review.unrecorded)];
    if (left.length > 0) {
      throw new OperationProblem(
        EXIT_CODES.failed,
        `Adopted but for what differs between the account and deployments/${deployment.config.name}.yaml in stack state:`,
        ...left.map((line) => `  ${line}`),
        "make infra makes these changes in the account; make adopt only reads it. Running either again is safe.",
      );
    }
    await mustTerraform("the record", deployment, "state", "apply", "-input=false", "-no-color", plan);
  } finally {
    rmSync(plan, { force: true });
  }
}

async function planReview(deployment: Deployment, plan: string): Promise<PlanReview> {
  await mustTerraform("the plan", deployment, "state", "plan", "-input=false", "-no-color", `-out=${plan}`);
  const shown = JSON.parse(await mustTerraform("the plan", deployment, "state", "show", "-json", plan));
  return reviewPlan((shown.resource_changes ?? []) as PlannedChange[]);
}

/** Puts settings that no import reads into the state, as the deploy that made the object had left them there. */
async function record(deployment: Deployment, settings: PlanReview["unrecorded"]): Promise<void> {
  const state = await pullState(deployment, "state");
  if (!state) throw new Error("an import leaves a state behind");
  for (const entry of state.resources)
    Object.assign(entry.instances[0]?.attributes ?? {}, settings[`${entry.type}.${entry.name}`]);
  state.serial += 1;
  const file = join(deployment.stateFolder, "adopt.tfstate");
  try {
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
    await mustTerraform("the record", deployment, "state", "state", "push", file);
  } finally {
    rmSync(file, { force: true });
  }
}
