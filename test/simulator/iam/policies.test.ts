import { SimulatedAccount } from "../account/simulated-account";

const POLICIES = "/iam/v1alpha1/policies";
const STRANGER = "0a000000-0000-4000-8000-000000000009";

let account: SimulatedAccount;
beforeEach(() => {
  account = new SimulatedAccount();
});

function create(fields: object) {
  return account.call("POST", POLICIES, { name: "policy", organization_id: account.owner.organizationId, ...fields });
}

test.each([
  [
    "a permission set that does not exist",
    { permission_set_names: ["ElasticMetalFullAcces"] },
    "ElasticMetalFullAcces",
  ],
  ["no permission set", { permission_set_names: [] }, ""],
  ["neither projects nor organization", { project_ids: undefined }, "exactly one"],
  ["projects and organization at once", { organization_id: "own" }, "exactly one"],
  ["an organization-wide set for one project", { permission_set_names: ["IAMManager"] }, "scoped by Organization"],
  ["sets of both scopes", { permission_set_names: ["IAMManager", "VPCFullAccess"] }, "in one rule"],
  ["a condition, since none is evaluated", { condition: "request.user_agent == 'x'" }, "conditions are not simulated"],
  ["a field that does not exist", { projects: [] }, "no such field"],
])("a rule with %s is refused", (_, changes: any, words) => {
  const { organizationId, defaultProjectId } = account.owner;
  const own = changes.organization_id === "own" ? { organization_id: organizationId } : {};
  const rule = {
    permission_set_names: ["VPCFullAccess"],
    condition: "",
    project_ids: [defaultProjectId],
    ...changes,
    ...own,
  };
  const answer = create({ no_principal: true, rules: [rule] });
  expect(answer).toMatchObject({ status: 400, body: { type: "invalid_arguments" } });
  expect(JSON.stringify(answer.body.details)).toContain(words);
  expect(account.make("GET", POLICIES).total_count).toBe(0);
});

test("a rule for a project that does not exist is refused", () => {
  const rules = [{ permission_set_names: ["VPCFullAccess"], project_ids: [STRANGER] }];
  expect(create({ no_principal: true, rules })).toMatchObject({
    status: 404,
    body: { resource: "project", resource_id: STRANGER },
  });
});

test.each([
  ["nobody", {}],
  ["two", { no_principal: true, application_id: STRANGER }],
])("a policy for %s is refused: one principal, or none on purpose", (_, principal) => {
  expect(create(principal)).toMatchObject({ status: 400, body: { details: [{ argument_name: "principal" }] } });
});

test("a policy for somebody who does not exist is refused", () => {
  expect(create({ group_id: STRANGER })).toMatchObject({ status: 404, body: { resource: "group" } });
});

test("a policy outlives its group, without a principal", () => {
  const organization_id = account.owner.organizationId;
  const group = account.make("POST", "/iam/v1alpha1/groups", { name: "group", organization_id });
  const policy = create({ group_id: group.id }).body;
  account.make("DELETE", `/iam/v1alpha1/groups/${group.id}`);
  const left = account.make("GET", `${POLICIES}/${policy.id}`);
  expect(left.no_principal).toBe(true);
  expect(left).not.toHaveProperty("group_id");
});

test("scopes and permission sets are counted once each", () => {
  const { organizationId, defaultProjectId } = account.owner;
  const rules = [
    { permission_set_names: ["VPCFullAccess", "IPAMFullAccess"], project_ids: [defaultProjectId] },
    { permission_set_names: ["VPCFullAccess"], project_ids: [defaultProjectId] },
    { permission_set_names: ["IAMReadOnly"], organization_id: organizationId },
  ];
  const policy = create({ no_principal: true, rules }).body;
  expect(account.make("GET", `${POLICIES}/${policy.id}`)).toMatchObject({
    nb_rules: 3,
    nb_scopes: 2,
    nb_permission_sets: 3,
  });
});

test("permission sets are listed with their scopes, page by page", () => {
  const path = "/iam/v1alpha1/permission-sets";
  const pages = [1, 2].map((page) => account.make("GET", `${path}?page=${page}&page_size=100`));
  const sets = pages.flatMap((page) => page.permission_sets);
  expect(sets).toHaveLength(pages[0].total_count);
  expect(new Set(sets.map((set) => set.id)).size).toBe(sets.length);
  expect(sets).toContainEqual(expect.objectContaining({ name: "ElasticMetalFullAccess", scope_type: "projects" }));
  expect(sets).toContainEqual(expect.objectContaining({ name: "OrganizationManager", scope_type: "organization" }));
});
