// The hooks and the broker as processes, against the simulated Scaleway: what a machine's life asks of them.

import { DriverCloud } from "../../ansible/driver/driver-cloud";
import type { HookAction, HookNode } from "../../ansible/driver/hook-node";
import type { OrderedIp } from "../../ansible/driver/house";
import { ScenarioTable } from "../../ansible/driver/scenario";
import { privateNic, publicNic, type VirtualMachine } from "../../ansible/driver/virtual-machine";
import { until } from "../../helpers/until";

jest.setTimeout(120_000);

let cloud: DriverCloud;
let table: ScenarioTable;
let taken = 0;

beforeAll(async () => {
  // Attaching takes half a second, detaching a quarter.
  cloud = await DriverCloud.start({ servers: 20, flexibleIps: 200, clock: { kind: "scaled", factor: 20 } });
  table = new ScenarioTable(cloud.house);
});
afterAll(async () => {
  process.stdout.write(`\n${table}\n\n`);
  await cloud.stop();
});

const [A, B] = [0, 1];
const node = (place: number): HookNode => cloud.nodes[place]!;
const nextIp = (): OrderedIp => cloud.house.ips[taken++]!;
const step =
  (action: HookAction, place: number, vm: VirtualMachine, driver: "bridge" | "fw" = "bridge") =>
  () =>
    node(place).run(action, vm, driver);

async function where(ip: OrderedIp): Promise<string> {
  const { status, server_id } = await cloud.house.stateOf(ip);
  const place = cloud.house.serverIds.indexOf(server_id ?? "");
  return status === "attached" ? `on ${"ABCDEFGHIJKLMNOPQRST"[place]}` : status;
}
const comesToBe = (ip: OrderedIp, wanted: string) =>
  until(`the Flexible IP is ${wanted}`, async () => (await where(ip)) === wanted, 10_000);

const machine = (changes: Partial<VirtualMachine> = {}): VirtualMachine => ({
  id: 7,
  nics: [publicNic(nextIp())],
  ...changes,
});
const ipOf = (vm: VirtualMachine, place = 0) =>
  cloud.house.ips.find(({ address }) => address === vm.nics[place]!.fields.IP)!;
const deployed = (vm: VirtualMachine): VirtualMachine => ({ ...vm, deployed: true });

/** A machine that runs on A. */
async function running(changes: Partial<VirtualMachine> = {}): Promise<VirtualMachine> {
  const vm = machine(changes);
  await node(A).run("pre", vm);
  await comesToBe(ipOf(vm), "on A");
  return deployed(vm);
}

test("start: attached when pre returns, nothing to do in post", async () => {
  const vm = machine();
  const before = await table.play("start, pre", "attached before it boots", step("pre", A, vm));
  expect(before).toMatchObject({ codes: [0], said: expect.stringContaining(`attached to server ${node(A).serverId}`) });
  expect(await where(ipOf(vm))).toBe("on A");
  const after = await table.play("start, post", "is there already", step("post", A, deployed(vm)));
  expect(after).toMatchObject({ codes: [0], calls: ["Get 200"] });
});

test("stop: detached, in two calls", async () => {
  const vm = await running();
  const { codes, calls } = await table.play("stop", "detached", step("clean", A, vm));
  expect([codes, calls]).toEqual([[0], ["Get 200", "Detach 200"]]);
  await comesToBe(ipOf(vm), "ready");
});

test("stop and start at once: the detach that still runs is waited for", async () => {
  const vm = await running();
  const { codes } = await table.play("stop and start at once", "attached", step("clean", A, vm), step("pre", A, vm));
  expect(codes).toEqual([0, 0]);
  expect(await where(ipOf(vm))).toBe("on A");
});

test("a second public interface is served as the first is, a private one costs nothing", async () => {
  const [one, two] = [nextIp(), nextIp()];
  const vm = { id: 8, nics: [publicNic(one), privateNic(), publicNic(two)] };
  const { codes } = await table.play("second public NIC, start", "both attached", step("pre", A, vm));
  expect(codes).toEqual([0]);
  expect([await where(one), await where(two)]).toEqual(["on A", "on A"]);
  const gone = await table.play("second public NIC, stop", "both detached", step("clean", A, deployed(vm)));
  expect(gone.calls.filter((call) => call.startsWith("Detach"))).toHaveLength(2);
});

test("one interface that cannot be served does not hold up the others, and fails the start", async () => {
  const [one, two] = [nextIp(), nextIp()];
  const wrong = publicNic(one, { fields: { MAC: "52:54:00:00:00:01" } });
  const { codes, said } = await table.play(
    "one of two NICs has a wrong MAC",
    "fails; the other one is served",
    step("pre", A, { id: 9, nics: [wrong, publicNic(two)] }),
  );
  expect([codes, await where(two), await where(one)]).toEqual([[1], "on A", "ready"]);
  expect(said).toContain(`its MAC is ${one.macAddress}, the interface has 52:54:00:00:00:01`);
});

test("a machine without public interfaces asks nobody, an address that is public does not count", async () => {
  const vm = { id: 10, nics: [privateNic(), privateNic({ fields: { IP: "62.210.9.9" } })] };
  const { codes, calls } = await table.play("no public NIC", "nothing asked", step("pre", A, vm), step("clean", A, vm));
  expect([codes, calls]).toEqual([[0, 0], []]);
});

test("hotplug of a private interface leaves the public one alone, both ways", async () => {
  const vm = await running();
  const plugged = { ...vm, nics: [...vm.nics, privateNic({ attach: true })] };
  const { codes, calls } = await table.play(
    "hotplug private NIC, attach and detach",
    "nothing asked",
    step("pre", A, plugged),
    step("post", A, plugged),
    step("clean", A, plugged),
  );
  expect([codes, calls, await where(ipOf(vm))]).toEqual([[0, 0, 0], [], "on A"]);
});

test("hotplug of a public interface touches that one only", async () => {
  const vm = await running();
  const other = nextIp();
  const plugged = { ...vm, nics: [...vm.nics, publicNic(other, { attach: true })] };
  const { codes } = await table.play(
    "hotplug public NIC, attach",
    "attached by post",
    step("pre", A, plugged),
    step("post", A, plugged),
  );
  expect([codes, await where(other)]).toEqual([[0, 0], "on A"]);
  const { calls } = await table.play("hotplug public NIC, detach", "detached", step("clean", A, plugged));
  expect(calls).toEqual(["Get 200", "Detach 200"]);
  expect(await where(ipOf(vm))).toBe("on A");
});

test("a public alias is refused with the reason, a private one is nobody's business", async () => {
  const vm = await running();
  const alias = publicNic(nextIp(), { tag: "NIC_ALIAS", attach: true });
  const refused = await table.play(
    "public alias",
    "refused before it costs a call",
    step("pre", A, { ...vm, nics: [...vm.nics, alias] }),
  );
  expect(refused).toMatchObject({ codes: [1], calls: [], said: expect.stringContaining("is an alias") });
  const quiet = { ...vm, nics: [...vm.nics, privateNic({ tag: "NIC_ALIAS", attach: true })] };
  const { codes, calls } = await table.play(
    "private alias",
    "nothing asked",
    step("pre", A, quiet),
    step("clean", A, quiet),
  );
  expect([codes, calls]).toEqual([[0, 0], []]);
});

test("live migration: the address stays with the running machine until it has arrived", async () => {
  const vm = await running();
  await table.play("live migration A to B, pre on B", "left on A", step("pre", B, vm));
  expect(await where(ipOf(vm))).toBe("on A");
  const { codes } = await table.play(
    "live migration A to B, clean on A, post on B",
    "on B",
    step("clean", A, vm),
    step("post", B, vm),
  );
  expect([codes, await where(ipOf(vm))]).toEqual([[0, 0], "on B"]);
  const back = await table.play(
    "live migration back",
    "on A",
    step("pre", A, vm),
    step("clean", B, vm),
    step("post", A, vm),
  );
  expect([back.codes, await where(ipOf(vm))]).toEqual([[0, 0, 0], "on A"]);
});

test("live migration whose clean is late: post takes the address over, and the late clean leaves it alone", async () => {
  const vm = await running();
  const { codes } = await table.play(
    "live migration, clean after post",
    "on B",
    step("post", B, vm),
    step("clean", A, vm),
  );
  expect([codes, await where(ipOf(vm))]).toEqual([[0, 0], "on B"]);
  expect(cloud.broker.log).toMatch(
    new RegExp(
      `take-over of Flexible IP ${ipOf(vm).id} .* from server ${node(A).serverId} to server ${node(B).serverId}`,
    ),
  );
});

test("live migration that fails half-way: the machine on A has lost nothing", async () => {
  const vm = await running();
  await table.play("live migration fails half-way", "still on A", step("pre", B, vm));
  expect(await where(ipOf(vm))).toBe("on A");
});

test("migration to the same host: clean lets it go, post brings it back", async () => {
  const vm = await running();
  const { codes } = await table.play(
    "same-host migration",
    "on A again",
    ...(["pre", "clean", "post"] as const).map((action) => step(action, A, vm)),
  );
  expect([codes, await where(ipOf(vm))]).toEqual([[0, 0, 0], "on A"]);
});

test("node crash: nothing ran on A, the machine starts on B and gets its address in post", async () => {
  const vm = await running();
  const { codes } = await table.play("node crash, start elsewhere", "on B", step("pre", B, vm), step("post", B, vm));
  expect([codes, await where(ipOf(vm))]).toEqual([[0, 0], "on B"]);
});

test("recreated elsewhere: the first start of a machine may take over before it boots", async () => {
  const vm = await running();
  const { codes } = await table.play(
    "recreated on B",
    "on B before it boots",
    step("pre", B, { ...vm, deployed: false }),
  );
  expect([codes, await where(ipOf(vm))]).toEqual([[0], "on B"]);
});

test("guest shutdown: nothing was called, the next start finds the address in place", async () => {
  const vm = await running();
  const { calls } = await table.play(
    "guest shutdown, start on the same node",
    "is there already",
    step("pre", A, vm),
    step("post", A, vm),
  );
  expect(calls).toEqual(["Get 200", "Get 200"]);
});

test("the driver fw has hooks of its own: each serves its own interfaces", async () => {
  const [one, two] = [nextIp(), nextIp()];
  const vm = { id: 11, nics: [publicNic(one), publicNic(two, { driver: "fw" })] };
  await table.play("fw beside bridge", "each its own", step("pre", A, vm, "fw"));
  expect([await where(one), await where(two)]).toEqual(["ready", "on A"]);
});

test("200 Flexible IPs: the last one is served as the first", async () => {
  const vm = { id: 12, nics: [publicNic(cloud.house.ips.at(-1)!)] };
  const { codes, calls } = await table.play("200 Flexible IPs, the last one", "attached", step("pre", A, vm));
  expect(codes).toEqual([0]);
  expect(calls.slice(0, 3)).toEqual(["Get 200", "Attach 200", "Get 200"]);
});

test("20 machines at once, one per node", async () => {
  const vms = cloud.nodes.map((_, place) => machine({ id: 100 + place }));
  const { codes } = await table.play("20 VMs at once", "all attached", () =>
    Promise.all(vms.map((vm, place) => node(place).run("pre", vm))),
  );
  expect(new Set(codes)).toEqual(new Set([0]));
  expect(await Promise.all(vms.map((vm) => where(ipOf(vm))))).toEqual(
    [..."ABCDEFGHIJKLMNOPQRST"].map((letter) => `on ${letter}`),
  );
});

test("hooks of one address on two nodes at once: it ends on one of them, and no hook fails", async () => {
  const vm = machine();
  const { codes } = await table.play("two nodes want one IP at once", "on one of them", () =>
    Promise.all([node(A).run("post", vm), node(B).run("post", vm)]),
  );
  expect(codes).toEqual([0, 0]);
  expect(["on A", "on B"]).toContain(await where(ipOf(vm)));
});
