import type { FaultEffect } from "../../../simulator/control/faults";
import { call, callApi, connectThrough } from "../../helpers/proxy-client";
import { startSimulator, type TestSimulator } from "../../helpers/simulator";
import { StubServers } from "../../helpers/stub-servers";

let simulator: TestSimulator;

beforeAll(async () => {
  simulator = await startSimulator({ makeServers: () => new StubServers() });
});
afterAll(() => simulator.stop());
afterEach(() => simulator.control.clearFaults());

const list = { path: "/account/v3/projects" };
const create = (name: string) => ({
  method: "POST",
  path: "/account/v3/projects",
  body: { name, organization_id: simulator.credentials.organizationId, description: "" },
});
const projectNames = async () =>
  (await simulator.control.store())["account.projects"]?.map((row) => "name" in row && row.name);
const answerWith = (status: number, type: "transient_state" | "out_of_stock" | null = null): FaultEffect => ({
  kind: "answer",
  status,
  type,
  retryAfterSeconds: null,
});

async function add(operation: string, effect: FaultEffect, first = 1, match: string | null = null): Promise<string> {
  return (await simulator.control.addFault({ operation, effect, first, match })).id;
}

/** Looks until a condition holds, for at most five seconds. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("the condition did not come true in 5 s");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it.each([429, 500, 503])("answers %d to the first N calls and is gone then", async (status) => {
  await add("account.ListProjects", answerWith(status), 2);
  const statuses = [];
  for (let turn = 0; turn < 3; turn++) statuses.push((await callApi(simulator, list)).status);
  expect(statuses).toEqual([status, status, 200]);
});

it("answers in Scaleway's own shape when a type was asked for", async () => {
  await add("account.ListProjects", answerWith(409, "transient_state"));
  expect(await callApi(simulator, list)).toMatchObject({ status: 409, body: { type: "transient_state" } });
});

it("sends Retry-After when that was asked for", async () => {
  await add("account.ListProjects", { kind: "answer", status: 429, type: null, retryAfterSeconds: 7 });
  expect((await call(simulator, list)).headers["retry-after"]).toBe("7");
});

it("hits no other operation", async () => {
  await add("account.GetProject", answerWith(500));
  expect((await callApi(simulator, list)).status).toBe(200);
});

it("hits only calls that match", async () => {
  await add("s3.HeadBucket", answerWith(503), 1, "bad-bucket");
  const statusOf = async (bucket: string) =>
    (await call(simulator, { host: `${bucket}.s3.fr-par.scw.cloud`, method: "HEAD", path: "/" })).status;
  expect([await statusOf("good-bucket"), await statusOf("bad-bucket")]).toEqual([403, 503]);
});

it("answers object storage in XML", async () => {
  await add("s3.ListBuckets", answerWith(503));
  const answer = await call(simulator, { host: "s3.fr-par.scw.cloud", path: "/" });
  expect(answer.status).toBe(503);
  expect(answer.text).toContain("<Code>SlowDown</Code>");
});

it("drops the connection and does nothing", async () => {
  await add("account.CreateProject", { kind: "drop" });
  await expect(callApi(simulator, create("dropped"))).rejects.toThrow();
  expect(await projectNames()).not.toContain("dropped");
});

it("does it and loses the answer, as a retried POST fears", async () => {
  await add("account.CreateProject", { kind: "lose-answer" });
  await expect(callApi(simulator, create("lost"))).rejects.toThrow();
  expect(await projectNames()).toContain("lost");
});

it("holds a call, undone, until it is released", async () => {
  const fault = await add("account.CreateProject", { kind: "hold" });
  const waiting = callApi(simulator, create("held"));
  await until(async () => (await simulator.control.faults()).faults[0]?.waiting === 1);
  expect(await projectNames()).not.toContain("held");
  expect(await simulator.control.release(fault)).toEqual({ released: 1 });
  expect((await waiting).status).toBe(200);
  expect(await projectNames()).toContain("held");
});

it("does not do a held call whose client has gone away", async () => {
  const fault = await add("account.CreateProject", { kind: "hold" });
  const waiting = callApi(simulator, create("abandoned"));
  await until(async () => (await simulator.control.faults()).faults[0]?.waiting === 1);
  await simulator.control.reset();
  await expect(waiting).rejects.toThrow();
  await expect(simulator.control.release(fault)).rejects.toThrow("no fault");
  expect(await projectNames()).toEqual(["default"]);
});

it("lets the simulator stop while a call is held, and the call undone", async () => {
  const other = await startSimulator({ makeServers: () => new StubServers() });
  await other.control.addFault({ operation: "account.ListProjects", match: null, first: 1, effect: { kind: "hold" } });
  const waiting = callApi(other, list);
  await until(async () => (await other.control.faults()).faults[0]?.waiting === 1);
  await Promise.all([expect(waiting).rejects.toThrow(), other.stop()]);
});

it("refuses an operation that does not exist, and lists those that do", async () => {
  await expect(add("account.Explode", answerWith(500))).rejects.toThrow(
    /no operation "account.Explode". There are: account.CreateProject, .*s3.PutObject.*ssh.Connect/,
  );
});

it("is noted in the journal", async () => {
  const fault = await add("account.ListProjects", answerWith(503));
  await callApi(simulator, list);
  const [entry] = (await simulator.control.journal({ status: 503, operation: "account.ListProjects" })).slice(-1);
  expect(entry?.note).toContain(`fault ${fault}: answer`);
});

it("counts what is still to come, and is gone when it is cleared", async () => {
  await add("account.ListProjects", answerWith(503), 3);
  await callApi(simulator, list);
  expect((await simulator.control.faults()).faults).toMatchObject([{ first: 3, remaining: 2 }]);
  expect(await simulator.control.clearFaults()).toEqual({ cleared: 1 });
  expect((await callApi(simulator, list)).status).toBe(200);
});

it("refuses an unreachable address by name even when faults stand for SSH", async () => {
  await add("ssh.Connect", { kind: "drop" });
  const { answer, socket } = await connectThrough(simulator, "192.0.2.1:22");
  socket.destroy();
  expect(answer.status).toBe(403);
});

it("turns a list around while the condition stands, unless the request asks for an order", async () => {
  await callApi(simulator, create("first-of-two"));
  await callApi(simulator, create("second-of-two"));
  const idsOf = async (query = "") =>
    (await callApi(simulator, { path: `${list.path}${query}` })).body.projects.map(
      (project: { id: string }) => project.id,
    );
  const [usual, ordered] = [await idsOf(), await idsOf("?order_by=name_asc")];
  await simulator.control.addCondition("lists-reversed", "account.ListProjects");
  expect(await idsOf()).toEqual(usual.toReversed());
  expect(await idsOf("?order_by=name_asc")).toEqual(ordered);
});
