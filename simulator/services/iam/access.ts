// The refusals that every account-wide service shares: unknown id, foreign project, foreign organization. They are thrown
// (see ../refusal.ts), before anything is written.
import { notFound, permissionsDenied } from "../errors";
import { Refusal } from "../refusal";
import type { Access, ApiRequest, Caller, Product } from "../service";

/** The row, or a 404 in the words of the API: `resource` is the name it calls the thing by, e.g. `private_network`. */
export function mustFind<T>(row: T | undefined, resource: string, id: string): T {
  if (row === undefined) throw new Refusal(notFound(resource, id));
  return row;
}

/**
 * 403 unless the caller's permission sets reach the project.
 * @param resource what the API names in `details`, e.g. `vpc`.
 */
export function mustAllow(caller: Caller, product: Product, access: Access, projectId: string, resource: string): void {
  if (!caller.allows(product, access, projectId)) throw new Refusal(permissionsDenied(resource, access));
}

/** 403 for another organization; a key belongs to one (IAM documentation, "API key"). */
export function mustBeOwn(organizationId: string, caller: Caller, access: Access, resource: string): void {
  if (organizationId !== caller.organizationId) throw new Refusal(permissionsDenied(resource, access));
}

/** The same for the `organization_id` that lists are filtered by; lists without it mean the caller's own. */
export function mustListOwn(request: ApiRequest, resource: string): void {
  const organizationId = request.query.get("organization_id");
  if (organizationId) mustBeOwn(organizationId, request.caller, "read", resource);
}
