import type { DeploymentConfig } from "../../config/deployment-config";
import { type Check, fail, ok, warn } from "./check";

const WARN_DAYS = 30;
const DAY_SECONDS = 24 * 60 * 60;

/** The key that the operator works with. `expiresAt` undefined: never. */
export function checkOwnKey(accessKey: string, expiresAt: Date | undefined, now: Date): Check {
  return checkExpiry(`API key ${accessKey}`, expiresAt, now, "Make a new one in the console and put it into .secret.");
}

/** The keys of the Flexible-IP driver; `undefined` where its application is not there yet. */
export function checkDriverKeys(
  config: DeploymentConfig,
  keys: readonly { readonly accessKey: string; readonly expiresAt?: Date }[] | undefined,
  now: Date,
): Check[] {
  if (!keys) return [];
  const next = config.flexibleIps.keyGeneration + 1;
  const rotate = `Set flexibleIps.keyGeneration: ${next}, then make infra and make deployment.`;
  if (keys.length === 0)
    return [fail("key of the Flexible-IP driver", "it has none: VMs cannot take their addresses along", rotate)];
  return keys.map((key) => checkExpiry(`key of the Flexible-IP driver, ${key.accessKey}`, key.expiresAt, now, rotate));
}

function checkExpiry(check: string, expiresAt: Date | undefined, now: Date, remedy: string): Check {
  if (!expiresAt) return ok(check, "does not expire");
  const days = Math.floor((expiresAt.getTime() - now.getTime()) / 1000 / DAY_SECONDS);
  const date = expiresAt.toISOString().slice(0, 10);
  if (expiresAt <= now) return fail(check, `expired on ${date}`, remedy);
  if (days < WARN_DAYS) return warn(check, `expires on ${date}, in ${days} days`, remedy);
  return ok(check, `expires on ${date}`);
}
