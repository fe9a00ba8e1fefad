// What the provider's look-ups let pass with an empty id, and what a sold-out offer may hold up: with the real provider.
import { join } from "node:path";
import { Checkout, must, words } from "../../helpers/checkout";
import { CloudProcess } from "../../helpers/cloud-process";

jest.setTimeout(240_000);

let cloud: CloudProcess;
let checkout: Checkout;

beforeAll(async () => {
  cloud = await CloudProcess.start();
  checkout = new Checkout(cloud);
  checkout.configure("servers: {workers: 1}\n");
  await checkout.deploy(["state", "vpc"]);
  await checkout.init("instances");
});
afterAll(async () => {
  checkout.remove();
  await cloud.stop();
});

async function planAfter(more: string): Promise<{ code: number | null; said: string }> {
  checkout.configure(more);
  await checkout.synth();
  const { code, output } = await checkout.terraform("instances", "plan", "-detailed-exitcode");
  return { code, said: words(output) };
}

test("an OS that the zone does not offer is refused at plan time by its name", async () => {
  const { code, said } = await planAfter("servers: {workers: 1, os: {name: Ubuntu, version: 24.05 LTS}}\n");
  expect(code).toBe(1);
  expect(said).toContain('fr-par-2 offers no OS "Ubuntu" in version "24.05 LTS". Nothing was changed.');
});

test("a sold-out offer is refused before anything is ordered, with the hosts that have no server", async () => {
  await cloud.control.addCondition("stock-empty", "*");
  const { code, said } = await planAfter("servers: {workers: 1}\n");
  expect(code).toBe(1);
  expect(said).toContain("EM-A610R-NVME is out of stock in fr-par-2, and these hosts have no server yet: fe, host01.");
  await cloud.control.clearFaults();
});

test("a cloud that stands is not held up by an offer that is sold out, but a new worker is", async () => {
  await checkout.apply("instances");
  await cloud.control.addCondition("stock-empty", "*");
  expect((await planAfter("servers: {workers: 1}\n")).code).toBe(0);
  const { code, said } = await planAfter("servers: {workers: 2}\n");
  expect(code).toBe(1);
  expect(said).toContain("these hosts have no server yet: host02.");
});

test("a Private Network whose attaching ended in error is named with its host, and once detached is attached anew", async () => {
  await cloud.control.clearFaults();
  await cloud.control.addCondition("attachment-error", "opennebula-worker-1");
  checkout.configure("servers: {workers: 2}\n");
  await checkout.synth();
  const { code, output } = await checkout.terraform("instances", "apply", "-auto-approve");
  expect(code).toBe(1);
  expect(words(output)).toMatch(
    /host02 \(opennebula-worker-1\): a Private Network is not attached: fr-par\/[0-9a-f-]+ is error, fr-par\/[0-9a-f-]+ is error\. If it is error, detach/,
  );
  await cloud.control.clearFaults();
  // Still so: running again is refused in the same words, until somebody detaches it.
  expect((await checkout.terraform("instances", "plan")).code).toBe(1);

  const booked = await bookedAddresses();
  must(await checkout.run(["npx", "tsx", join(__dirname, "detach-networks.ts"), "opennebula-worker-1"]));
  await checkout.apply("instances");
  expect(await bookedAddresses()).toEqual(booked);
  expect((await planAfter("servers: {workers: 2}\n")).code).toBe(0);
});

/** Every booked address of the account. */
async function bookedAddresses(): Promise<string[]> {
  const ips = (await cloud.control.store())["ipam.ips"] as readonly any[];
  return ips.map(({ id, address }) => `${id} ${address}`).sort();
}
