// Groups of users and applications (scaleway-sdk-go api/iam/v1alpha1; cassettes group-basic, group-users,
// list-iam-groups-basic). Members: group-members.ts.
import { z } from "zod";
import { mustFitQuota } from "../account/quotas";
import { order, PAGING_QUERY, page } from "../paging";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { mustBeOwn, mustFind, mustListOwn } from "./access";
import { description, iamName, iamTags, uuid } from "./fields";
import { applyFilters, type Filters } from "./list-filters";
import { type Group, groups, policies } from "./model";

const createBody = z.strictObject({
  organization_id: uuid,
  name: iamName,
  description: description.default(""),
  tags: iamTags,
});
const updateBody = z.strictObject({
  name: iamName.optional(),
  description: description.optional(),
  tags: iamTags,
});

const FILTERS: Filters<Group> = {
  organization_id: (group, id) => group.organization_id === id,
  name: (group, part) => group.name.includes(part),
  application_ids: (group, id) => group.application_ids.includes(id),
  user_ids: (group, id) => group.user_ids.includes(id),
  group_ids: (group, id) => group.id === id,
  tag: (group, part) => group.tags.some((tag) => tag.includes(part)),
};
const ORDERS = ["created_at_asc", "created_at_desc", "updated_at_asc", "updated_at_desc", "name_asc", "name_desc"];

export function viewGroup(group: Group) {
  return {
    id: group.id,
    created_at: group.created_at,
    updated_at: group.updated_at,
    organization_id: group.organization_id,
    name: group.name,
    description: group.description,
    user_ids: group.user_ids,
    application_ids: group.application_ids,
    tags: group.tags,
    editable: true,
    deletable: true,
    managed: false,
  };
}

export function findGroup({ params }: ApiRequest, { store }: ServiceContext): Group {
  const id = params.group_id ?? "";
  return mustFind(groups(store).get(id), "group", id);
}

function createGroup(request: ApiRequest<z.infer<typeof createBody>>, context: ServiceContext): Result {
  const { store, ids, clock } = context;
  const { tags, ...body } = request.body;
  mustBeOwn(body.organization_id, request.caller, "write", "group");
  mustBeFree(body.name, context);
  mustFitQuota(store, "iam_groups", groups(store).list().length);
  const times = { created_at: clock.now(), updated_at: clock.now() };
  const row = { id: ids.uuid(), ...body, tags: tags ?? [], user_ids: [], application_ids: [], ...times };
  return { status: 200, body: viewGroup(groups(store).put(row)) };
}

function listGroups(request: ApiRequest, { store }: ServiceContext): Result {
  mustListOwn(request, "group");
  const found = order(applyFilters(groups(store).list(), request.query, FILTERS), request.query, ORDERS);
  const { items, totalCount } = page(found, request.query);
  return { status: 200, body: { groups: items.map(viewGroup), total_count: totalCount } };
}

function getGroup(request: ApiRequest, context: ServiceContext): Result {
  return { status: 200, body: viewGroup(findGroup(request, context)) };
}

function updateGroup(request: ApiRequest<z.infer<typeof updateBody>>, context: ServiceContext): Result {
  const group = findGroup(request, context);
  const { tags, ...changes } = request.body;
  if (changes.name !== undefined) mustBeFree(changes.name, context, group.id);
  const row = { ...group, ...changes, tags: tags ?? group.tags, updated_at: context.clock.now() };
  return { status: 200, body: viewGroup(groups(context.store).put(row)) };
}

/** Policies attached to the group apply no longer (comment of DeleteGroup in the SDK). */
function deleteGroup(request: ApiRequest, context: ServiceContext): Result {
  const { store } = context;
  const { id } = findGroup(request, context);
  for (const policy of policies(store).list()) {
    if (policy.group_id === id) policies(store).put({ ...policy, group_id: undefined, no_principal: true });
  }
  groups(store).delete(id);
  return { status: 204 };
}

/** A group's name must be unique in its organization (SDK); which error says so is a choice. */
function mustBeFree(name: string, { store }: ServiceContext, ownId?: string): void {
  const other = groups(store)
    .list()
    .find((group) => group.name === name && group.id !== ownId);
  if (!other) return;
  const named = { resource: "group", resource_id: other.id, help_message: `a group is named ${name} already` };
  throw new Refusal({ status: 409, body: { type: "already_exists", message: "resource already exists", ...named } });
}

const ALL = "/iam/v1alpha1/groups";
const ONE = `${ALL}/{group_id}`;
const read = { product: "iam", access: "read" } as const;
const write = { product: "iam", access: "write" } as const;
const query = [...PAGING_QUERY, ...Object.keys(FILTERS)];

export const groupRoutes: readonly Route[] = [
  { method: "POST", path: ALL, operation: "iam.CreateGroup", ...write, body: createBody, handler: createGroup },
  { method: "GET", path: ALL, operation: "iam.ListGroups", ...read, query, handler: listGroups },
  { method: "GET", path: ONE, operation: "iam.GetGroup", ...read, handler: getGroup },
  { method: "PATCH", path: ONE, operation: "iam.UpdateGroup", ...write, body: updateBody, handler: updateGroup },
  { method: "DELETE", path: ONE, operation: "iam.DeleteGroup", ...write, handler: deleteGroup },
];
