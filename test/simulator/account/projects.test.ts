import { SimulatedAccount } from "./simulated-account";

const PROJECTS = "/account/v3/projects";
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICJEoOOgQBLJPs4g/XcPTKT82NywNPpxeuA20FlOPlpO";

let account: SimulatedAccount;
let project: string;
beforeEach(() => {
  account = new SimulatedAccount();
  project = account.makeProject("opennebula-scw");
});

test.each([
  ["vpc.private_networks", "Private Networks"],
  ["vpc.vpcs", "VPCs"],
  ["ipam.ips", "reserved addresses"],
  ["baremetal.servers", "Elastic Metal servers"],
  ["flexible-ip.ips", "Flexible IPs"],
  ["s3.buckets", "Object Storage buckets"],
])("a project that holds a row of %s is not deleted, and the refusal says why", (table, kind) => {
  account.store.table<any>(table).put({ id: "one", project_id: project });
  const answer = account.call("DELETE", `${PROJECTS}/${project}`);
  expect(answer).toMatchObject({ status: 412, body: { precondition: "resource_still_in_use" } });
  expect(answer.body.help_message).toContain(kind);
  expect(account.call("GET", `${PROJECTS}/${project}`).status).toBe(200);
});

test("what is on its way out asks the client to come again, as the provider expects", () => {
  account.store.table<any>("baremetal.servers").put({ id: "one", project_id: project, status: "deleting" });
  const answer = account.call("DELETE", `${PROJECTS}/${project}`);
  expect(answer).toMatchObject({ status: 412, body: { precondition: "resource_not_usable" } });
});

test("a deleted project leaves nothing behind: neither SSH keys nor a default VPC", () => {
  account.make("POST", "/iam/v1alpha1/ssh-keys", { name: "operator", public_key: KEY, project_id: project });
  const network = account.make("POST", "/vpc/v2/regions/fr-par/private-networks", { name: "a", project_id: project });
  account.make("DELETE", `/vpc/v2/regions/fr-par/private-networks/${network.id}`);
  expect(account.make("GET", `/vpc/v2/regions/fr-par/vpcs?project_id=${project}`).total_count).toBe(1);

  expect(account.call("DELETE", `${PROJECTS}/${project}`)).toEqual({ status: 204 });

  const left = account.store
    .tableNames()
    .filter((table) => JSON.stringify(account.store.table(table).list()).includes(project));
  expect(left).toEqual([]);
  expect(account.call("GET", `${PROJECTS}/${project}`)).toMatchObject({
    status: 404,
    body: { resource: "project_id" },
  });
});

test("things of another project do not keep a project alive", () => {
  const other = account.makeProject("other");
  account.make("POST", "/vpc/v2/regions/fr-par/vpcs", { name: "vpc", project_id: other });
  expect(account.call("DELETE", `${PROJECTS}/${project}`).status).toBe(204);
});

test("the default project cannot be deleted", () => {
  const answer = account.call("DELETE", `${PROJECTS}/${account.owner.defaultProjectId}`);
  expect(answer).toMatchObject({ status: 412, body: { precondition: "protected_resource" } });
});

test("a project belongs to the caller's organization", () => {
  const body = { name: "a", organization_id: "0a000000-0000-4000-8000-000000000009", description: "" };
  expect(account.call("POST", PROJECTS, body)).toMatchObject({ status: 403, body: { type: "permissions_denied" } });
});

test.each([
  ["an empty organization", { name: "a", organization_id: "", description: "" }, "organization_id"],
  ["a name with a slash", { name: "a/b", description: "" }, "name"],
  ["a name over 64 characters", { name: "a".repeat(65), description: "" }, "name"],
  ["a field that does not exist", { name: "a", description: "", qualification: null }, "qualification"],
])("refuses %s and names the field", (_, fields, argument) => {
  const answer = account.call("POST", PROJECTS, { organization_id: account.owner.organizationId, ...fields });
  expect(answer).toMatchObject({ status: 400, body: { type: "invalid_arguments" } });
  expect(answer.body.details).toEqual([expect.objectContaining({ argument_name: argument })]);
});

test("an organization holds 25 projects, or as many as a quota condition says", () => {
  for (let count = 2; count < 25; count++) account.makeProject(`project-${count}`);
  const body = { name: "last", organization_id: account.owner.organizationId, description: "" };
  expect(account.call("POST", PROJECTS, body)).toMatchObject({
    status: 403,
    body: { type: "quotas_exceeded", details: [{ resource: "account_projects", quota: 25, current: 25 }] },
  });
  account.store
    .table<any>("control.conditions")
    .put({ id: "more", kind: "quota", resource: "account_projects", limit: 26 });
  expect(account.call("POST", PROJECTS, body).status).toBe(200);
});
