import { callApi } from "../../helpers/proxy-client";
import { startSimulator, type TestSimulator } from "../../helpers/simulator";
import { StubServers } from "../../helpers/stub-servers";

let simulator: TestSimulator;

beforeAll(async () => {
  simulator = await startSimulator({ makeServers: () => new StubServers() });
});
afterAll(() => simulator.stop());

const projects = "/account/v3/projects";

async function newKey(permissionSets: string[], expiresAt?: string): Promise<string> {
  const { organizationId, defaultProjectId } = simulator.credentials;
  const create = async (path: string, body: object) => {
    const answer = await callApi(simulator, { method: "POST", path: `/iam/v1alpha1/${path}`, body });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const name = `app${permissionSets.length}${expiresAt ?? ""}`.replace(/\W/g, "");
  const application = await create("applications", { name, organization_id: organizationId, description: "" });
  if (permissionSets.length > 0) {
    await create("policies", {
      name,
      description: "",
      organization_id: organizationId,
      application_id: application.id,
      rules: [{ permission_set_names: permissionSets, project_ids: [defaultProjectId] }],
    });
  }
  const key = await create("api-keys", { application_id: application.id, description: "", expires_at: expiresAt });
  return key.secret_key;
}

it.each([
  ["no token", {}, "invalid_argument"],
  ["an unknown token", { "x-auth-token": "11111111-1111-4111-8111-111111111111" }, "not_found"],
])("answers 401 to %s", async (_, headers, reason) => {
  const token = { "x-auth-token": "", ...headers };
  const { status, body } = await callApi(simulator, { path: projects, headers: token });
  expect(status).toBe(401);
  expect(body).toMatchObject({ type: "denied_authentication", method: "api_key", reason });
});

it("answers 401 to a key past its time", async () => {
  const soon = new Date(Date.now() + 3600_000).toISOString();
  const token = await newKey(["VPCFullAccess"], soon);
  const ask = () => callApi(simulator, { path: "/vpc/v2/regions/fr-par/vpcs", headers: { "x-auth-token": token } });
  expect((await ask()).status).toBe(200);
  await simulator.control.advance(3601);
  expect(await ask()).toMatchObject({ status: 401, body: { type: "denied_authentication", reason: "expired" } });
});

it("answers 403 where no permission set opens the product, before it looks at the request", async () => {
  const token = await newKey([]);
  const answer = await callApi(simulator, {
    path: "/vpc/v2/regions/fr-par/vpcs?nonsense=1",
    headers: { "x-auth-token": token },
  });
  expect(answer).toMatchObject({
    status: 403,
    body: { type: "permissions_denied", details: [{ resource: "vpc", action: "read" }] },
  });
});

it.each([
  ["region", "/vpc/v2/regions/fr-xyz/vpcs", "fr-xyz"],
  ["zone", "/baremetal/v1/zones/fr-par-3/offers", "fr-par-3"],
])("answers 404 to a %s that does not exist", async (resource, path, name) => {
  const answer = await callApi(simulator, { path });
  expect(answer).toMatchObject({ status: 404, body: { type: "not_found", resource, resource_id: name } });
});

it("names every query parameter that it does not know", async () => {
  const { status, body } = await callApi(simulator, { path: `${projects}?page=1&color=red&size=3&color=blue` });
  expect(status).toBe(400);
  expect(body.type).toBe("invalid_arguments");
  expect(body.details.map((one: { argument_name: string }) => one.argument_name)).toEqual(["color", "size"]);
});

it("names every field of a body that it does not know, wants or understands", async () => {
  const { status, body } = await callApi(simulator, {
    method: "POST",
    path: "/vpc/v2/regions/fr-par/private-networks",
    body: { name: 7, tags: ["a", 5], colour: "red", sizes: [1] },
  });
  expect(status).toBe(400);
  const problems = body.details.map((one: { argument_name: string; reason: string }) => [
    one.argument_name,
    one.reason,
  ]);
  expect(problems).toEqual(
    expect.arrayContaining([
      ["name", "format"],
      ["tags.1", "format"],
      ["colour", "unknown"],
      ["sizes", "unknown"],
    ]),
  );
});

it("calls a missing field required", async () => {
  const { body } = await callApi(simulator, { method: "POST", path: projects, body: { name: "x" } });
  expect(body.details).toContainEqual(
    expect.objectContaining({ argument_name: "organization_id", reason: "required" }),
  );
});

it.each([
  ["nothing", undefined, 200],
  ["{}", {}, 200],
  ["a field", { name: "x" }, 400],
])("takes %s as the body of a route that has none", async (_, body, status) => {
  const { organizationId } = simulator.credentials;
  const answer = await callApi(simulator, { path: `${projects}/${organizationId}`, body });
  expect(answer.status).toBe(status);
});

it("lists what it has no route for", async () => {
  const { status } = await callApi(simulator, { path: "/k8s/v1/regions/fr-par/clusters?page=1" });
  expect(status).toBe(404);
  const { unknownRoutes } = await simulator.control.summary();
  expect(unknownRoutes["GET /k8s/v1/regions/fr-par/clusters"]).toBe(1);
});

it("writes into the journal who asked, what for, and what it changed; never the token", async () => {
  const { organizationId, accessKey, secretKey } = simulator.credentials;
  const body = { name: "journalled", organization_id: organizationId, description: "" };
  const created = await callApi(simulator, { method: "POST", path: projects, body });
  const [entry] = (await simulator.control.journal({ operation: "account.CreateProject", status: 200 })).slice(-1);
  expect(entry).toMatchObject({
    kind: "api",
    method: "POST",
    host: "api.scaleway.com",
    path: projects,
    userAgent: "test-client",
    accessKey,
    changes: [{ table: "account.projects", id: created.body.id, change: "created" }],
  });
  expect(entry?.changes[0]?.fields.name).toEqual([null, "journalled"]);
  expect(JSON.stringify(await simulator.control.journal())).not.toContain(secretKey);
});

it("notes in the journal why it refused", async () => {
  await callApi(simulator, { path: `${projects}?shape=round` });
  const [entry] = (await simulator.control.journal({ status: 400 })).slice(-1);
  expect(entry?.note).toContain("invalid_arguments");
  expect(entry?.note).toContain("shape");
});
