import { rmSync } from "node:fs";
import { EXIT_CODES } from "../config/exit-codes";
import { table } from "./cloud-text";
import type { Deployment } from "./deployment";
import { ageOf, judgeLock, readLocks, type StackLock } from "./locks";
import { OperationProblem } from "./operation-problem";
import { isInitialized, mustTerraform } from "./terraform";

/**
 * Shows the locks on a deployment's states, or removes the one that `confirm` names.
 * @param confirm a lock's id; undefined: only show
 * @throws OperationProblem when there is no such lock, or its holder may still be at work
 */
export async function unlock(deployment: Deployment, confirm: string | undefined): Promise<void> {
  const locks = await readLocks(deployment);
  if (confirm) {
    await removeLock(deployment, findLock(locks, confirm));
    return;
  }
  if (locks.length === 0) {
    process.stdout.write(`No state of deployment ${deployment.config.name} is locked.\n`);
    return;
  }
  process.stdout.write(`${describeLocks(locks, deployment).join("\n")}\n`);
}

function describeLocks(locks: readonly StackLock[], deployment: Deployment): readonly string[] {
  const rows = locks.map((lock) => [
    lock.stack,
    lock.id,
    lock.holder,
    lock.operation.replace("OperationType", "").toLowerCase(),
    ageOf(lock),
    judgeLock(lock, deployment).reason,
  ]);
  const stale = locks.find((lock) => !judgeLock(lock, deployment).live);
  return [
    ...table(["stack", "lock id", "holder", "operation", "age", "the holder is"], rows),
    "",
    stale
      ? `To remove one that was left behind: ${removal(deployment, stale)}`
      : "Nothing to remove: wait for the holder to finish.",
  ];
}

function findLock(locks: readonly StackLock[], id: string): StackLock {
  const lock = locks.find((candidate) => candidate.id === id);
  if (lock) return lock;
  const known = locks.length === 0 ? "there is none" : locks.map(({ id, stack }) => `${id} on ${stack}`).join(", ");
  throw new OperationProblem(
    EXIT_CODES.usage,
    `No lock has the id ${id}: ${known}.`,
    "Run make unlock, which lists them. Nothing was changed.",
  );
}

async function removeLock(deployment: Deployment, lock: StackLock): Promise<void> {
  const { live, reason } = judgeLock(lock, deployment);
  if (live) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      `The lock ${lock.id} on stack ${lock.stack} stays: its holder ${lock.holder} is ${reason}.`,
      "Without it two runs would write one state. Wait for that run, or end it with Ctrl-C, which releases the lock. Nothing was changed.",
    );
  }
  if (lock.file) rmSync(lock.file);
  else await releaseInBucket(deployment, lock);
  process.stdout.write(
    `Removed the lock ${lock.id} of ${lock.holder} on stack ${lock.stack}. make infra goes on from where that run stopped.\n`,
  );
}

/** Terraform compares the id once more, so a lock taken meanwhile is left alone. */
async function releaseInBucket(deployment: Deployment, lock: StackLock): Promise<void> {
  if (!isInitialized(deployment, lock.stack)) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      `Stack ${lock.stack} is not initialized in this checkout, so Terraform cannot release its lock.`,
      `Run make adopt first, then ${removal(deployment, lock)}. Nothing was changed.`,
    );
  }
  await mustTerraform("the release of its lock", deployment, lock.stack, "force-unlock", "-force", lock.id);
}

function removal(deployment: Deployment, lock: StackLock): string {
  return `make unlock DEPLOYMENT=${deployment.config.name} CONFIRM=${lock.id}`;
}
