import type { PlanFacts } from "./review-report";

/** What `terraform show -json` says of one object (Terraform's "JSON Output Format", plan representation). */
export interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

const WORDS: Readonly<Record<string, string>> = {
  local_file: "file",
  local_sensitive_file: "file",
  null_resource: "step",
  scaleway_account_project: "project",
  scaleway_baremetal_server: "server",
  scaleway_flexible_ip: "Flexible IP",
  scaleway_flexible_ip_mac_address: "virtual MAC",
  scaleway_iam_api_key: "API key",
  scaleway_iam_application: "IAM application",
  scaleway_iam_group: "IAM group",
  scaleway_iam_policy: "IAM policy",
  scaleway_iam_ssh_key: "SSH key",
  scaleway_ipam_ip: "booked address",
  scaleway_object_bucket: "bucket",
  scaleway_vpc: "VPC",
  scaleway_vpc_private_network: "private network",
  terraform_data: "memory",
  tls_private_key: "key",
};

/** Attributes that name an object to a person; none of them is ever secret. */
const NAMES = ["name", "ip_address", "address", "filename", "description"];

/** Tells what a plan would do, the worst first; reading data is no change. */
export function planFacts(changes: readonly ResourceChange[]): PlanFacts {
  const managed = changes.filter(({ mode }) => mode === "managed");
  const having = (...actions: string[]) =>
    managed.filter(({ change }) => actions.every((action) => change.actions.includes(action)));
  const replaced = having("create", "delete");
  return {
    destroyed: having("delete")
      .filter((change) => !replaced.includes(change))
      .map(describe)
      .sort(byWeight),
    replaced: replaced.map((change) => `${describe(change)}${becauseOf(change)}`).sort(byWeight),
    added: having("create").length - replaced.length,
    changed: having("update").length,
  };
}

export function isUnchanged({ destroyed, replaced, added, changed }: PlanFacts): boolean {
  return destroyed.length + replaced.length + added + changed === 0;
}

/** `server opennebula-worker-1 (host02)`; an object without a name of its own goes by its Terraform address. */
function describe({ address, type, change }: ResourceChange): string {
  const values = change.before ?? change.after ?? {};
  const name = NAMES.map((key) => values[key]).find((value) => typeof value === "string" && value !== "");
  const tags = Array.isArray(values.tags) ? values.tags : [];
  const host = tags.find((tag) => typeof tag === "string" && tag.startsWith("host="))?.slice("host=".length);
  const word = WORDS[type] ?? type;
  if (name === undefined) return `${word} ${address}`;
  return host === undefined ? `${word} ${name}` : `${word} ${name} (${host})`;
}

function becauseOf({ change }: ResourceChange): string {
  const attributes = (change.replace_paths ?? []).map((path) => path.join("."));
  return attributes.length === 0 ? "" : `, because of ${[...new Set(attributes)].join(", ")}`;
}

/** What holds disks or addresses before what Terraform can make again. */
function byWeight(one: string, other: string): number {
  const weight = (text: string) => {
    const place = ["server ", "project ", "bucket ", "Flexible IP "].findIndex((word) => text.startsWith(word));
    return place === -1 ? 99 : place;
  };
  return weight(one) - weight(other) || one.localeCompare(other, "en", { numeric: true });
}
