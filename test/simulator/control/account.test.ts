// What the control API does to the account as a whole.
import { readFileSync, statSync } from "node:fs";
import { callApi } from "../../helpers/proxy-client";
import { startSimulator, type TestSimulator } from "../../helpers/simulator";
import { StubServers } from "../../helpers/stub-servers";

let simulator: TestSimulator;

beforeEach(async () => {
  simulator = await startSimulator({ makeServers: () => new StubServers() });
});
afterEach(() => simulator.stop());

async function createProject(name: string): Promise<string> {
  const body = { name, organization_id: simulator.credentials.organizationId, description: "" };
  return (await callApi(simulator, { method: "POST", path: "/account/v3/projects", body })).body.id;
}

const projectNames = async () =>
  (await callApi(simulator, { path: "/account/v3/projects" })).body.projects.map((one: { name: string }) => one.name);

it("calls a new account empty, and names what a deployment has left behind", async () => {
  expect(await simulator.control.remains()).toEqual([]);
  const id = await createProject("left");
  expect(await simulator.control.remains()).toEqual([{ table: "account.projects", id, name: "left" }]);
  await callApi(simulator, { method: "DELETE", path: `/account/v3/projects/${id}` });
  expect(await simulator.control.remains()).toEqual([]);
});

it("shows an unchanged account as equal, a changed one as different", async () => {
  const before = await simulator.control.store();
  await projectNames();
  expect(await simulator.control.store()).toEqual(before);
  await createProject("new");
  expect(await simulator.control.store()).not.toEqual(before);
});

it("shows no secret", async () => {
  const shown = JSON.stringify(await simulator.control.store());
  expect(readFileSync(simulator.directory.store, "utf8")).toContain(simulator.credentials.secretKey);
  expect(shown).not.toContain(simulator.credentials.secretKey);
  expect(shown).toContain(simulator.credentials.accessKey);
});

it("resets to the bootstrap with the credentials it had", async () => {
  await createProject("gone");
  await simulator.control.reset();
  expect(await projectNames()).toEqual(["default"]);
  expect(await simulator.control.credentials()).toEqual(simulator.credentials);
  expect(await simulator.control.remains()).toEqual([]);
});

it("keeps the journal over a reset", async () => {
  await createProject("gone");
  await simulator.control.reset();
  expect(await simulator.control.journal({ operation: "account.CreateProject" })).toHaveLength(1);
});

it("restores a snapshot: what came later is gone, what was there is back", async () => {
  await createProject("kept");
  await simulator.control.snapshot("first");
  await createProject("later");
  await simulator.control.restore("first");
  expect(await projectNames()).toEqual(["default", "kept"]);
  expect(await simulator.control.snapshots()).toEqual(["first"]);
});

it("goes on drawing new ids after a restore, the same ones each time", async () => {
  await simulator.control.snapshot("first");
  const once = await createProject("one");
  await simulator.control.restore("first");
  expect(await createProject("one")).toBe(once);
});

it.each(["../evil", "a/b", "", ".hidden"])("takes no snapshot named %p", async (name) => {
  await expect(simulator.control.snapshot(name)).rejects.toThrow();
});

it("names the snapshots there are when one is missing", async () => {
  await simulator.control.snapshot("first");
  await expect(simulator.control.restore("second")).rejects.toThrow('no snapshot "second". There are: first');
});

it("keeps everything in its directory to its owner", () => {
  const { directory } = simulator;
  expect(statSync(directory.path).mode & 0o777).toBe(0o700);
  for (const file of [directory.controlToken, directory.process, directory.store, directory.journal]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
});

it("lets a condition stand until it is cleared", async () => {
  const zone = "/baremetal/v1/zones/fr-par-2/offers?subscription_period=hourly";
  const stock = async () =>
    (await callApi(simulator, { path: zone })).body.offers.find(
      (offer: { name: string }) => offer.name === "EM-A610R-NVME",
    ).stock;
  const { id } = await simulator.control.addCondition("stock-empty", "EM-A610R-NVME");
  expect(await stock()).toBe("empty");
  await simulator.control.clearFaults(id);
  expect(await stock()).not.toBe("empty");
});

it("lets an account be full", async () => {
  await simulator.control.addCondition("quota", "account_projects", 1);
  const body = { name: "more", organization_id: simulator.credentials.organizationId, description: "" };
  const answer = await callApi(simulator, { method: "POST", path: "/account/v3/projects", body });
  expect(answer).toMatchObject({ status: 403, body: { type: "quotas_exceeded" } });
});

it("moves the clock, and tells it", async () => {
  const { now } = await simulator.control.setClock("stepped");
  const later = await simulator.control.advance(90);
  expect(Date.parse(later.now) - Date.parse(now)).toBe(90_000);
  expect(await simulator.control.clock()).toEqual({ kind: "stepped", factor: 1, now: later.now });
});
