import type { DeploymentConfig } from "../../config/deployment-config";
import { type Check, fail, ok, warn } from "./check";

interface DriverKey {
  readonly accessKey: string;
  /** Undefined: never. */
  readonly expiresAt?: Date;
}

const WARN_DAYS = 30;
const DAY_SECONDS = 24 * 60 * 60;

/** The key that the operator works with. `expiresAt` undefined: never. */
export function checkOwnKey(accessKey: string, expiresAt: Date | undefined, now: Date): Check {
  return checkExpiry(`API key ${accessKey}`, expiresAt, now, "Make a new one in the console and put it into .secret.");
}

/**
 * The keys of the Flexible-IP driver; `undefined` where its application is not there yet. Only the newest is in use: the one before it
 * may expire, and goes with the next rotation.
 */
export function checkDriverKeys(config: DeploymentConfig, keys: readonly DriverKey[] | undefined, now: Date): Check[] {
  if (!keys) return [];
  const next = config.flexibleIps.keyGeneration + 1;
  const rotate = `Set flexibleIps.keyGeneration: ${next}, then make infra and make rotate-flexible-ip-key.`;
  if (keys.length === 0)
    return [fail("key of the Flexible-IP driver", "it has none: VMs cannot take their addresses along", rotate)];
  const [newest, ...older] = [...keys].sort((one, other) => lifeOf(other) - lifeOf(one)) as [DriverKey, ...DriverKey[]];
  return [
    checkExpiry(`key of the Flexible-IP driver, ${newest.accessKey}`, newest.expiresAt, now, rotate),
    ...older.map((key) =>
      ok(`key of the Flexible-IP driver, ${key.accessKey}`, "rotated; the next rotation removes it"),
    ),
  ];
}

function lifeOf({ expiresAt }: DriverKey): number {
  return expiresAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function checkExpiry(check: string, expiresAt: Date | undefined, now: Date, remedy: string): Check {
  if (!expiresAt) return ok(check, "does not expire");
  const days = Math.floor((expiresAt.getTime() - now.getTime()) / 1000 / DAY_SECONDS);
  const date = expiresAt.toISOString().slice(0, 10);
  if (expiresAt <= now) return fail(check, `expired on ${date}`, remedy);
  if (days < WARN_DAYS) return warn(check, `expires on ${date}, in ${days} days`, remedy);
  return ok(check, `expires on ${date}`);
}
