// Each stack with the real Terraform and provider: apply, an empty second plan, destroy, and nothing left.
import { STACKS } from "../../../operations/deployment";
import { Checkout, must, type Outcome } from "../../helpers/checkout";
import { CloudProcess } from "../../helpers/cloud-process";
import { callApi } from "../../helpers/proxy-client";

jest.setTimeout(300_000);

let cloud: CloudProcess;
let checkout: Checkout;
let neighbour: Checkout;

beforeAll(async () => {
  cloud = await CloudProcess.start();
  checkout = new Checkout(cloud);
  checkout.configure("servers: {workers: 2}\ndisposable: true\n");
  neighbour = new Checkout(cloud, { deployment: "neighbour", beside: checkout });
  neighbour.configure("servers: {workers: []}\ndisposable: true\n");
  await checkout.synth();
});
afterAll(async () => {
  checkout.remove();
  await cloud.stop();
});

/** Exit code 0 of `plan -detailed-exitcode`: nothing to do. */
async function planIsEmpty(stack: (typeof STACKS)[number]): Promise<void> {
  const { code, output } = await checkout.terraform(stack, "plan", "-detailed-exitcode");
  expect({ stack, code, output: code === 0 ? "" : output }).toEqual({ stack, code: 0, output: "" });
}

test.each(STACKS)("%s applies, and its second plan is empty", async (stack) => {
  await checkout.apply(stack);
  await planIsEmpty(stack);
});

test("the plans are empty too when the API returns its lists in another order", async () => {
  await cloud.control.addCondition("lists-reversed", "*");
  for (const stack of STACKS) await planIsEmpty(stack);
  await cloud.control.clearFaults();
});

test("a rotation keeps the key in use until the next one, the key of an older state too; the inventory has the new one", async () => {
  const inventoryKey = () => checkout.read("ansible/inventory/house/secrets/flexible_ip_secret_key");
  /** Status with a secret key: 401 once it is withdrawn. */
  const statusWith = async (secretKey: string) => {
    const path = "/flexible-ip/v1alpha1/zones/fr-par-2/fips";
    return (await callApi(cloud, { path, headers: { "x-auth-token": secretKey } })).status;
  };
  const raiseTo = async (generation: number) => {
    checkout.configure(`servers: {workers: 2}\ndisposable: true\nflexibleIps: {keyGeneration: ${generation}}\n`);
    await checkout.synth();
    await checkout.apply("inventories");
    await planIsEmpty("inventories");
    return inventoryKey();
  };
  const first = inventoryKey();
  const key = (await checkout.stateOf("inventories")).find((address) => address.startsWith("scaleway_iam_api_key."))!;
  const before = "scaleway_iam_api_key.flexible-ip-token_key_BB85D11D";
  must(await checkout.terraform("inventories", "state", "mv", key, before));
  const second = await raiseTo(2);
  expect(second).not.toBe(first);
  expect([await statusWith(first), await statusWith(second)]).toEqual([200, 200]);
  const third = await raiseTo(3);
  expect([await statusWith(first), await statusWith(second), await statusWith(third)]).toEqual([401, 200, 200]);
});

test("two deployments deployed alternately, twice each, stay apart", async () => {
  const alone = await cloud.control.store();
  await deployAgain(neighbour);
  const both = await cloud.control.store();
  expect(both["baremetal.servers"]).toEqual(expect.arrayContaining([...alone["baremetal.servers"]!]));
  expect(both["baremetal.servers"]).toHaveLength(4);

  for (const one of [checkout, neighbour]) {
    for (const { output } of await deployAgain(one)) expect(output).toContain("0 added, 0 changed, 0 destroyed");
  }
  expect(withoutStates(await cloud.control.store())).toEqual(withoutStates(both));
  expect(checkout.read("ansible/inventory/house/hosts.yml")).toContain("host02");
  expect(checkout.read("ansible/inventory/neighbour/hosts.yml")).not.toContain("host01");
});

test("servers that are powered off do not stand in the way of a destroy", async () => {
  const { servers } = await checkout.outputsOf("instances");
  for (const { serverId } of Object.values<any>(servers)) {
    const [zone, id] = serverId.split("/");
    const path = `/baremetal/v1/zones/${zone}/servers/${id}/stop`;
    expect((await callApi(cloud, { method: "POST", path, body: {} })).status).toBe(200);
  }
  await checkout.destroy();
  const left = await cloud.remains();
  expect(left.filter((one) => /^(account\.projects|baremetal\.servers) /.test(one))).toEqual([
    "account.projects neighbour",
    "baremetal.servers opennebula-web",
  ]);
  expect(left.filter((one) => one.includes("house"))).toEqual([]);
});

test("the destroy of one leaves the other whole; after both the account is empty", async () => {
  for (const { output } of await deployAgain(neighbour)) expect(output).toContain("0 added, 0 changed, 0 destroyed");
  await neighbour.destroy();
  expect(await cloud.remains()).toEqual([]);
});

test("nothing was asked for that is not simulated", async () => {
  const { unknownRoutes, unknownCommands, failures, refusedHosts } = await cloud.control.summary();
  expect({ unknownRoutes, unknownCommands, failures, refusedHosts }).toEqual({
    unknownRoutes: {},
    unknownCommands: {},
    failures: {},
    refusedHosts: {},
  });
});

async function deployAgain(one: Checkout): Promise<Outcome[]> {
  await one.synth();
  const outcomes: Outcome[] = [];
  for (const stack of STACKS) outcomes.push(await one.apply(stack));
  return outcomes;
}

/** The account but for the objects in its buckets: Terraform writes a lock beside each state. */
function withoutStates(store: Awaited<ReturnType<CloudProcess["control"]["store"]>>) {
  return Object.fromEntries(Object.entries(store).filter(([table]) => !table.startsWith("s3.")));
}
