import { SimulatedAccount } from "../account/simulated-account";

const GROUPS = "/iam/v1alpha1/groups";
const STRANGER = "0a000000-0000-4000-8000-000000000009";

let account: SimulatedAccount;
let group: string;
let application: string;
beforeEach(() => {
  account = new SimulatedAccount();
  const organization_id = account.owner.organizationId;
  group = account.make("POST", GROUPS, { name: "group", organization_id }).id;
  application = account.make("POST", "/iam/v1alpha1/applications", { name: "application", organization_id }).id;
});

test("a group's name is its own in the organization, when it is made and when it is renamed", () => {
  const organization_id = account.owner.organizationId;
  const twin = account.call("POST", GROUPS, { name: "group", organization_id });
  expect(twin).toMatchObject({ status: 409, body: { type: "already_exists", resource_id: group } });
  const other = account.make("POST", GROUPS, { name: "other", organization_id });
  expect(account.call("PATCH", `${GROUPS}/${other.id}`, { name: "group" }).status).toBe(409);
  expect(account.call("PATCH", `${GROUPS}/${group}`, { name: "group", description: "same" }).status).toBe(200);
});

test("a member is added once, however often", () => {
  for (let time = 0; time < 2; time++)
    account.make("POST", `${GROUPS}/${group}/add-member`, { application_id: application });
  expect(account.make("GET", `${GROUPS}/${group}`).application_ids).toEqual([application]);
});

test("members are replaced as a whole", () => {
  const [owner] = account.make("GET", "/iam/v1alpha1/users?type=owner").users;
  account.make("POST", `${GROUPS}/${group}/add-members`, { application_ids: [application], user_ids: [] });
  const replaced = account.make("PUT", `${GROUPS}/${group}/members`, { user_ids: [owner.id], application_ids: null });
  expect(replaced).toMatchObject({ user_ids: [owner.id], application_ids: [] });
});

test("who does not exist is not taken in, and nobody else with them", () => {
  const body = { application_ids: [application, STRANGER], user_ids: [] };
  expect(account.call("PUT", `${GROUPS}/${group}/members`, body)).toMatchObject({
    status: 404,
    body: { resource: "application" },
  });
  expect(account.make("GET", `${GROUPS}/${group}`).application_ids).toEqual([]);
});

test("removing somebody who is not in it is a 404 without a resource's name", () => {
  const answer = account.call("POST", `${GROUPS}/${group}/remove-member`, { application_id: application });
  expect(answer).toMatchObject({ status: 404, body: { resource: "", resource_id: application } });
});

test.each([[{}], [{ user_id: STRANGER, application_id: STRANGER }]])("one member at a time, not %j", (body) => {
  expect(account.call("POST", `${GROUPS}/${group}/add-member`, body).status).toBe(400);
});

test("more than ten tags are refused", () => {
  const tags = Array.from({ length: 11 }, (_, index) => `tag-${index}`);
  expect(account.call("PATCH", `${GROUPS}/${group}`, { tags }).status).toBe(400);
});
