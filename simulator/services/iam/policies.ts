// Policies give a principal the rights of their rules (scaleway-sdk-go api/iam/v1alpha1; cassettes policy-basic,
// policy-change-linked-entity, list-iam-policies-basic). ClonePolicy is not simulated.
import { z } from "zod";
import { mustFitQuota } from "../account/quotas";
import { invalidArguments } from "../errors";
import { order, PAGING_QUERY, page } from "../paging";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { mustBeOwn, mustFind, mustListOwn } from "./access";
import { description, iamName, iamTags, uuid } from "./fields";
import { applyFilters, type Filters, isTrue } from "./list-filters";
import { type Policy, policies } from "./model";
import { choosePrincipal, principalFields, principalOf, principalRefusal } from "./principals";
import { makeRules, ruleSpecs, viewRule } from "./rules";

const createBody = z.strictObject({
  name: iamName,
  description: description.default(""),
  organization_id: uuid,
  rules: z.array(ruleSpecs).nullish(),
  tags: iamTags,
  ...principalFields,
});
const updateBody = z.strictObject({
  name: iamName.optional(),
  description: description.optional(),
  tags: iamTags,
  ...principalFields,
});
const rulesBody = z.strictObject({ policy_id: uuid, rules: z.array(ruleSpecs) });

const FILTERS: Filters<Policy> = {
  organization_id: (policy, id) => policy.organization_id === id,
  user_ids: (policy, id) => policy.user_id === id,
  group_ids: (policy, id) => policy.group_id === id,
  application_ids: (policy, id) => policy.application_id === id,
  policy_ids: (policy, id) => policy.id === id,
  no_principal: (policy, value) => (policy.no_principal ?? false) === isTrue("no_principal", value),
  policy_name: (policy, part) => policy.name.includes(part),
  tag: (policy, part) => policy.tags.some((tag) => tag.includes(part)),
  editable: (_, value) => isTrue("editable", value),
};

function view(policy: Policy, rules: Policy["rules"] = policy.rules) {
  const scopes = rules.flatMap((rule) => rule.project_ids ?? ["the organization"]);
  return {
    id: policy.id,
    name: policy.name,
    description: policy.description,
    organization_id: policy.organization_id,
    created_at: policy.created_at,
    updated_at: policy.updated_at,
    editable: true,
    deletable: true,
    managed: false,
    nb_rules: rules.length,
    nb_scopes: new Set(scopes).size,
    nb_permission_sets: new Set(rules.flatMap((rule) => rule.permission_set_names)).size,
    tags: policy.tags,
    ...principalOf(policy),
  };
}

/** The answer counts no rules yet, whatever was sent (cassette policy-basic). */
function createPolicy(request: ApiRequest<z.infer<typeof createBody>>, context: ServiceContext): Result {
  const { body, caller } = request;
  const { store, ids, clock } = context;
  mustBeOwn(body.organization_id, caller, "write", "policy");
  const principal = choosePrincipal(body, context);
  if (!principal) throw principalRefusal("required");
  mustFitQuota(store, "iam_policies", policies(store).list().length);
  const now = clock.now();
  const policy = policies(store).put({
    id: ids.uuid(),
    name: body.name,
    description: body.description,
    organization_id: body.organization_id,
    rules: makeRules(body.rules ?? [], caller, context),
    tags: body.tags ?? [],
    ...principal,
    created_at: now,
    updated_at: now,
  });
  return { status: 200, body: view(policy, []) };
}

function listPolicies(request: ApiRequest, { store }: ServiceContext): Result {
  mustListOwn(request, "policy");
  const named = policies(store)
    .list()
    .map((policy) => ({ ...policy, policy_name: policy.name }));
  const found = applyFilters(named, request.query, FILTERS);
  const orders = ["policy_name_asc", "policy_name_desc", "created_at_asc", "created_at_desc"];
  const { items, totalCount } = page(order(found, request.query, orders), request.query);
  return { status: 200, body: { policies: items.map((policy) => view(policy)), total_count: totalCount } };
}

function getPolicy({ params }: ApiRequest, context: ServiceContext): Result {
  return { status: 200, body: view(find(params.policy_id, context)) };
}

function updatePolicy(request: ApiRequest<z.infer<typeof updateBody>>, context: ServiceContext): Result {
  const { id, rules, ...policy } = find(request.params.policy_id, context);
  const { name, description, tags } = request.body;
  const row: Policy = {
    id,
    rules,
    organization_id: policy.organization_id,
    name: name ?? policy.name,
    description: description ?? policy.description,
    tags: tags ?? policy.tags,
    ...(choosePrincipal(request.body, context) ?? principalOf(policy)),
    created_at: policy.created_at,
    updated_at: context.clock.now(),
  };
  return { status: 200, body: view(policies(context.store).put(row)) };
}

function deletePolicy({ params }: ApiRequest, context: ServiceContext): Result {
  policies(context.store).delete(find(params.policy_id, context).id);
  return { status: 204 };
}

/** The provider reads the first page only (ListRules without WithAllPages in internal/services/iam/policy.go). */
function listRules({ query }: ApiRequest, context: ServiceContext): Result {
  const policyId = query.get("policy_id");
  if (!policyId) {
    return invalidArguments({ argument_name: "policy_id", reason: "required", help_message: "name the policy" });
  }
  const { rules } = find(policyId, context);
  const { items, totalCount } = page(rules, query);
  return { status: 200, body: { rules: items.map(viewRule), total_count: totalCount } };
}

function setRules(request: ApiRequest<z.infer<typeof rulesBody>>, context: ServiceContext): Result {
  const policy = find(request.body.policy_id, context);
  const rules = makeRules(request.body.rules, request.caller, context);
  policies(context.store).put({ ...policy, rules, updated_at: context.clock.now() });
  return { status: 200, body: { rules: rules.map(viewRule) } };
}

function find(id = "", { store }: ServiceContext): Policy {
  return mustFind(policies(store).get(id), "policy", id);
}

const IAM = "/iam/v1alpha1";
const ALL = `${IAM}/policies`;
const ONE = `${ALL}/{policy_id}`;
const read = { product: "iam", access: "read" } as const;
const write = { product: "iam", access: "write" } as const;
const query = [...PAGING_QUERY, ...Object.keys(FILTERS)];

export const policyRoutes: readonly Route[] = [
  { method: "POST", path: ALL, operation: "iam.CreatePolicy", ...write, body: createBody, handler: createPolicy },
  { method: "GET", path: ALL, operation: "iam.ListPolicies", ...read, query, handler: listPolicies },
  { method: "GET", path: ONE, operation: "iam.GetPolicy", ...read, handler: getPolicy },
  { method: "PATCH", path: ONE, operation: "iam.UpdatePolicy", ...write, body: updateBody, handler: updatePolicy },
  { method: "DELETE", path: ONE, operation: "iam.DeletePolicy", ...write, handler: deletePolicy },
  {
    method: "GET",
    path: `${IAM}/rules`,
    operation: "iam.ListRules",
    ...read,
    query: ["policy_id", "page", "page_size"],
    handler: listRules,
  },
  { method: "PUT", path: `${IAM}/rules`, operation: "iam.SetRules", ...write, body: rulesBody, handler: setRules },
];
