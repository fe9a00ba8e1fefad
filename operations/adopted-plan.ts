// What a plan for the adopted stack `state` may hold. Adopting writes to the account nothing at all.

export interface PlannedChange {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
  };
}

export interface PlanReview {
  /** Settings that an import leaves open, by address: recorded in the state as the file says them. */
  readonly unrecorded: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What would change the account, in words. */
  readonly accountChanges: readonly string[];
}

/** Objects that live on this machine, or in the state alone. */
const LOCAL_TYPES = ["local_file", "local_sensitive_file", "terraform_data"];

/**
 * The provider never reads these (`resource_bucket.go`: a canned ACL cannot be told from an ACL; force_destroy is its own), so they are
 * empty after an import, and an apply would write the ACL.
 */
const NOT_READ: Readonly<Record<string, readonly string[]>> = { scaleway_object_bucket: ["acl", "force_destroy"] };

export function reviewPlan(changes: readonly PlannedChange[]): PlanReview {
  const unrecorded: Record<string, Record<string, unknown>> = {};
  const accountChanges: string[] = [];
  for (const { address, mode, type, change } of changes) {
    const nothing = change.actions.every((action) => action === "no-op" || action === "read");
    if (mode === "data" || nothing || LOCAL_TYPES.includes(type)) continue;
    const { before, after } = change;
    const differing = before && after ? Object.keys(after).filter((name) => differs(before[name], after[name])) : [];
    const open = differing.filter((name) => NOT_READ[type]?.includes(name) && (before?.[name] ?? null) === null);
    const isUpdate = change.actions.join() === "update";
    if (isUpdate && open.length > 0 && open.length === differing.length)
      unrecorded[address] = Object.fromEntries(open.map((name) => [name, after![name]]));
    else accountChanges.push(`${address}: ${change.actions.join(" and ")} ${differing.join(", ")}`.trim());
  }
  return { unrecorded, accountChanges };
}

function differs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) !== JSON.stringify(other ?? null);
}
