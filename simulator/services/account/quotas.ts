// What an organization may have at most. Numbers: docs-content pages/organizations-and-projects/additional-content/
// organization-quotas.mdx and pages/vpc/faq.mdx, the ones marked "choice" excepted; the names are a choice as well.
import type { Row, Store } from "../../store/store";
import { quotasExceeded } from "../errors";
import { Refusal } from "../refusal";
import type { Result } from "../service";

export const QUOTAS = {
  account_projects: 25,
  iam_api_keys: 50,
  iam_applications: 100,
  iam_groups: 50,
  iam_policies: 50,
  iam_ssh_keys: 50,
  vpc_private_networks: 255,
  vpc_vpcs: 50, // choice
  ipam_ips: 4096, // choice
} as const;

export type QuotaName = keyof typeof QUOTAS;

/** A row of `control.conditions` that sets another limit, e.g. to rehearse an account that is full. */
export interface QuotaCondition extends Row {
  readonly kind: "quota";
  readonly resource: string;
  readonly limit: number;
}

/**
 * 403 quotas_exceeded when `used` has reached the limit, undefined when one more may be made; ask before making it.
 * @param resource a name of `QUOTAS`, or another service's own with its `fallback` limit (unlimited when left out).
 */
export function quotaRefusal(store: Store, resource: string, used: number, fallback?: number): Result | undefined {
  const limit = quotaOf(store, resource, fallback);
  return used >= limit ? quotasExceeded(resource, limit, used) : undefined;
}

/** @throws Refusal (403 quotas_exceeded), as `quotaRefusal`. */
export function mustFitQuota(store: Store, resource: QuotaName, used: number): void {
  const refusal = quotaRefusal(store, resource, used);
  if (refusal) throw new Refusal(refusal);
}

function quotaOf(store: Store, resource: string, fallback = Number.POSITIVE_INFINITY): number {
  const condition = store
    .table<QuotaCondition>("control.conditions")
    .list()
    .findLast((row) => row.kind === "quota" && row.resource === resource);
  return condition?.limit ?? (QUOTAS as Readonly<Record<string, number>>)[resource] ?? fallback;
}
