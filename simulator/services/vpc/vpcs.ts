// VPCs: scaleway-sdk-go api/vpc/v2; cassettes vpc-basic, vpc-disable-routing, vpc-with-tags, data-source-vpc-default.
// Since May 2025 a new project has no default VPC; one comes with the first Private Network that names no VPC (docs-content
// pages/elastic-metal/how-to/use-private-networks.mdx: "If you do not have an existing VPC … one will be auto-created").
import { z } from "zod";
import { mustFitQuota } from "../account/quotas";
import { preconditionFailed } from "../errors";
import { mustAllow, mustFind, mustListOwn } from "../iam/access";
import { tags, uuid } from "../iam/fields";
import { applyFilters, type Filters, isTrue } from "../iam/list-filters";
import { order, PAGING_QUERY, page } from "../paging";
import type { Access, ApiRequest, Result, Route, ServiceContext } from "../service";
import { privateNetworksOf, type Vpc, viewVpc, vpcs } from "./model";

const createBody = z.strictObject({
  name: z.string().min(1),
  project_id: uuid,
  tags,
  enable_routing: z.boolean().optional(),
  enable_transitivity: z.boolean().default(false),
});
const updateBody = z.strictObject({ name: z.string().min(1).optional(), tags });

const FILTERS: Filters<Vpc> = {
  organization_id: (vpc, id) => vpc.organization_id === id,
  project_id: (vpc, id) => vpc.project_id === id,
  name: (vpc, part) => vpc.name.includes(part),
  tags: (vpc, tag) => vpc.tags.includes(tag),
  is_default: (vpc, value) => vpc.is_default === isTrue("is_default", value),
  routing_enabled: (vpc, value) => vpc.routing_enabled === isTrue("routing_enabled", value),
};
const ORDERS = ["created_at_asc", "created_at_desc", "name_asc", "name_desc"];

export function findVpc(id: string, access: Access, { params, caller }: ApiRequest, { store }: ServiceContext): Vpc {
  const vpc = vpcs(store).get(id);
  const found = mustFind(vpc?.region === params.region ? vpc : undefined, "vpc", id);
  mustAllow(caller, "vpc", access, found.project_id, "vpc");
  return found;
}

/** The default VPC of a project in the request's region, if it has one by now. */
export function findDefaultVpc(projectId: string, { params }: ApiRequest, { store }: ServiceContext): Vpc | undefined {
  return vpcs(store)
    .list()
    .find((vpc) => vpc.is_default && vpc.project_id === projectId && vpc.region === params.region);
}

export function putDefaultVpc(projectId: string, request: ApiRequest, context: ServiceContext): Vpc {
  return putVpc({ name: "default", project_id: projectId, tags: ["default"], is_default: true }, request, context);
}

type VpcFields = Pick<Vpc, "name" | "project_id" | "tags" | "is_default"> & { readonly transitivity_enabled?: boolean };

/** Routing and route propagation are on, whatever is sent (cassette vpc-basic: enable_routing false gives true). */
function putVpc(fields: VpcFields, { params, caller }: ApiRequest, { store, ids, clock }: ServiceContext): Vpc {
  mustFitQuota(store, "vpc_vpcs", vpcs(store).list().length);
  const now = clock.now();
  return vpcs(store).put({
    id: ids.uuid(),
    organization_id: caller.organizationId,
    region: params.region ?? "",
    routing_enabled: true,
    custom_routes_propagation_enabled: true,
    transitivity_enabled: false,
    ...fields,
    created_at: now,
    updated_at: now,
  });
}

function createVpc(request: ApiRequest<z.infer<typeof createBody>>, context: ServiceContext): Result {
  const { name, project_id, tags, enable_transitivity } = request.body;
  mustAllow(request.caller, "vpc", "write", project_id, "vpc");
  const fields = { name, project_id, tags: tags ?? [], is_default: false, transitivity_enabled: enable_transitivity };
  return { status: 200, body: viewVpc(putVpc(fields, request, context), context.store) };
}

function listVpcs(request: ApiRequest, { store }: ServiceContext): Result {
  const { query, caller, params } = request;
  mustListOwn(request, "vpc");
  const readable = vpcs(store)
    .list()
    .filter((vpc) => vpc.region === params.region && caller.allows("vpc", "read", vpc.project_id));
  const { items, totalCount } = page(order(applyFilters(readable, query, FILTERS), query, ORDERS), query);
  return { status: 200, body: { vpcs: items.map((vpc) => viewVpc(vpc, store)), total_count: totalCount } };
}

function getVpc(request: ApiRequest, context: ServiceContext): Result {
  const vpc = findVpc(request.params.vpc_id ?? "", "read", request, context);
  return { status: 200, body: viewVpc(vpc, context.store) };
}

function updateVpc(request: ApiRequest<z.infer<typeof updateBody>>, context: ServiceContext): Result {
  const { name, tags } = request.body;
  return change(request, context, { ...(name ? { name } : {}), ...(tags ? { tags } : {}) });
}

function enableRouting(request: ApiRequest, context: ServiceContext): Result {
  return change(request, context, { routing_enabled: true });
}

function enableCustomRoutesPropagation(request: ApiRequest, context: ServiceContext): Result {
  return change(request, context, { custom_routes_propagation_enabled: true });
}

function change(request: ApiRequest, context: ServiceContext, changes: Partial<Vpc>): Result {
  const vpc = findVpc(request.params.vpc_id ?? "", "write", request, context);
  const changed = vpcs(context.store).put({ ...vpc, ...changes, updated_at: context.clock.now() });
  return { status: 200, body: viewVpc(changed, context.store) };
}

/** The words for Private Networks are those of terraform-provider-scaleway issue 3243; for VPCs they are a choice. */
function deleteVpc(request: ApiRequest, context: ServiceContext): Result {
  const vpc = findVpc(request.params.vpc_id ?? "", "write", request, context);
  // "You cannot delete a default VPC" (docs-content pages/vpc/faq.mdx).
  if (vpc.is_default) return preconditionFailed("protected_resource", "a default VPC cannot be deleted");
  if (privateNetworksOf(vpc, context.store).length > 0) {
    return preconditionFailed("resource_still_in_use", "VPC must be empty to be deleted");
  }
  vpcs(context.store).delete(vpc.id);
  return { status: 204 };
}

const ALL = "/vpc/v2/regions/{region}/vpcs";
const ONE = `${ALL}/{vpc_id}`;
const read = { product: "vpc", access: "read" } as const;
const write = { product: "vpc", access: "write" } as const;
const query = [...PAGING_QUERY, ...Object.keys(FILTERS)];

export const vpcRoutes: readonly Route[] = [
  { method: "POST", path: ALL, operation: "vpc.CreateVPC", ...write, body: createBody, handler: createVpc },
  { method: "GET", path: ALL, operation: "vpc.ListVPCs", ...read, query, handler: listVpcs },
  { method: "GET", path: ONE, operation: "vpc.GetVPC", ...read, handler: getVpc },
  { method: "PATCH", path: ONE, operation: "vpc.UpdateVPC", ...write, body: updateBody, handler: updateVpc },
  { method: "DELETE", path: ONE, operation: "vpc.DeleteVPC", ...write, handler: deleteVpc },
  { method: "POST", path: `${ONE}/enable-routing`, operation: "vpc.EnableRouting", ...write, handler: enableRouting },
  {
    method: "POST",
    path: `${ONE}/enable-custom-routes-propagation`,
    operation: "vpc.EnableCustomRoutesPropagation",
    ...write,
    handler: enableCustomRoutesPropagation,
  },
];
