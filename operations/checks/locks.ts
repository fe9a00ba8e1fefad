import type { DeploymentConfig } from "../../config/deployment-config";
import { ageOf, type StackLock } from "../locks";
import { type Check, ok, warn } from "./check";

const OLD_SECONDS = 60 * 60;

export function checkLocks(config: DeploymentConfig, locks: readonly StackLock[], now: Date): Check[] {
  const old = locks.filter((lock) => now.getTime() - lock.createdAt.getTime() > OLD_SECONDS * 1000);
  if (old.length === 0) return [ok("locks", locks.length === 0 ? "none" : `${locks.length}, younger than an hour`)];
  return old.map((lock) =>
    warn(
      `lock on ${lock.stack}`,
      `held by ${lock.holder} for ${ageOf(lock, now)}`,
      `make unlock DEPLOYMENT=${config.name} tells whether it was left behind`,
    ),
  );
}
