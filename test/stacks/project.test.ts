import { STACKS, type StackName } from "../../operations/deployment";
import { deploymentFile, synthesize } from "../helpers/synthesize";

/** Scaleway resources that the API has no project for: they belong to the organization, or follow the object they name. */
const WITHOUT_PROJECT = [
  "scaleway_account_project",
  "scaleway_iam_application",
  "scaleway_iam_group",
  "scaleway_iam_policy",
  "scaleway_iam_api_key",
  "scaleway_flexible_ip_mac_address",
];
/** Objects whose API has no tags. */
const WITHOUT_TAGS = [
  "scaleway_account_project",
  "scaleway_iam_ssh_key",
  "scaleway_iam_api_key",
  "scaleway_flexible_ip_mac_address",
];

const stacks = synthesize(deploymentFile("servers: {workers: 2}\n"), "prod");
const resources = STACKS.flatMap((stack) =>
  Object.entries<Record<string, any>>(stacks[stack].resource ?? {})
    .filter(([type]) => type.startsWith("scaleway_"))
    .flatMap(([type, named]) =>
      Object.entries(named).map(([name, body]) => ({
        type,
        name: `${stack}: ${name}`,
        body,
        projectId: projectOf(stack, body),
      })),
    ),
);

/** What stands for the project, looked up where it has a name of its own in the stack. */
function projectOf(stack: StackName, body: Record<string, any>): string | undefined {
  const name = /^\$\{local\.([\w-]+)\}$/.exec(body.project_id)?.[1];
  return name === undefined ? body.project_id : stacks[stack].locals[name];
}

test("there are resources to look at", () => {
  expect(resources.length).toBeGreaterThan(25);
});

test.each(resources.filter(({ type }) => !WITHOUT_PROJECT.includes(type)))(
  "$type $name lands in the deployment's project",
  ({ projectId }) => {
    expect(projectId).toMatch(/scaleway_account_project/);
  },
);

test.each(resources.filter(({ type }) => !WITHOUT_TAGS.includes(type)))("$type $name is tagged", ({ type, body }) => {
  const tags = type === "scaleway_object_bucket" ? Object.entries(body.tags).map((pair) => pair.join("=")) : body.tags;
  expect(tags).toContain("deployment=prod");
});

test("the driver's key may act in the deployment's project only", () => {
  const [policy] = Object.values<any>(stacks.inventories.resource.scaleway_iam_policy);
  expect(policy.rule).toHaveLength(1);
  expect(policy.rule[0].permission_set_names).toEqual(["ElasticMetalFullAccess"]);
  expect(policy.rule[0].project_ids).toEqual([expect.stringMatching(/scaleway_account_project/)]);
  expect(policy.rule[0].organization_id).toBeUndefined();
});
