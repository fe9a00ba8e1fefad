import { EXIT_CODES } from "../config/exit-codes";
import { runCdktf } from "./cdktf";
import { table } from "./cloud-text";
import { type Deployment, STACKS, type StackName } from "./deployment";
import { OperationProblem } from "./operation-problem";
import { writeS3Credentials } from "./s3-credentials";
import { connectToScaleway } from "./scaleway/connection";
import { findProjectId, projectStands } from "./scaleway/project";
import { StateBucketReader } from "./scaleway/state-bucket";
import { initializeStack, isInitialized, outputsOf } from "./terraform";
import { localStateObjects, type ManagedObject, managedObjects, pullState } from "./terraform-state";

/** What a deployment has in the account, as its states tell. */
export interface Holdings {
  /** False when an earlier destroy got as far as the bucket, or the first deploy did not: the other states are gone or not there. */
  readonly hasBucket: boolean;
  readonly objects: Readonly<Partial<Record<StackName, readonly ManagedObject[]>>>;
  /** Stacks that were last deployed with `disposable: false`. */
  readonly guardedStacks: readonly StackName[];
}

/** The stacks that put out whether they were deployed as disposable. */
const GUARDED_STACKS: readonly StackName[] = ["state", "instances"];

/** Kinds that a person knows by name, and the attribute that names them. */
const NAMED: Readonly<Record<string, readonly [kind: string, attribute: string]>> = {
  scaleway_account_project: ["project", "name"],
  scaleway_object_bucket: ["bucket with all states", "name"],
  scaleway_vpc: ["VPC", "name"],
  scaleway_vpc_private_network: ["networks", "name"],
  scaleway_baremetal_server: ["servers with their disks", "name"],
  scaleway_flexible_ip: ["Flexible IPs", "ip_address"],
  scaleway_iam_application: ["IAM application", "name"],
};

/**
 * Looks at what a deployment holds; changes nothing in the account.
 * @returns undefined when neither the states nor the account know of it
 * @throws OperationProblem when the account has the project and this checkout has no state of it
 */
export async function surveyDeployment(
  deployment: Deployment,
  say: (line: string) => void,
): Promise<Holdings | undefined> {
  const { config } = deployment;
  const client = connectToScaleway(config);
  const recorded = recordedProject(deployment);
  if (recorded) refuseOtherCloud(deployment, recorded);
  const standing = recorded && (await projectStands(client, recorded.id)) ? recorded.id : undefined;
  if (!standing) {
    refuseUnrecorded(deployment, await findProjectId(client, config.project));
    if (localStateObjects(deployment).length === 0) return undefined;
  }
  const hasBucket = standing !== undefined && (await bucketStands(deployment, standing));
  const stacks = hasBucket ? STACKS : (["state"] as const);
  await initializeMissing(deployment, stacks, say);
  const objects: Partial<Record<StackName, readonly ManagedObject[]>> = {};
  for (const stack of stacks) objects[stack] = managedObjects(await pullState(deployment, stack));
  const guardedStacks: StackName[] = [];
  for (const stack of GUARDED_STACKS)
    if (objects[stack]?.length && (await outputsOf(deployment, stack)).disposable === false) guardedStacks.push(stack);
  return { hasBucket, objects, guardedStacks };
}

/** What would be destroyed, for a person. */
export function holdingsText({ config }: Deployment, { objects }: Holdings): string {
  const rows = [...STACKS].reverse().flatMap((stack) => {
    const held = objects[stack] ?? [];
    return held.length === 0 ? [] : [[stack, String(held.length), named(held)]];
  });
  return [
    `Deployment ${config.name}, project ${config.project} in ${config.zone}; this would be destroyed:`,
    "",
    ...table(["stack", "objects", "among them"], rows),
    "",
  ].join("\n");
}

function named(objects: readonly ManagedObject[]): string {
  const kinds = Object.entries(NAMED).flatMap(([type, [kind, attribute]]) => {
    const names = objects
      .filter((object) => object.type === type)
      .map((object) => String(object.attributes[attribute]));
    return names.length === 0 ? [] : [`${kind} ${names.sort().join(", ")}`];
  });
  return kinds.join("; ");
}

interface RecordedProject {
  /** Bare UUID. */
  readonly id: string;
  readonly name: string;
  readonly organizationId: string;
}

function recordedProject(deployment: Deployment): RecordedProject | undefined {
  const project = localStateObjects(deployment).find((object) => object.type === "scaleway_account_project");
  if (!project) return undefined;
  const { id, name, organization_id: organizationId } = project.attributes;
  return { id: String(id), name: String(name), organizationId: String(organizationId) };
}

/**
 * Under another name the bucket would be looked for in the wrong place, with another account's key the project would seem to be gone:
 * either way the states of what stands would be thrown away.
 */
function refuseOtherCloud({ config }: Deployment, recorded: RecordedProject): void {
  const state = `.state/${config.name}/`;
  if (recorded.name !== config.project) {
    throw new OperationProblem(
      EXIT_CODES.usage,
      `${state} records the project ${recorded.name}, and deployments/${config.name}.yaml says project: ${config.project}.`,
      `Set project: ${recorded.name} to destroy that one. Nothing was changed.`,
    );
  }
  if (recorded.organizationId !== process.env.SCW_DEFAULT_ORGANIZATION_ID) {
    throw new OperationProblem(
      EXIT_CODES.usage,
      `${state} records a project of organization ${recorded.organizationId}, and SCW_DEFAULT_ORGANIZATION_ID is another one.`,
      "Source the .secret of that account. Nothing was changed.",
    );
  }
}

function refuseUnrecorded({ config }: Deployment, inAccount: string | undefined): void {
  if (inAccount === undefined) return;
  throw new OperationProblem(
    EXIT_CODES.failed,
    `The account has a project ${config.project} (${inAccount}) that the state in .state/${config.name}/ does not know.`,
    "If it is this deployment, run make adopt first. Nothing was changed; running again is safe.",
  );
}

/** Also writes the credentials of that project anew, for a file that is missing or holds a key that was rotated. */
async function bucketStands(deployment: Deployment, projectId: string): Promise<boolean> {
  const { SCW_ACCESS_KEY: accessKey = "", SCW_SECRET_KEY: secretKey = "" } = process.env;
  const bucket = new StateBucketReader(deployment.config, { accessKey, secretKey, projectId });
  if (!(await bucket.exists())) return false;
  writeS3Credentials(deployment, projectId);
  return true;
}

async function initializeMissing(
  deployment: Deployment,
  stacks: readonly StackName[],
  say: (line: string) => void,
): Promise<void> {
  const missing = stacks.filter((stack) => !isInitialized(deployment, stack));
  if (missing.length === 0) return;
  await runCdktf(deployment, ["synth"], say);
  for (const stack of missing) await initializeStack(deployment, stack);
}
