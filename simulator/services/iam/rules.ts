// The rules of a policy: which permission sets, where. Shapes: RuleSpecs and Rule in scaleway-sdk-go api/iam/v1alpha1 and the
// cassettes policy-basic, policy-project-id, policy-condition.
import { z } from "zod";
import { projects } from "../account/model";
import { type ArgumentProblem, invalidArguments } from "../errors";
import { Refusal } from "../refusal";
import type { Caller, ServiceContext } from "../service";
import { mustBeOwn, mustFind } from "./access";
import { uuid } from "./fields";
import type { Rule } from "./model";
import { findPermissionSet, type PermissionSet } from "./permission-sets";

export const ruleSpecs = z.strictObject({
  permission_set_names: z.array(z.string()).min(1),
  condition: z.string().max(2048).default(""),
  project_ids: z.array(uuid).nullish(),
  organization_id: uuid.nullish(),
});

type RuleSpecs = z.infer<typeof ruleSpecs>;

/**
 * Rules ready to be kept, each with a new id (SetRules gives all of them new ones: cassette policy-basic).
 * @throws Refusal: 400 for an unknown permission set, for sets of two scopes in one rule, for both or neither of project_ids
 * and organization_id, for an organization-wide set limited to projects and for a condition; 404 for an unknown project.
 */
export function makeRules(specs: readonly RuleSpecs[], caller: Caller, context: ServiceContext): Rule[] {
  const problems = specs.flatMap((spec, index) => findProblems(spec, `rules.${index}`));
  if (problems.length > 0) throw new Refusal(invalidArguments(...problems));
  for (const spec of specs) {
    if (spec.organization_id) mustBeOwn(spec.organization_id, caller, "write", "policy");
    for (const id of spec.project_ids ?? []) mustFind(projects(context.store).get(id), "project", id);
  }
  return specs.map(({ permission_set_names, condition, project_ids, organization_id }) => ({
    id: context.ids.uuid(),
    permission_set_names,
    condition,
    ...(project_ids ? { project_ids } : {}),
    ...(organization_id ? { organization_id } : {}),
  }));
}

/** Sets of one rule have one scope type ("permission_set_names have the same scope_type" in the SDK). */
function findProblems(spec: RuleSpecs, argument: string): ArgumentProblem[] {
  const sets = spec.permission_set_names.map((name) => [name, findPermissionSet(name)] as const);
  const scopes = new Set(sets.map(([, set]) => set?.scope));
  const says = (field: string, help_message: string): ArgumentProblem => ({
    argument_name: `${argument}.${field}`,
    reason: "constraint",
    help_message,
  });
  const unknown = sets.filter(([, set]) => set === undefined).map(([name]) => name);
  if (unknown.length > 0) return [says("permission_set_names", `no such permission set: ${unknown.join(", ")}`)];
  if (scopes.size > 1) return [says("permission_set_names", "project and organization permission sets in one rule")];
  if (Boolean(spec.project_ids?.length) === Boolean(spec.organization_id)) {
    return [says("project_ids", "exactly one of project_ids and organization_id must be set")];
  }
  if (scopes.has("organization") && !spec.organization_id) {
    return [says("project_ids", "these permission sets are scoped by Organization: set organization_id instead")];
  }
  if (spec.condition !== "") return [says("condition", "conditions are not simulated: a rule must apply always")];
  return [];
}

export function viewRule(rule: Rule) {
  return {
    id: rule.id,
    permission_set_names: rule.permission_set_names,
    permission_sets_scope_type: scopeOf(rule),
    condition: rule.condition,
    ...(rule.project_ids ? { project_ids: rule.project_ids } : {}),
    ...(rule.organization_id ? { organization_id: rule.organization_id } : {}),
  };
}

/** `organization` for IAMManager, `projects` for AllProductsFullAccess, wherever the rule applies (cassette policy-basic). */
function scopeOf(rule: Rule): PermissionSet["scope"] {
  return findPermissionSet(rule.permission_set_names[0] ?? "")?.scope ?? "projects";
}
