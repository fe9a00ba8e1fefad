// Filters of list routes. Of several values of one parameter (`tags=a&tags=b`) one must match, of several parameters all
// (scaleway-sdk-go: "one or more matching tags", "one of these IDs"). An empty value filters nothing.
import { invalidArguments } from "../errors";
import { Refusal } from "../refusal";

export type Filters<T> = Readonly<Record<string, (row: T, value: string) => boolean>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Rows that pass every filter the query sets.
 * @throws Refusal (400) when a parameter ending in `_id` or `_ids` is no UUID, e.g. an id in Terraform's `fr-par/…` form.
 */
export function applyFilters<T>(rows: readonly T[], query: URLSearchParams, filters: Filters<T>): T[] {
  const set = Object.entries(filters).flatMap(([name, matches]) => {
    const values = query.getAll(name).filter((value) => value !== "");
    if (/_ids?$/.test(name)) for (const value of values) mustBeUuid(name, value);
    return values.length === 0 ? [] : [(row: T) => values.some((value) => matches(row, value))];
  });
  return rows.filter((row) => set.every((passes) => passes(row)));
}

/** @throws Refusal (400) unless the value is `true` or `false`. */
export function isTrue(name: string, value: string): boolean {
  if (value !== "true" && value !== "false") refuse(name, "must be true or false");
  return value === "true";
}

function mustBeUuid(name: string, value: string): void {
  if (!UUID.test(value)) refuse(name, "must be a UUID");
}

function refuse(name: string, why: string): never {
  throw new Refusal(invalidArguments({ argument_name: name, reason: "format", help_message: why }));
}
