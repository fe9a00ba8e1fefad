// Whom a policy speaks of: "Precisely one of UserID, GroupID, ApplicationID, NoPrincipal must be set"
// (scaleway-sdk-go api/iam/v1alpha1; cassette policy-change-linked-entity).
import { z } from "zod";
import { invalidArguments } from "../errors";
import { Refusal } from "../refusal";
import type { ServiceContext } from "../service";
import { mustFind } from "./access";
import { uuid } from "./fields";
import { applications, groups, type Principal, users } from "./model";

export const principalFields = {
  user_id: uuid.nullish(),
  group_id: uuid.nullish(),
  application_id: uuid.nullish(),
  no_principal: z.boolean().nullish(),
};

type PrincipalFields = z.infer<z.ZodObject<typeof principalFields>>;

/**
 * The one principal that a body names; undefined when it names none.
 * @throws Refusal: 400 when it names two, 404 when the named one does not exist.
 */
export function choosePrincipal(body: PrincipalFields, { store }: ServiceContext): Principal | undefined {
  const { user_id, group_id, application_id, no_principal } = body;
  const chosen = [user_id, group_id, application_id, no_principal].filter(Boolean);
  if (chosen.length === 0) return undefined;
  if (chosen.length > 1) throw principalRefusal("constraint");
  if (user_id) return { user_id: mustFind(users(store).get(user_id), "user", user_id).id };
  if (group_id) return { group_id: mustFind(groups(store).get(group_id), "group", group_id).id };
  if (!application_id) return { no_principal: true };
  return { application_id: mustFind(applications(store).get(application_id), "application", application_id).id };
}

export function principalRefusal(reason: "required" | "constraint"): Refusal {
  const help_message = "exactly one of user_id, group_id, application_id and no_principal must be set";
  return new Refusal(invalidArguments({ argument_name: "principal", reason, help_message }));
}

/** The part of a policy that names its principal, and nothing else of it. */
export function principalOf({ user_id, group_id, application_id, no_principal }: Principal): Principal {
  if (user_id) return { user_id };
  if (group_id) return { group_id };
  return application_id ? { application_id } : { no_principal };
}
