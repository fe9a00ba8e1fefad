import { setTimeout as pause } from "node:timers/promises";

const LOOK_EVERY_MS = 50;

/**
 * Returns when the named condition holds.
 * @throws Error with the name when it does not within the deadline (default: a minute)
 */
export async function until(name: string, holds: () => boolean | Promise<boolean>, deadlineMs = 60_000): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${deadlineMs / 1000} s in vain: ${name}`);
    await pause(LOOK_EVERY_MS);
  }
}
