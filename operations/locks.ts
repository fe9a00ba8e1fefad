import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type Deployment, STACKS, type StackName } from "./deployment";
import { readS3Credentials } from "./s3-credentials";
import { StateBucketReader } from "./scaleway/state-bucket";
import { type TerraformProcesses, terraformProcessesIn } from "./terraform-processes";

/** A lock on a stack's state, as Terraform describes it in the lock itself. */
export interface StackLock {
  readonly stack: StackName;
  readonly id: string;
  /** `user@host`. */
  readonly holder: string;
  /** In Terraform's word, e.g. `OperationTypeApply`. */
  readonly operation: string;
  readonly createdAt: Date;
  /** The lock's file for a state on this machine; undefined for one in the bucket. */
  readonly file: string | undefined;
}

/** Whether the run that took a lock may still be at work. */
export interface LockJudgement {
  readonly live: boolean;
  /** Why, as an end of a sentence about the holder. */
  readonly reason: string;
}

/**
 * A lock held elsewhere cannot be looked into, only waited for: the provider waits for a delivery and for an install an hour each
 * (its `baremetal` package), and nothing of a stack takes longer.
 */
export const PATIENCE_SECONDS = 2 * 60 * 60;

/** All locks of a deployment: on the file of `state`, and in the bucket on the others. */
export async function readLocks(deployment: Deployment): Promise<readonly StackLock[]> {
  const file = join(deployment.stateFolder, ".state.tfstate.lock.info");
  const local = existsSync(file) ? [parseLock("state", readFileSync(file, "utf8"), file)] : [];
  const credentials = readS3Credentials(deployment);
  if (!credentials) return local;
  const bucket = new StateBucketReader(deployment.config, credentials);
  const names = await bucket.lockFiles();
  const remote = STACKS.filter((stack) => names.includes(lockFileOf(stack))).map(async (stack) => {
    const text = await bucket.read(lockFileOf(stack));
    // Released between the list and the look.
    return text === undefined ? [] : [parseLock(stack, text)];
  });
  return [...local, ...(await Promise.all(remote)).flat()];
}

/** @param text the JSON that Terraform writes into a lock (`statemgr.LockInfo`) */
export function parseLock(stack: StackName, text: string, file?: string): StackLock {
  const { ID, Who, Operation, Created } = JSON.parse(text) as Record<string, string | undefined>;
  return {
    stack,
    id: ID ?? "",
    holder: Who ?? "unknown",
    operation: Operation ?? "unknown",
    createdAt: new Date(Created ?? 0),
    file,
  };
}

/** Tells a lock that was left behind from one that is being worked under. */
export function judgeLock(
  lock: StackLock,
  deployment: Deployment,
  now = new Date(),
  thisHost = hostname(),
  processesIn: (folder: string) => TerraformProcesses = terraformProcessesIn,
): LockJudgement {
  const isYoung = now.getTime() - lock.createdAt.getTime() < PATIENCE_SECONDS * 1000;
  if (lock.file === undefined && lock.holder.replace(/^.*@/, "") !== thisHost) {
    return isYoung
      ? { live: true, reason: `on another host, and younger than ${PATIENCE_SECONDS / 3600} hours` }
      : { live: false, reason: `on another host, and older than ${PATIENCE_SECONDS / 3600} hours` };
  }
  const { pids, hidden } = processesIn(`cdktf.out/${deployment.config.name}/stacks/${lock.stack}`);
  if (pids.length > 0) return { live: true, reason: `at work here, process ${pids.join(", ")}` };
  if (hidden.length > 0 && isYoung)
    return { live: true, reason: `perhaps at work here as another user, process ${hidden.join(", ")}` };
  return { live: false, reason: "no longer at work on this host" };
}

export function ageOf(lock: StackLock, now = new Date()): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - lock.createdAt.getTime()) / 60_000));
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}

function lockFileOf(stack: StackName): string {
  return `${stack}.tfstate.tflock`;
}
