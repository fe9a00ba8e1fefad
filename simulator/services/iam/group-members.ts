// Who is in a group. None of these changes `updated_at` (cassettes group-membership-basic, group-users). The 409
// transient_state that the real API answers to a removal right after an addition is a fault to be asked for, not simulated.
import { z } from "zod";
import { invalidArguments, notFound } from "../errors";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { mustFind } from "./access";
import { uuid } from "./fields";
import { findGroup, viewGroup } from "./groups";
import { applications, type Group, groups, users } from "./model";

const oneMember = z.strictObject({ user_id: uuid.optional(), application_id: uuid.optional() });
const manyMembers = z.strictObject({ user_ids: z.array(uuid).nullish(), application_ids: z.array(uuid).nullish() });

interface Members {
  readonly user_ids: readonly string[];
  readonly application_ids: readonly string[];
}

function setMembers(request: ApiRequest<z.infer<typeof manyMembers>>, context: ServiceContext): Result {
  return put(findGroup(request, context), listed(request.body), context);
}

function addMembers(request: ApiRequest<z.infer<typeof manyMembers>>, context: ServiceContext): Result {
  return add(findGroup(request, context), listed(request.body), context);
}

function addMember(request: ApiRequest<z.infer<typeof oneMember>>, context: ServiceContext): Result {
  return add(findGroup(request, context), only(request.body), context);
}

/** Somebody who is not a member: 404 with an empty `resource` (cassette group-membership-basic). */
function removeMember(request: ApiRequest<z.infer<typeof oneMember>>, context: ServiceContext): Result {
  const group = findGroup(request, context);
  const [leaving = ""] = Object.values(only(request.body)).flat();
  const isMember = group.user_ids.includes(leaving) || group.application_ids.includes(leaving);
  if (!isMember) return notFound("", leaving);
  const row = {
    ...group,
    user_ids: group.user_ids.filter((id) => id !== leaving),
    application_ids: group.application_ids.filter((id) => id !== leaving),
  };
  return { status: 200, body: viewGroup(groups(context.store).put(row)) };
}

function add(group: Group, members: Members, context: ServiceContext): Result {
  const all = {
    user_ids: [...group.user_ids, ...members.user_ids],
    application_ids: [...group.application_ids, ...members.application_ids],
  };
  return put(group, all, context);
}

function put(group: Group, members: Members, { store }: ServiceContext): Result {
  for (const id of members.user_ids) mustFind(users(store).get(id), "user", id);
  for (const id of members.application_ids) mustFind(applications(store).get(id), "application", id);
  const user_ids = [...new Set(members.user_ids)];
  const application_ids = [...new Set(members.application_ids)];
  return { status: 200, body: viewGroup(groups(store).put({ ...group, user_ids, application_ids })) };
}

function listed(body: z.infer<typeof manyMembers>): Members {
  return { user_ids: body.user_ids ?? [], application_ids: body.application_ids ?? [] };
}

function only({ user_id, application_id }: z.infer<typeof oneMember>): Members {
  if ((user_id === undefined) === (application_id === undefined)) {
    const help_message = "exactly one of user_id and application_id must be set";
    throw new Refusal(invalidArguments({ argument_name: "user_id", reason: "constraint", help_message }));
  }
  return { user_ids: user_id ? [user_id] : [], application_ids: application_id ? [application_id] : [] };
}

const GROUP = "/iam/v1alpha1/groups/{group_id}";
const write = { product: "iam", access: "write" } as const;

export const groupMemberRoutes: readonly Route[] = [
  {
    method: "PUT",
    path: `${GROUP}/members`,
    operation: "iam.SetGroupMembers",
    ...write,
    body: manyMembers,
    handler: setMembers,
  },
  {
    method: "POST",
    path: `${GROUP}/add-member`,
    operation: "iam.AddGroupMember",
    ...write,
    body: oneMember,
    handler: addMember,
  },
  {
    method: "POST",
    path: `${GROUP}/add-members`,
    operation: "iam.AddGroupMembers",
    ...write,
    body: manyMembers,
    handler: addMembers,
  },
  {
    method: "POST",
    path: `${GROUP}/remove-member`,
    operation: "iam.RemoveGroupMember",
    ...write,
    body: oneMember,
    handler: removeMember,
  },
];
