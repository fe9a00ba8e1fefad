import { callerOf } from "../../../simulator/services/iam/authorization";
import { SimulatedAccount } from "../account/simulated-account";

const IAM = "/iam/v1alpha1";

let account: SimulatedAccount;
let project: string;
beforeEach(() => {
  account = new SimulatedAccount();
  project = account.makeProject("opennebula-scw");
});

interface Bearer {
  readonly applicationId: string;
  readonly groupId: string;
  readonly accessKey: string;
  readonly secret: string;
}

/** An application in a group, as the inventories stack makes it. */
function makeBearer(key: object = {}): Bearer {
  const organization_id = account.owner.organizationId;
  const application = account.make("POST", `${IAM}/applications`, { name: "flexip", organization_id });
  const group = account.make("POST", `${IAM}/groups`, { name: "flexip-group", organization_id });
  account.make("POST", `${IAM}/groups/${group.id}/add-member`, { application_id: application.id });
  const made = account.make("POST", `${IAM}/api-keys`, { application_id: application.id, description: "", ...key });
  return { applicationId: application.id, groupId: group.id, accessKey: made.access_key, secret: made.secret_key };
}

function allow(bearer: Bearer, rule: object): string {
  const organization_id = account.owner.organizationId;
  const body = { name: "policy", organization_id, group_id: bearer.groupId, rules: [{ condition: "", ...rule }] };
  return account.make("POST", `${IAM}/policies`, body).id;
}

test("the owner may do everything in every project of the organization, and nothing in one that does not exist", () => {
  const owner = callerOf(account.owner.accessKey, account.store);
  for (const id of [project, account.owner.defaultProjectId])
    expect(owner.allows("elastic_metal", "write", id)).toBe(true);
  expect(owner.allows("elastic_metal", "read", "0a000000-0000-4000-8000-000000000009")).toBe(false);
  expect(owner.allowsSomewhere("iam", "write")).toBe(true);
});

test("an application without a policy is refused everything", () => {
  const bearer = makeBearer();
  const caller = callerOf(bearer.accessKey, account.store);
  expect(caller.allowsSomewhere("elastic_metal", "read")).toBe(false);
  expect(caller.allows("vpc", "read", project)).toBe(false);
  expect(account.call("GET", "/vpc/v2/regions/fr-par/vpcs", undefined, bearer.secret)).toMatchObject({
    status: 403,
    body: { type: "permissions_denied", details: [{ resource: "vpc", action: "read" }] },
  });
});

test("a rule of the group's policy reaches its project and its product, no further", () => {
  const bearer = makeBearer();
  allow(bearer, { permission_set_names: ["ElasticMetalFullAccess"], project_ids: [project] });
  const caller = callerOf(bearer.accessKey, account.store);
  expect(caller.allows("elastic_metal", "write", project)).toBe(true);
  expect(caller.allows("elastic_metal", "read", account.owner.defaultProjectId)).toBe(false);
  expect(caller.allows("ipam", "read", project)).toBe(false);
  expect(caller.allowsSomewhere("iam", "read")).toBe(false);
});

test("a rule for the organization reaches every project", () => {
  const bearer = makeBearer();
  const rule = { permission_set_names: ["IPAMReadOnly"], organization_id: account.owner.organizationId };
  allow(bearer, rule);
  const caller = callerOf(bearer.accessKey, account.store);
  expect(caller.allows("ipam", "read", project)).toBe(true);
  expect(caller.allows("ipam", "write", project)).toBe(false);
});

test("whoever leaves the group loses what the group was allowed", () => {
  const bearer = makeBearer();
  allow(bearer, { permission_set_names: ["ElasticMetalFullAccess"], project_ids: [project] });
  account.make("POST", `${IAM}/groups/${bearer.groupId}/remove-member`, { application_id: bearer.applicationId });
  expect(callerOf(bearer.accessKey, account.store).allows("elastic_metal", "read", project)).toBe(false);
});

test("a deleted policy allows nothing any more", () => {
  const bearer = makeBearer();
  const policy = allow(bearer, { permission_set_names: ["ElasticMetalFullAccess"], project_ids: [project] });
  account.make("DELETE", `${IAM}/policies/${policy}`);
  expect(callerOf(bearer.accessKey, account.store).allowsSomewhere("elastic_metal", "read")).toBe(false);
});

test("sets that are finer than the simulator's products allow nothing rather than too much", () => {
  const bearer = makeBearer();
  const names = ["IAMApplicationManager", "IAMPolicyReadOnly"];
  allow(bearer, { permission_set_names: names, organization_id: account.owner.organizationId });
  expect(callerOf(bearer.accessKey, account.store).allowsSomewhere("iam", "read")).toBe(false);
});

test("lists leave out what the caller may not see; by id it is refused", () => {
  const bearer = makeBearer();
  const hidden = account.make("POST", "/vpc/v2/regions/fr-par/vpcs", {
    name: "hidden",
    project_id: account.owner.defaultProjectId,
  });
  const shown = account.make("POST", "/vpc/v2/regions/fr-par/vpcs", { name: "shown", project_id: project });
  allow(bearer, { permission_set_names: ["VPCReadOnly"], project_ids: [project] });
  const list = account.make("GET", "/vpc/v2/regions/fr-par/vpcs", undefined, bearer.secret);
  expect(list).toMatchObject({ total_count: 1, vpcs: [{ id: shown.id }] });
  const byId = account.call("GET", `/vpc/v2/regions/fr-par/vpcs/${hidden.id}`, undefined, bearer.secret);
  expect(byId).toMatchObject({ status: 403, body: { details: [{ resource: "vpc", action: "read" }] } });
  const write = account.call("DELETE", `/vpc/v2/regions/fr-par/vpcs/${shown.id}`, undefined, bearer.secret);
  expect(write).toMatchObject({ status: 403, body: { type: "permissions_denied" } });
});

test.each([
  ["without a token", "", "invalid_argument"],
  ["with a token nobody has", "0b000000-0000-4000-8000-000000000001", "not_found"],
])("a call %s is not authenticated", (_, token, reason) => {
  expect(account.call("GET", "/account/v3/projects", undefined, token)).toMatchObject({
    status: 401,
    body: { type: "denied_authentication", method: "api_key", reason },
  });
});

test("a key is good until the moment it expires", () => {
  const bearer = makeBearer({ expires_at: "2026-11-22T11:00:00Z" });
  allow(bearer, { permission_set_names: ["VPCReadOnly"], project_ids: [project] });
  account.clock.advance(3590);
  expect(account.call("GET", "/vpc/v2/regions/fr-par/vpcs", undefined, bearer.secret).status).toBe(200);
  account.clock.advance(10);
  expect(account.call("GET", "/vpc/v2/regions/fr-par/vpcs", undefined, bearer.secret)).toMatchObject({
    status: 401,
    body: { reason: "expired" },
  });
});

test("on the instant clock, where every transition is over at once, a key that expires later is still good", () => {
  const bearer = makeBearer({ expires_at: "2027-11-22T11:00:00Z" });
  account.clock.set("instant");
  expect(account.call("GET", "/vpc/v2/regions/fr-par/vpcs", undefined, bearer.secret).status).toBe(403);
});

test("an application that is deleted takes its keys and memberships along", () => {
  const bearer = makeBearer();
  account.make("DELETE", `${IAM}/applications/${bearer.applicationId}`);
  expect(account.call("GET", "/account/v3/projects", undefined, bearer.secret)).toMatchObject({
    status: 401,
    body: { reason: "not_found" },
  });
  expect(account.make("GET", `${IAM}/groups/${bearer.groupId}`).application_ids).toEqual([]);
});
