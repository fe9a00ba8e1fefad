// Replays what the provider's acceptance tests recorded of the real API: each answer must come in its turn, with the recorded
// status, field names, kinds of values and the values that nobody makes up. Time passes in the simulation until it does, so
// this also says that the states come in the recorded order. The recordings come with the provider's Go module and are not
// part of this project; without the module in Go's cache there is nothing to compare with.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Route } from "../../../simulator/services/service";
import { SimulatedMetal } from "./simulated-metal";

const MODULE = "github.com/scaleway/terraform-provider-scaleway/v2@v2.81.0";
const CACHES = [process.env.GOMODCACHE, join(process.cwd(), ".cache/go/mod"), join(homedir(), "go/pkg/mod")];
const services = CACHES.flatMap((cache) => (cache ? [join(cache, MODULE, "internal/services")] : [])).find(existsSync);

/** Those of December 2025 and later, and older ones of what has not changed since. */
const RECORDINGS = [
  "baremetal/testdata/server-cloud-init",
  "baremetal/testdata/server-cloud-init-not-compatible-offer",
  "baremetal/testdata/server-add-two-options-then-delete-one",
  "baremetal/testdata/server-add-private-network",
  "baremetal/testdata/server-add-another-private-network",
  "baremetal/testdata/server-with-ipam-private-network",
  "baremetal/testdata/action-basic",
  "baremetal/testdata/data-source-server-basic",
  "flexibleip/testdata/flexible-ip-basic",
  "flexibleip/testdata/flexible-ip-ipv6",
  "flexibleip/testdata/flexible-ip-with-zone",
  "flexibleip/testdata/flexible-ip-create-and-attach-to-baremetal-server",
  "flexibleip/testdata/flexible-ip-attach-and-detach-from-baremetal-server",
  "flexibleip/testdata/flexible-ipmac-address-basic",
  "flexibleip/testdata/flexible-ipmac-address-move-to-another-flexible-ip",
  "flexibleip/testdata/flexible-ipmac-address-duplicate-on-other-flexible-ips",
  "flexibleip/testdata/data-source-flexible-ip-basic",
];

/** What a MAC group shows while its members are deleted one by one is not simulated. */
const GROUP_ENDS = /^DELETE \S+\/fips\//;

const title = services ? "answers as recorded: %s" : `not compared, no ${MODULE} in Go's cache: %s`;
(services ? test : test.skip).each(RECORDINGS)(title, (name) => {
  const exchanges = readExchanges(join(services ?? "", `${name}.cassette.yaml`));
  const replay = new Replay(new SimulatedMetal(name));
  // What follows a difference follows from it.
  for (const exchange of exchanges) {
    const { method, url } = exchange.request;
    if (replay.differences.length > 0 || (/duplicate/.test(name) && GROUP_ENDS.test(`${method} ${url}`))) break;
    replay.play(exchange);
  }
  expect(exchanges.length).toBeGreaterThan(0);
  expect(replay.differences).toEqual([]);
});

interface Exchange {
  readonly request: { readonly method: Route["method"]; readonly url: string; readonly body: string };
  readonly response: { readonly code: number; readonly body: string };
}

/**
 * Without the lists of the whole catalogue (the simulator's is a part of it, and they are most of each file), without
 * another product, the audit trail, and without EM-A115X-SSD in early 2025, which had a tag that it has lost since.
 */
function readExchanges(file: string): Exchange[] {
  const parts = readFileSync(file, "utf8").split(/^(?= {4}- id: \d+$)/m);
  const chosen = parts.filter(
    (part) => /^ {4}- id:/.test(part) && !/url: \S+\/((offers|os|options|events)\?|offers\/f7241870)/.test(part),
  );
  const told = chosen.filter((part, index) => essenceOf(part) !== essenceOf(chosen[index - 1] ?? ""));
  return (parse(`interactions:\n${told.join("")}`) as { interactions: Exchange[] }).interactions;
}

/** What makes a read another one than the read before it. */
const essenceOf = (part: string): string => part.match(/^ +(method|url|code|body): .*$/gm)?.join("\n") ?? "";

/** Fields whose value the API, or the simulation of its catalogue, makes up; of these only the kind is compared. */
const MADE_UP =
  /(^|_)(id|ids|at|address|count|subnet|vlan|reverse|domain|stock|benchmark|fingerprint)$|^(custom_routes_propagation_enabled)$/;
/** Of the offer that most recordings use the simulator rounds the size of the root partition a little differently. */
const ROUNDED = /partitions\[\d\]\.size$/;
/** A machine that boots answers no ping for a while; the simulated one always does once it is there. */
const UNSTEADY = ["ping_status", "reverse_status"];
/** Fields that the API has grown since some of the recordings were made. */
const NEWER = ["transitivity_enabled", "protected", "user_data", "zone"];
/** Simulated seconds to wait for a recorded answer; the longest that a recording waits is an install. */
const PATIENCE = 600;
const STEP = 2;

class Replay {
  public readonly differences: string[] = [];
  /** Recorded id to simulated id. */
  private names = new Map<string, string>();

  public constructor(private readonly metal: SimulatedMetal) {}

  public play({ request, response }: Exchange): void {
    for (const [, id] of `${request.body}${response.body}`.matchAll(/"organization_id": ?"([^"]+)"/g)) {
      this.names.set(id!, this.metal.owner.organizationId);
    }
    const recorded = response.body.startsWith("{") ? JSON.parse(response.body) : undefined;
    let found = this.ask(request, response.code, recorded);
    // A repeated read can wait for its answer; anything else has to be answered as recorded the first time.
    for (let waited = 0; found.length > 0 && request.method === "GET" && waited < PATIENCE; waited += STEP) {
      this.metal.pass(STEP);
      found = this.ask(request, response.code, recorded);
    }
    this.differences.push(...found);
  }

  private ask(request: Exchange["request"], code: number, recorded: unknown): string[] {
    const url = this.rename(request.url);
    const body = request.body ? JSON.parse(this.rename(request.body)) : undefined;
    const answer = this.metal.call(request.method, url, body);
    const where = `${request.method} ${new URL(url).pathname}`;
    if (answer.status !== code) return [`${where}: ${code} became ${answer.status} ${JSON.stringify(answer.body)}`];
    const comparison = new Comparison(new Map(this.names));
    comparison.compare(sorted(recorded), sorted(answer.body), where);
    if (comparison.differences.length === 0) this.names = comparison.names;
    return comparison.differences;
  }

  private rename(text: string): string {
    return text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => this.names.get(id) ?? id);
  }
}

class Comparison {
  public readonly differences: string[] = [];

  public constructor(public readonly names: Map<string, string>) {}

  public compare(recorded: unknown, answered: unknown, where: string): void {
    if (Array.isArray(recorded) && Array.isArray(answered)) {
      // The catalogue and the recorded account hold more.
      if (recorded.length === answered.length) {
        for (const [index, one] of recorded.entries()) this.compare(one, answered[index], `${where}[${index}]`);
      } else if (answered.length > recorded.length || !/(incompatible_os_ids|options)$/.test(where)) {
        this.differences.push(`${where}: ${recorded.length} items became ${answered.length}`);
      }
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

  private compareField(field: string, recorded: unknown, answered: unknown, where: string): void {
    this.compare(recorded, answered, where);
    if (typeof recorded === "string" && typeof answered === "string" && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(recorded)) {
      // A new Flexible IP may get the id of one that was deleted; the simulator gives each a new one.
      if (!this.names.has(recorded) || /^POST \S+\/fips\.id$/.test(where)) this.names.set(recorded, answered);
      else if (this.names.get(recorded) !== answered) this.differences.push(`${where}: another id than before`);
    }
    const isPlain = !isObject(recorded) && !Array.isArray(recorded);
    const isFree = MADE_UP.test(field) || UNSTEADY.includes(field) || ROUNDED.test(where);
    if (isPlain && !isFree && recorded !== answered) {
      this.differences.push(`${where}: ${String(recorded)} became ${String(answered)}`);
    }
  }
}

/** Lists that the API gives in no order: a server's addresses, IPAM's of one moment, tags of offers. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    const keyOf = (item: unknown): string =>
      isObject(item) ? String(item.version ?? item.is_ipv6 ?? "") : typeof item === "string" ? item : "";
    const keyed = items.map((item) => ({ item, key: keyOf(item) }));
    return keyed.sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key))).map(({ item }) => item);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, sorted(item)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
}
