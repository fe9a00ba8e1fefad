import { SimulatedAccount } from "../account/simulated-account";

const KEYS = "/iam/v1alpha1/api-keys";
const STRANGER = "0a000000-0000-4000-8000-000000000009";

let account: SimulatedAccount;
let application_id: string;
beforeEach(() => {
  account = new SimulatedAccount();
  const body = { name: "flexip", organization_id: account.owner.organizationId };
  application_id = account.make("POST", "/iam/v1alpha1/applications", body).id;
});

test("the secret is in the answer to the creation and in no other", () => {
  const key = account.make("POST", KEYS, { application_id });
  expect(key.access_key).toMatch(/^SCW[A-Z0-9]{17}$/);
  const others = [
    account.make("GET", `${KEYS}/${key.access_key}`),
    account.make("GET", KEYS),
    account.make("PATCH", `${KEYS}/${key.access_key}`, { description: "renamed" }),
  ];
  expect(JSON.stringify(others)).not.toContain(key.secret_key);
  expect(others[0].secret_key).toBeNull();
});

test("the owner's secret is in no list either", () => {
  expect(JSON.stringify(account.make("GET", KEYS))).not.toContain(account.owner.secretKey);
});

test("without a project the key acts in the organization's default project", () => {
  const key = account.make("POST", KEYS, { application_id });
  expect(key.default_project_id).toBe(account.owner.defaultProjectId);
});

test.each([
  ["2035-07-06T11:00:00+02:00", "2035-07-06T09:00:00Z"],
  ["2035-07-06T11:00:00.25Z", "2035-07-06T11:00:00.250Z"],
])("an expiry of %s comes back as %s", (sent, kept) => {
  expect(account.make("POST", KEYS, { application_id, expires_at: sent }).expires_at).toBe(kept);
});

test.each([
  ["an expiry in the past", { expires_at: "2026-11-22T09:59:59Z" }, "expires_at"],
  ["an expiry that is no moment", { expires_at: "tomorrow" }, "expires_at"],
  ["two bearers", { user_id: STRANGER }, "application_id"],
  ["no bearer", { application_id: undefined }, "application_id"],
  ["a description over 200 characters", { description: "a".repeat(201) }, "description"],
])("refuses a key with %s", (_, fields, argument_name) => {
  const answer = account.call("POST", KEYS, { application_id, ...fields });
  expect(answer).toMatchObject({ status: 400, body: { details: [{ argument_name }] } });
});

test.each([
  ["application", { application_id: STRANGER }],
  ["project", { default_project_id: STRANGER }],
])("refuses a key for an unknown %s", (resource, fields) => {
  const answer = account.call("POST", KEYS, { application_id, ...fields });
  expect(answer).toMatchObject({ status: 404, body: { resource, resource_id: STRANGER } });
});

test("a new expiry can be set, and lists tell expired keys from good ones", () => {
  const key = account.make("POST", KEYS, { application_id, expires_at: "2026-11-22T11:00:00Z" });
  const expired = (value: boolean) =>
    account.make("GET", `${KEYS}?expired=${value}&bearer_type=application`).total_count;
  account.clock.advance(3600);
  expect([expired(true), expired(false)]).toEqual([1, 0]);
  account.make("PATCH", `${KEYS}/${key.access_key}`, { expires_at: "2027-11-22T11:00:00Z" });
  expect([expired(true), expired(false)]).toEqual([0, 1]);
});
