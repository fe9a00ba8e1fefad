// Replays what the provider's acceptance tests recorded of the real API and compares the answers: status, field names, kinds
// of values and the values that were sent. The recordings come with the provider's Go module and are not part of this
// project; without the module in Go's cache there is nothing to compare with.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Route } from "../../../simulator/services/service";
import { SimulatedAccount } from "./simulated-account";

const MODULE = "github.com/scaleway/terraform-provider-scaleway/v2@v2.81.0";
const { GOMODCACHE, GOPATH = join(homedir(), "go") } = process.env;
const CACHES = [GOMODCACHE, join(GOPATH, "pkg/mod")];
const services = CACHES.flatMap((cache) => (cache ? [join(cache, MODULE, "internal/services")] : [])).find(existsSync);

const RECORDINGS = [
  "account/testdata/project-basic",
  "account/testdata/project-no-update",
  "account/testdata/list-resource-project-by-name",
  "iam/testdata/ssh-key-basic",
  "iam/testdata/ssh-key-disabled",
  "iam/testdata/ssh-key-with-new-line",
  "iam/testdata/list-iamssh-keys-basic",
  "iam/testdata/application-basic",
  "iam/testdata/data-source-application-basic",
  "iam/testdata/group-basic",
  "iam/testdata/group-applications",
  "iam/testdata/data-source-group-basic",
  "iam/testdata/policy-basic",
  "iam/testdata/policy-change-permissions",
  "iam/testdata/policy-change-linked-entity",
  "iam/testdata/policy-project-id",
  "iam/testdata/policy-no-update",
  "iam/testdata/api-key-expires",
  "iam/testdata/api-key-no-update",
  "iam/testdata/api-key-with-application",
  "iam/testdata/api-key-with-application-change",
  "vpc/testdata/vpc-basic",
  "vpc/testdata/vpc-with-tags",
  "vpc/testdata/vpc-private-network-basic",
  "vpc/testdata/vpc-private-network-one-subnet",
  "vpc/testdata/vpc-private-network-subnets",
  "vpc/testdata/list-private-networks-basic",
  "ipam/testdata/ipamip-basic",
  "ipam/testdata/ipamip-with-standalone-address",
  "ipam/testdata/ipamip-with-custom-resource",
  "ipam/testdata/ipamip-with-tags",
  "ipam/testdata/list-ipam-ips-basic",
  "ipam/testdata/data-source-ipam-ips-basic",
  "ipam/testdata/data-source-ipamipid",
  "vpc/testdata/list-vp-cs-basic",
  "vpc/testdata/data-source-vpc-basic",
  "vpc/testdata/data-source-vpc-private-network-basic",
  "vpc/testdata/data-source-vpc-private-network-vpc-id",
  "vpc/testdata/vpc-with-region",
  "vpc/testdata/vpc-disable-routing",
  "vpc/testdata/data-source-vp-cs-basic",
  "vpc/testdata/vpc-private-network-default-name",
  "iam/testdata/list-iam-groups-basic",
  "iam/testdata/list-iam-policies-basic",
  "iam/testdata/list-iamapi-keys-basic",
  "iam/testdata/list-iam-applications-basic",
  "iam/testdata/data-source-policy-basic",
  "iam/testdata/data-source-api-key-basic",
  "iam/testdata/data-source-ssh-key-basic",
  "iam/testdata/policy-change-rule-principal",
  "iam/testdata/ssh-key-account-basic",
  "iam/testdata/ssh-key-change-resource-name",
  "account/testdata/list-resource-project",
  "account/testdata/list-resource-project-by-project-ids",
  "account/testdata/data-source-project-basic",
];

interface Exchange {
  readonly request: { readonly method: Route["method"]; readonly url: string; readonly body: string };
  readonly response: { readonly code: number; readonly body: string };
}

/** Fields whose value the real API makes up; of these only the kind is compared. */
const MADE_UP = /(^|_)(id|ids|at|ip|key|count|address|subnet)$|^custom_routes_propagation_enabled$/;
/** Fields that the API has grown since some of the recordings (2025) were made. */
const NEWER = ["transitivity_enabled"];
const ANONYMOUS_KEY = "SCWXXXXXXXXXXXXXXXXX";
const ANONYMOUS_ORGANIZATION = "11111111-1111-1111-1111-111111111111";

const title = services ? "answers as recorded: %s" : `not compared, no ${MODULE} in Go's cache: %s`;
(services ? test : test.skip).each(RECORDINGS)(title, (name) => {
  const text = readFileSync(join(services ?? "", `${name}.cassette.yaml`), "utf8");
  const { interactions } = parse(text) as { interactions: Exchange[] };
  const replay = new Replay(new SimulatedAccount(name));
  for (const exchange of interactions) replay.play(exchange);
  expect(interactions.length).toBeGreaterThan(0);
  expect(replay.differences).toEqual([]);
});

class Replay {
  public readonly differences: string[] = [];
  /** Recorded id to simulated id. */
  private readonly names = new Map<string, string>();
  private lastKey = ANONYMOUS_KEY;

  public constructor(private readonly account: SimulatedAccount) {
    this.names.set(ANONYMOUS_ORGANIZATION, account.owner.organizationId);
  }

  public play({ request, response }: Exchange): void {
    for (const [, id] of `${request.body}${response.body}`.matchAll(/"organization_id": ?"([^"]+)"/g)) {
      this.names.set(id!, this.account.owner.organizationId);
    }
    const recorded = response.body.startsWith("{") ? JSON.parse(response.body) : undefined;
    this.lastKey = recorded?.access_key ?? this.lastKey;
    const url = this.rename(request.url.replace(ANONYMOUS_KEY, this.lastKey));
    const body = request.body ? JSON.parse(this.rename(request.body)) : undefined;
    const answer = this.account.call(request.method, url, body);
    const where = `${request.method} ${new URL(url).pathname}`;
    if (answer.status !== response.code) {
      this.differences.push(`${where}: ${response.code} became ${answer.status} ${JSON.stringify(answer.body)}`);
    } else {
      this.compare(recorded, answer.body, where);
    }
  }

  private rename(text: string): string {
    return text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|SCW[A-Z0-9]{17}/g, (id) => this.names.get(id) ?? id);
  }

  private compare(recorded: unknown, answered: unknown, where: string): void {
    if (Array.isArray(recorded) && Array.isArray(answered)) {
      this.compareLists(recorded, answered, where);
    } else if (isObject(recorded) && isObject(answered)) {
      for (const field of new Set([...Object.keys(recorded), ...Object.keys(answered)])) {
        if (!(field in recorded) && NEWER.includes(field)) continue;
        if (!(field in recorded)) this.differences.push(`${where}.${field}: not recorded`);
        else if (!(field in answered)) this.differences.push(`${where}.${field}: missing`);
        else this.compareField(field, recorded[field], answered[field], `${where}.${field}`);
      }
    } else if (kindOf(recorded) !== kindOf(answered)) {
      this.differences.push(`${where}: ${kindOf(recorded)} became ${kindOf(answered)}`);
    }
  }

  /** A list of either account also holds what was there before; what the recording itself made must be in both. */
  private compareLists(recorded: readonly any[], answered: readonly any[], where: string): void {
    const made = new Set(this.names.values());
    const idOf = (one: any) => one?.id ?? one?.access_key;
    const ours = recorded.filter((one) => idOf(one) === undefined || this.names.has(idOf(one)));
    const theirs = answered.filter((one) => idOf(one) === undefined || made.has(idOf(one)));
    if (ours.length + theirs.length === 0 && where.startsWith("GET ")) return;
    // The first answer about a thing made along with another (subnets, rules) is what its ids are learned from.
    const pairs = ours.length === 0 && theirs.length === 0 ? [recorded, answered] : [ours, theirs];
    if (pairs[0]!.length !== pairs[1]!.length) {
      this.differences.push(`${where}: ${pairs[0]!.length} items became ${pairs[1]!.length}`);
    } else {
      for (const [index, one] of pairs[0]!.entries()) this.compare(one, pairs[1]![index], `${where}[${index}]`);
    }
  }

  private compareField(field: string, recorded: unknown, answered: unknown, where: string): void {
    this.compare(recorded, answered, where);
    if (typeof recorded === "string" && typeof answered === "string") {
      if (/^[0-9a-f]{8}-[0-9a-f-]{27}$|^SCW/.test(recorded) && !this.names.has(recorded))
        this.names.set(recorded, answered);
    }
    const isPlain = !isObject(recorded) && !Array.isArray(recorded);
    if (isPlain && !MADE_UP.test(field) && recorded !== answered) {
      this.differences.push(`${where}: ${String(recorded)} became ${String(answered)}`);
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
}
