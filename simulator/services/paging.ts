// Lists of the Scaleway API come in pages: `page` counts from 1, and the answer holds one page of items and the
// `total_count` of all. The provider's WithAllPages sends no page_size and goes on until a page is empty
// (scaleway-sdk-go scw/request.go and client.go), so a page beyond the last one is an empty page, not an error.
import { invalidArguments } from "./errors";
import { Refusal } from "./refusal";

export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 100;

/** What a list route names in its `query` besides its own filters. */
export const PAGING_QUERY = ["page", "page_size", "order_by"] as const;

/**
 * Cuts the page that the request asks for out of all items it may see.
 * @throws Refusal (400 invalid_arguments) when `page` or `page_size` is not a positive integer, or a page is over 100 long.
 */
export function page<T>(items: readonly T[], query: URLSearchParams): { items: T[]; totalCount: number } {
  const number = positiveInteger(query, "page", 1, Number.MAX_SAFE_INTEGER);
  const size = positiveInteger(query, "page_size", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  return { items: items.slice((number - 1) * size, number * size), totalCount: items.length };
}

/**
 * Sorts by `order_by=<field>_asc|_desc`; items that compare equal keep their order. Without the parameter the first of
 * `allowed` applies, so name the API's default first, e.g. `["created_at_asc", "created_at_desc", "name_asc"]`.
 * @throws Refusal (400 invalid_arguments) for an order that is not in `allowed`.
 */
export function order<T extends object>(items: readonly T[], query: URLSearchParams, allowed: readonly string[]): T[] {
  const wanted = query.get("order_by") ?? allowed[0];
  if (wanted === undefined) return [...items];
  if (!allowed.includes(wanted)) {
    throw new Refusal(
      invalidArguments({
        argument_name: "order_by",
        reason: "constraint",
        help_message: `must be one of ${allowed.join(", ")}`,
      }),
    );
  }
  const field = wanted.replace(/_(asc|desc)$/, "");
  const sign = wanted.endsWith("_desc") ? -1 : 1;
  return [...items].sort((one, other) => sign * compare(fieldOf(one, field), fieldOf(other, field)));
}

function fieldOf(item: object, field: string): unknown {
  return (item as Record<string, unknown>)[field];
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  const [left, right] = [String(one ?? ""), String(other ?? "")];
  return left < right ? -1 : left > right ? 1 : 0;
}

function positiveInteger(query: URLSearchParams, name: string, fallback: number, max: number): number {
  const text = query.get(name);
  if (text === null || text === "") return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > max) {
    const limit = max === Number.MAX_SAFE_INTEGER ? "1 or more" : `between 1 and ${max}`;
    throw new Refusal(
      invalidArguments({ argument_name: name, reason: "constraint", help_message: `must be a whole number, ${limit}` }),
    );
  }
  return value;
}
