import type { Check } from "./check";

const ORDER = ["fail", "warn", "not run", "ok"] as const;

/** A line for each, what needs something first, its remedy beneath. */
export function checksText(checks: readonly Check[]): string {
  const width = (words: readonly string[]) => Math.max(...words.map(({ length }) => length));
  const statusWidth = width(checks.map(({ status }) => status));
  const checkWidth = width(checks.map(({ check }) => check));
  return ORDER.flatMap((shown) => checks.filter(({ status }) => status === shown))
    .flatMap(({ check, status, what, remedy }) => [
      `${status.padEnd(statusWidth)}  ${check.padEnd(checkWidth)}  ${what}`,
      ...(remedy === "" ? [] : [`${" ".repeat(statusWidth)}  -> ${remedy}`]),
    ])
    .join("\n");
}

/** The numbers, e.g. `30 ok, 1 fail, 2 not run`; a status that nothing has is left out. */
export function checksCount(checks: readonly Check[]): string {
  return [...ORDER]
    .reverse()
    .map((status) => ({ status, count: checks.filter((check) => check.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${status}`)
    .join(", ");
}
