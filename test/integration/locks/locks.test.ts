// What the state's lock and the simulator's store are for: two applies at once, and a cloud that dies in the middle.
import { Checkout, must, words } from "../../helpers/checkout";
import { CloudProcess } from "../../helpers/cloud-process";
import { until } from "../../helpers/until";

jest.setTimeout(300_000);

let cloud: CloudProcess;
let checkout: Checkout;

beforeAll(async () => {
  cloud = await CloudProcess.start();
  checkout = new Checkout(cloud);
  checkout.configure("servers: {workers: 2}\ndisposable: true\n");
  await checkout.deploy(["state"]);
});
afterAll(async () => {
  checkout.remove();
  await cloud.stop();
});

test("while one apply is at work a second is refused by the lock, and the first ends as if alone", async () => {
  await checkout.init("vpc");
  const fault = await cloud.fault("vpc.CreatePrivateNetwork", { kind: "hold" });
  const holder = checkout.beginTerraform("vpc", ["apply", "-auto-approve"]);
  await cloud.someoneWaitsAt(fault);

  const second = await checkout.terraform("vpc", "apply", "-auto-approve");
  expect(second.code).toBe(1);
  expect(words(second.output)).toContain("Error acquiring the state lock");
  expect(words(second.output)).toContain("Path: house-tfstates/vpc.tfstate");

  await cloud.control.release(fault);
  expect(must(await holder.outcome).output).toContain("3 added");
  expect((await checkout.terraform("vpc", "plan", "-detailed-exitcode")).code).toBe(0);
  const networks = (await cloud.control.store())["vpc.private_networks"];
  expect(networks).toHaveLength(2);
});

test("a simulator killed in the middle of an order and started again has lost nothing, and a second apply completes it", async () => {
  await checkout.init("instances");
  const fault = await cloud.fault("baremetal.AddOptionServer", { kind: "hold" });
  const interrupted = checkout.beginTerraform("instances", ["apply", "-auto-approve"]);
  await cloud.someoneWaitsAt(fault);
  // Neither does an order whose answer is lost with the simulator belong to this test: the other servers' are through.
  await until("only the held order is left", async () => (await virtualMacs()).length === 3);
  const before = await cloud.storeText();
  await cloud.killAndRestart();
  await interrupted.outcome;

  // The apply has gone on meanwhile: what it had ordered is there, in whatever state it is now.
  const ordered = ordersIn(JSON.parse(before));
  expect(ordered.length).toBeGreaterThan(0);
  expect(ordersIn(await cloud.control.store())).toEqual(expect.arrayContaining(ordered));

  await checkout.apply("instances");
  expect((await checkout.terraform("instances", "plan", "-detailed-exitcode")).code).toBe(0);
  const stored = await cloud.control.store();
  expect(stored["baremetal.servers"]!.map((server: any) => server.name).sort()).toEqual([
    "opennebula-web",
    "opennebula-worker-0",
    "opennebula-worker-1",
  ]);
  expect(stored["flexible-ip.ips"]).toHaveLength(4);
});

test("killed and started again between two commands, the account is the same to the byte", async () => {
  const before = await cloud.storeText();
  await cloud.killAndRestart();
  expect(await cloud.storeText()).toBe(before);
  await checkout.destroy(["state", "vpc", "instances"]);
  expect(await cloud.remains()).toEqual([]);
});

/** Of each Flexible IP the last thing to be made. */
async function virtualMacs(): Promise<unknown[]> {
  const flexibleIps = (await cloud.control.store())["flexible-ip.ips"] ?? [];
  return flexibleIps.filter(({ mac_address }: any) => mac_address);
}

/** What an order fixes for a server's life. */
function ordersIn(store: Readonly<Record<string, readonly any[]>>): unknown[] {
  return (store["baremetal.servers"] ?? []).map(({ id, name, created_at, ips, user_data }) => {
    return { id, name, created_at, ips, user_data };
  });
}
