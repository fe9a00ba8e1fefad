import { order, PAGING_QUERY, page } from "../paging";
import type { ApiRequest, Result, Route } from "../service";
import { mustListOwn } from "./access";
import { PERMISSION_SETS } from "./permission-sets";

const ORDERS = ["name_asc", "name_desc", "created_at_asc", "created_at_desc"];

/** Description and categories are left empty: nothing here reads them. */
function listPermissionSets(request: ApiRequest): Result {
  mustListOwn(request, "permission_set");
  const { items, totalCount } = page(order(PERMISSION_SETS, request.query, ORDERS), request.query);
  const views = items.map(({ id, name, scope }) => ({ id, name, scope_type: scope, description: "", categories: [] }));
  return { status: 200, body: { permission_sets: views, total_count: totalCount } };
}

export const permissionSetRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/iam/v1alpha1/permission-sets",
    operation: "iam.ListPermissionSets",
    product: "iam",
    access: "read",
    query: [...PAGING_QUERY, "organization_id"],
    handler: listPermissionSets,
  },
];
