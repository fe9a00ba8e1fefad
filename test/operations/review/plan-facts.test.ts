import { isUnchanged, planFacts, type ResourceChange } from "../../../operations/review/plan-facts";

function change(
  type: string,
  actions: string[],
  before: Record<string, unknown> | null,
  more: Partial<ResourceChange["change"]> = {},
): ResourceChange {
  return {
    address: `${type}.host02_thing_0A1B2C3D`,
    mode: "managed",
    type,
    change: { actions, before, after: null, ...more },
  };
}

const SERVER = { name: "opennebula-worker-1", tags: ["deployment=prod", "host=host02"] };

test("a destroyed server is told by its name and its host", () => {
  const facts = planFacts([change("scaleway_baremetal_server", ["delete"], SERVER)]);
  expect(facts.destroyed).toEqual(["server opennebula-worker-1 (host02)"]);
  expect(facts.replaced).toEqual([]);
});

test.each([[["delete", "create"]], [["create", "delete"]]])("%j is a replacement, with what forces it", (actions) => {
  const facts = planFacts([
    change("scaleway_baremetal_server", actions, SERVER, { replace_paths: [["offer"], ["private_network", 0, "id"]] }),
  ]);
  expect(facts.replaced).toEqual(["server opennebula-worker-1 (host02), because of offer, private_network.0.id"]);
  expect(facts).toMatchObject({ destroyed: [], added: 0 });
});

test("servers come before what can be made again", () => {
  const facts = planFacts([
    change("null_resource", ["delete"], { id: "1" }),
    change("scaleway_flexible_ip", ["delete"], { ip_address: "62.210.1.2", tags: [] }),
    change("scaleway_baremetal_server", ["delete"], SERVER),
  ]);
  expect(facts.destroyed).toEqual([
    "server opennebula-worker-1 (host02)",
    "Flexible IP 62.210.1.2",
    "step null_resource.host02_thing_0A1B2C3D",
  ]);
});

test("reading data and doing nothing are no changes", () => {
  const data = { ...change("scaleway_baremetal_offer", ["read"], null), mode: "data" };
  const facts = planFacts([data, change("scaleway_vpc", ["no-op"], { name: "vpc-prod" })]);
  expect(isUnchanged(facts)).toBe(true);
  expect(isUnchanged(planFacts([change("scaleway_vpc", ["update"], { name: "vpc-prod" })]))).toBe(false);
});
