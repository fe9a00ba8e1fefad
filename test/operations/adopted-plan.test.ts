import { type PlannedChange, reviewPlan } from "../../operations/adopted-plan";

const BUCKET = "scaleway_object_bucket.bucket_1";

function planned(
  type: string,
  actions: string[],
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
): PlannedChange {
  const name = type === "scaleway_object_bucket" ? BUCKET : `${type}.x`;
  return { address: name, mode: "managed", type, change: { actions, before, after } };
}

const imported = { name: "house-tfstates", acl: null, force_destroy: null, tags: { deployment: "house" } };

test("local files and memories may be made", () => {
  const changes = ["local_sensitive_file", "local_file", "terraform_data"].map((type) =>
    planned(type, ["create"], null, { id: null }),
  );
  expect(reviewPlan(changes)).toEqual({ unrecorded: {}, accountChanges: [] });
});

test("what no import reads is recorded as the file says it, and not applied", () => {
  const change = planned("scaleway_object_bucket", ["update"], imported, {
    ...imported,
    acl: "private",
    force_destroy: true,
  });
  expect(reviewPlan([change])).toEqual({
    unrecorded: { [BUCKET]: { acl: "private", force_destroy: true } },
    accountChanges: [],
  });
});

test.each([
  ["an ACL that was read as something else", { ...imported, acl: "public-read" }, { ...imported, acl: "private" }],
  ["a setting that differs beside it", imported, { ...imported, acl: "private", tags: { deployment: "other" } }],
])("%s is a change of the account", (_, before, after) => {
  const { unrecorded, accountChanges } = reviewPlan([planned("scaleway_object_bucket", ["update"], before, after)]);
  expect(unrecorded).toEqual({});
  expect(accountChanges).toEqual([expect.stringContaining(`${BUCKET}: update acl`)]);
});

test.each([
  [["update"], { description: "a" }, { description: "b" }, "update description"],
  [["create"], null, { name: "house" }, "create"],
  [["delete", "create"], { name: "house" }, { name: "other" }, "delete and create name"],
])("a project that needs %j is a change of the account", (actions, before, after, words) => {
  const change = planned("scaleway_account_project", actions, before, after);
  expect(reviewPlan([change]).accountChanges).toEqual([`scaleway_account_project.x: ${words}`]);
});

test("what is as it was is no change", () => {
  const change = planned("scaleway_account_project", ["no-op"], { name: "house" }, { name: "house" });
  expect(reviewPlan([change]).accountChanges).toEqual([]);
});
