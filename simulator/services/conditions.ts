// Faults of the cloud itself, as opposed to faults of one API call: they stand as rows in `control.conditions` until they are
// cleared, and the service that they concern looks them up when the moment comes.
import type { Row, Store } from "../store/store";

/** Every condition there is, and what `target` names. `*` stands for every target. */
export const CONDITIONS = {
  "install-error": "the install ends in `error`; target: server name or id",
  "install-stuck": "the install stays `installing` until the condition is cleared; target: server name or id",
  "stock-empty": "the offer shows stock `empty` and an order answers out_of_stock; target: offer name",
  "vlan-late":
    "a private network stays `attaching` until the condition is cleared; target: server name or id, or private network id",
  "attachment-error":
    "attaching a private network ends in `error`, and the mapping stays there; target: server name or id, or private network id",
  "fip-transition":
    "the Flexible IP stays in its transition (409 transient_state on changes) until the condition is cleared; target: its id or address",
  "lists-reversed":
    "an operation's lists come in the reverse order, where the request asks for none; target: operation",
  "fabric-rule-off":
    "the fabric of metal servers does not enforce a rule, for negative controls; target: vlan-membership, source-mac, source-address, flexible-ip-place, broadcast-isolation, private-networks or public-routing",
  quota: "the organization may have `limit` of a resource and no more; target: the quota's name, e.g. vpc_vpcs",
} as const;

/** Rules of the fabric between metal servers that can be switched off. */
export const FABRIC_RULES = [
  "vlan-membership",
  "source-mac",
  "source-address",
  "flexible-ip-place",
  "broadcast-isolation",
  "private-networks",
  "public-routing",
] as const;

export type ConditionKind = keyof typeof CONDITIONS;

export interface Condition extends Row {
  readonly kind: ConditionKind;
  readonly target: string;
  /** Of a quota only, and then its name stands in `resource` too: see account/quotas.ts. */
  readonly limit?: number;
  readonly resource?: string;
}

/** True while a condition of this kind stands for one of the names by which the thing is known, or for everything. */
export function conditionHolds(store: Store, kind: ConditionKind, ...names: readonly string[]): boolean {
  return store
    .table<Condition>("control.conditions")
    .list()
    .some((condition) => condition.kind === kind && (condition.target === "*" || names.includes(condition.target)));
}
