// Scaleway answers with errors, hangs, is far; the broker dies: hooks end in their time, and say what is wrong.

import { BrokerProcess } from "../../ansible/driver/broker-process";
import { DriverCloud } from "../../ansible/driver/driver-cloud";
import { ScenarioTable } from "../../ansible/driver/scenario";
import { publicNic, type VirtualMachine } from "../../ansible/driver/virtual-machine";
import { until } from "../../helpers/until";

jest.setTimeout(120_000);

let cloud: DriverCloud;
let table: ScenarioTable;
let taken = 0;

beforeAll(async () => {
  cloud = await DriverCloud.start({
    servers: 2,
    flexibleIps: 24,
    clock: { kind: "scaled", factor: 100 },
    budgetSeconds: { pre: 6, post: 6, clean: 4 },
  });
  table = new ScenarioTable(cloud.house);
});
afterEach(() => cloud.house.simulator.control.clearFaults());
afterAll(async () => {
  process.stdout.write(`\n${table}\n\n`);
  await cloud.stop();
});

const node = () => cloud.nodes[0]!;
const machine = (): VirtualMachine => ({ id: 7, nics: [publicNic(cloud.house.ips[taken++]!)] });
const ipOf = (vm: VirtualMachine) => cloud.house.ips.find(({ address }) => address === vm.nics[0]!.fields.IP)!;
const stateOf = async (vm: VirtualMachine) => (await cloud.house.stateOf(ipOf(vm))).status;

type Order = Parameters<DriverCloud["house"]["simulator"]["control"]["addFault"]>[0];
const fault = (operation: string, effect: Order["effect"], first = 1) =>
  cloud.house.simulator.control.addFault({ operation: `flexible-ip.${operation}`, match: null, first, effect });
const answer = (status: number, retryAfterSeconds: number | null = null): Order["effect"] => ({
  kind: "answer",
  status,
  type: null,
  retryAfterSeconds,
});

async function running(): Promise<VirtualMachine> {
  const vm = machine();
  await node().run("pre", vm);
  await until("it is attached", async () => (await stateOf(vm)) === "attached");
  return { ...vm, deployed: true };
}

test.each([
  ["429 with Retry-After 1, on the look", "GetFlexibleIP", answer(429, 1)],
  ["500, on the look", "GetFlexibleIP", answer(500)],
  ["503, on the attach", "AttachFlexibleIP", answer(503)],
  ["409 transient_state, on the attach", "AttachFlexibleIP", { ...answer(409), type: "transient_state" } as const],
  ["connection dropped, on the attach", "AttachFlexibleIP", { kind: "drop" } as const],
  ["attached, but the answer is lost", "AttachFlexibleIP", { kind: "lose-answer" } as const],
])("%s: asked again, and attached", async (name, operation, effect) => {
  const vm = machine();
  await fault(operation, effect);
  const { codes, calls } = await table.play(name, "attached", () => node().run("pre", vm));
  expect([codes, await stateOf(vm)]).toEqual([[0], "attached"]);
  expect(calls.filter((call) => call.startsWith("Attach")).length).toBeLessThanOrEqual(2);
});

test("Retry-After is honoured", async () => {
  const vm = machine();
  await fault("GetFlexibleIP", answer(429, 2));
  const { results } = await table.play("429 with Retry-After 2", "attached", () => node().run("pre", vm));
  expect(results[0]).toMatchObject({ code: 0 });
  expect(results[0]!.seconds).toBeGreaterThan(2);
});

test("a Retry-After beyond the budget is told at once", async () => {
  const vm = machine();
  await fault("GetFlexibleIP", answer(429, 300), 9);
  const { results, said } = await table.play("429 with Retry-After 300", "fails, says why", () =>
    node().run("pre", vm),
  );
  expect(results[0]).toMatchObject({ code: 1 });
  expect(results[0]!.seconds).toBeLessThan(3);
  expect(said).toContain("429");
});

test("500 without end: pre fails within its budget, clean ends well", async () => {
  const vm = await running();
  await fault("GetFlexibleIP", answer(500), 1000);
  const { results, said } = await table.play("500 without end, post", "fails within its budget", () =>
    node().run("post", vm),
  );
  expect(results[0]).toMatchObject({ code: 1, stdout: "" });
  expect(results[0]!.seconds).toBeLessThan(8);
  expect(said).toMatch(/ERROR flexible-ip post: VM 7 NIC 0 .*HTTP 500/);
  const clean = await table.play("500 without end, clean", "warns, exit 0", () => node().run("clean", vm));
  expect(clean).toMatchObject({ codes: [0], said: expect.stringContaining("WARN flexible-ip clean") });
});

test("403 is final: one call, no repetition; clean ends well all the same", async () => {
  const vm = await running();
  await fault("GetFlexibleIP", answer(403), 2);
  const { codes, calls, said } = await table.play("403", "fails at once", () => node().run("post", vm));
  expect([codes, calls]).toEqual([[1], ["Get 403"]]);
  expect(said).toContain("Scaleway refuses");
  const clean = await table.play("403, clean", "warns, exit 0", () => node().run("clean", vm));
  expect([clean.codes, clean.calls]).toEqual([[0], ["Get 403"]]);
});

test.each([["GetFlexibleIP"], ["AttachFlexibleIP"]])("%s hangs: pre ends within its budget", async (operation) => {
  const vm = machine();
  await fault(operation, { kind: "hold" }, 9);
  const { results } = await table.play(`${operation} hangs`, "fails within its budget", () => node().run("pre", vm));
  expect(results[0]).toMatchObject({ code: 1 });
  expect(results[0]!.seconds).toBeLessThan(8);
});

test("a clean whose call hangs ends within its budget, and well", async () => {
  const vm = await running();
  await fault("GetFlexibleIP", { kind: "hold" }, 9);
  const { results } = await table.play("clean hangs", "warns, exit 0", () => node().run("clean", vm));
  expect(results[0]).toMatchObject({ code: 0 });
  expect(results[0]!.seconds).toBeLessThan(6);
});

test("the address stays in transition: pre gives up in time, and says so", async () => {
  const vm = machine();
  await cloud.house.simulator.control.addCondition("fip-transition", ipOf(vm).id);
  const { results } = await table.play("stays in transition", "fails within its budget", () => node().run("pre", vm));
  expect(results[0]).toMatchObject({ code: 1 });
  expect(results[0]!.seconds).toBeLessThan(8);
});

test("the broker is restarted in the middle of an attach: the hook finishes", async () => {
  const vm = machine();
  const { id } = await fault("AttachFlexibleIP", { kind: "hold" });
  const { codes } = await table.play("broker restarted amid an attach", "attached", async () => {
    const hook = node().run("pre", vm);
    await until("the attach is under way", async () =>
      (await cloud.house.simulator.control.faults()).faults.some((each) => each.id === id && each.waiting > 0),
    );
    await cloud.broker.kill();
    await cloud.house.simulator.control.release(id);
    await cloud.broker.restart();
    return hook;
  });
  expect([codes, await stateOf(vm)]).toEqual([[0], "attached"]);
});

test("the broker is killed after the attach was asked for: the hook finds it attached", async () => {
  const vm = machine();
  await fault("AttachFlexibleIP", { kind: "lose-answer" });
  const { codes, calls } = await table.play("broker killed after the attach", "attached", async () => {
    const hook = node().run("pre", vm);
    await until("it was asked for", async () => (await stateOf(vm)) !== "ready");
    await cloud.broker.restart();
    return hook;
  });
  expect(codes).toEqual([0]);
  expect(calls.filter((call) => call.startsWith("Attach"))).toHaveLength(1);
});

test("no broker: pre fails in time and names it, clean ends well", async () => {
  const vm = machine();
  await cloud.broker.kill();
  const { results, said } = await table.play("no broker", "fails within its budget", () => node().run("pre", vm));
  expect(results[0]).toMatchObject({ code: 1, stderr: expect.stringContaining("the broker does not answer") });
  expect(results[0]!.seconds).toBeLessThan(8);
  expect(said).not.toContain("Traceback");
  expect(await node().run("clean", vm)).toMatchObject({ code: 0 });
  await cloud.broker.restart();
});

test("another certificate at the broker's address is not spoken to", async () => {
  const stranger = await BrokerProcess.start({
    projectId: cloud.house.projectId,
    nodes: {},
    flexibleIps: [],
    secretKeys: ["a"],
    environment: {},
  });
  node().write("broker.pem", stranger.certificate);
  const { results } = await table.play("another certificate", "fails at once", () => node().run("pre", machine()));
  node().write("broker.pem", cloud.broker.certificate);
  await stranger.stop();
  expect(results[0]).toMatchObject({ code: 1, stderr: expect.stringContaining("another certificate") });
  expect(results[0]!.seconds).toBeLessThan(3);
});

test("a hook whose caller has gone leaves nobody waiting: the next one for the same address is served", async () => {
  const vm = machine();
  await cloud.house.simulator.control.addCondition("fip-transition", ipOf(vm).id);
  await node().run("pre", vm);
  await cloud.house.simulator.control.clearFaults();
  await until("the broker has noticed", () => /given up by the caller|out of time/.test(cloud.broker.log));
  expect(await node().run("pre", vm)).toMatchObject({ code: 0 });
});
