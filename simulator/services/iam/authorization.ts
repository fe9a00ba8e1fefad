// Who a key is and what it may do. The owner of the organization may do everything in it; an application has the rules of
// the policies that name it or a group it is in (IAM documentation, "Policies"; scaleway-sdk-go api/iam/v1alpha1).
import type { Clock } from "../../clock/clock";
import type { Store } from "../../store/store";
import { projects } from "../account/model";
import type { Access, Caller, Product, Result } from "../service";
import { type ApiKey, apiKeys, applications, groups, type Policy, policies, users } from "./model";
import { findPermissionSet } from "./permission-sets";

type Principal = Caller["principal"];

/** The API key with this secret (the value of X-Auth-Token), expired or not. */
export function findKeyBySecret(secret: string, store: Store): ApiKey | undefined {
  return apiKeys(store)
    .list()
    .find((key) => key.secret_key === secret);
}

/** True from the moment `expires_at` on. Read off `now`: on the instant clock every other moment is due at once. */
export function isExpired(key: ApiKey, clock: Clock): boolean {
  return key.expires_at !== null && Date.parse(key.expires_at) <= Date.parse(clock.now());
}

/**
 * The caller behind X-Auth-Token, or the 401 that refuses it: no token, no such key, or a key past its expires_at.
 * Shape of the refusal: scaleway-sdk-go scw/errors.go, DeniedAuthenticationError.
 */
export function authenticate(secret: string | undefined, store: Store, clock: Clock): Caller | Result {
  if (!secret) return deniedAuthentication("invalid_argument");
  const key = findKeyBySecret(secret, store);
  if (!key) return deniedAuthentication("not_found");
  if (isExpired(key, clock)) return deniedAuthentication("expired");
  return callerOf(key.id, store);
}

export function deniedAuthentication(reason: "invalid_argument" | "not_found" | "expired"): Result {
  return {
    status: 401,
    body: { type: "denied_authentication", message: "authentication is denied", method: "api_key", reason },
  };
}

/**
 * What the bearer of an access key may do, from the policies as they stand now; make a new one per request.
 * Expiry is not looked at: that is `isExpired`.
 * @throws Error when the store has no such key, or its user or application is gone; ask the store first.
 */
export function callerOf(accessKey: string, store: Store): Caller {
  const key = apiKeys(store).get(accessKey);
  if (!key) throw new Error(`no API key ${accessKey} in the store`);
  const { principal, organizationId, isOwner } = bearerOf(key, store);
  const grants = isOwner ? [] : grantsOf(principal, store);
  const isOurs = (projectId: string) => projects(store).get(projectId)?.organization_id === organizationId;
  return {
    accessKey,
    organizationId,
    principal,
    defaultProjectId: key.default_project_id,
    allows: (product, access, projectId) =>
      isOurs(projectId) &&
      (isOwner || grants.some((grant) => grant.opens(product, access) && grant.reachesProject(projectId))),
    allowsSomewhere: (product, access) => isOwner || grants.some((grant) => grant.opens(product, access)),
  };
}

function bearerOf(key: ApiKey, store: Store): { principal: Principal; organizationId: string; isOwner: boolean } {
  if (key.application_id !== null) {
    const application = applications(store).get(key.application_id);
    if (!application) throw new Error(`the application of API key ${key.id} is not in the store`);
    const principal = { kind: "application", id: application.id } as const;
    return { principal, organizationId: application.organization_id, isOwner: false };
  }
  const user = users(store).get(key.user_id ?? "");
  if (!user) throw new Error(`the user of API key ${key.id} is not in the store`);
  const principal = { kind: "user", id: user.id } as const;
  return { principal, organizationId: user.organization_id, isOwner: user.type === "owner" };
}

interface Grant {
  opens(product: Product, access: Access): boolean;
  reachesProject(projectId: string): boolean;
}

function grantsOf(principal: Principal, store: Store): Grant[] {
  return policies(store)
    .list()
    .filter((policy) => speaksOf(policy, principal, store))
    .flatMap((policy) => policy.rules)
    .map((rule) => {
      const allowed = rule.permission_set_names.flatMap((name) => findPermissionSet(name)?.allows ?? []);
      return {
        opens: (product, access) => allowed.some((one) => one.product === product && one.access.includes(access)),
        reachesProject: (projectId) => rule.project_ids?.includes(projectId) ?? rule.organization_id !== undefined,
      };
    });
}

function speaksOf(policy: Policy, principal: Principal, store: Store): boolean {
  if (policy.group_id !== undefined) {
    const group = groups(store).get(policy.group_id);
    const members = principal.kind === "user" ? group?.user_ids : group?.application_ids;
    return members?.includes(principal.id) ?? false;
  }
  return (principal.kind === "user" ? policy.user_id : policy.application_id) === principal.id;
}
