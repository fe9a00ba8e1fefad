// Flexible IPs: list, get, order, change, delete; attaching and MACs have files of their own (scaleway-sdk-go
// api/flexibleip/v1alpha1; cassettes internal/services/flexibleip/testdata).
import { z } from "zod";
import { quotaRefusal } from "../account/quotas";
import { OWNER_FILTERS, projectFor, visible } from "../baremetal/lookup";
import { tags, uuid } from "../iam/fields";
import type { Filters } from "../iam/list-filters";
import type { Zone } from "../localities";
import { order, PAGING_QUERY, page } from "../paging";
import type { ApiRequest, Result, Route, Service, ServiceContext } from "../service";
import { newAddress, standardReverse } from "./addresses";
import { attachmentRoutes, checkServer } from "./attachment-routes";
import { changeableIpOf, flexibleIpOf } from "./lookup";
import { macRoutes } from "./mac-routes";
import { type FlexibleIp, flexibleIps, viewFlexibleIp } from "./model";
import { beginAttaching, beginDetaching, settleFlexibleIps } from "./states";

const FIPS = "/flexible-ip/v1alpha1/zones/{zone}/fips";

/** Of a list without `page_size`: shorter than elsewhere, so a list of many must be read page by page. */
const DEFAULT_PAGE_SIZE = "20";

/** In an organization. Accounts differ; high enough for 100 workers. */
const FLEXIBLE_IPS = 500;

const ORDERS = ["created_at_asc", "created_at_desc"];
const FILTERS: Filters<FlexibleIp> = {
  ...OWNER_FILTERS,
  tags: (ip, tag) => ip.tags.includes(tag),
  status: (ip, status) => ip.status === status,
  server_ids: (ip, id) => ip.server_id === id,
};

const description = z.string().max(255);
const reverse = z.string().max(255);

const orderBody = z.strictObject({
  project_id: z.union([uuid, z.literal("")]).nullish(),
  description: description.nullish(),
  tags,
  server_id: uuid.nullish(),
  reverse: reverse.nullish(),
  is_ipv6: z.boolean().nullish(),
});

const changeBody = z.strictObject({
  description: description.nullish(),
  tags,
  reverse: reverse.nullish(),
});

function listIps(request: ApiRequest, context: ServiceContext): Result {
  settleFlexibleIps(context);
  const matching = visible(flexibleIps(context.store).list(), FILTERS, request);
  const query = new URLSearchParams(request.query);
  if (!query.get("page_size")) query.set("page_size", DEFAULT_PAGE_SIZE);
  const { items, totalCount } = page(order(matching, query, ORDERS), query);
  return { status: 200, body: { flexible_ips: items.map(viewFlexibleIp), total_count: totalCount } };
}

function getIp(request: ApiRequest, context: ServiceContext): Result {
  settleFlexibleIps(context);
  return { status: 200, body: viewFlexibleIp(flexibleIpOf(request.params.fip_id!, "read", request, context)) };
}

function createIp(request: ApiRequest<z.infer<typeof orderBody>>, context: ServiceContext): Result {
  settleFlexibleIps(context);
  const { body, params } = request;
  const { store, clock, ids } = context;
  const project = projectFor(body.project_id, "flexible-ip", request, context);
  if (body.server_id) checkServer(body.server_id, [], request, context);
  const full = quotaRefusal(store, "flexible_ips", flexibleIps(store).list().length, FLEXIBLE_IPS);
  if (full) return full;
  const address = newAddress(params.zone as Zone, body.is_ipv6 ?? false, context);
  const now = clock.now();
  const free: FlexibleIp = {
    id: ids.uuid(),
    zone: params.zone!,
    organization_id: project.organization_id,
    project_id: project.id,
    description: body.description ?? "",
    tags: body.tags ?? [],
    ip_address: address,
    reverse: body.reverse || standardReverse(address),
    status: "ready",
    server_id: null,
    mac_address: null,
    pending: null,
    created_at: now,
    updated_at: now,
  };
  const ip = body.server_id ? beginAttaching(free, body.server_id, context) : free;
  return { status: 200, body: viewFlexibleIp(flexibleIps(store).put(ip)) };
}

function updateIp(request: ApiRequest<z.infer<typeof changeBody>>, context: ServiceContext): Result {
  settleFlexibleIps(context);
  const ip = changeableIpOf(request.params.fip_id!, request, context);
  const { body } = request;
  const changed = flexibleIps(context.store).put({
    ...ip,
    description: body.description ?? ip.description,
    tags: body.tags ?? ip.tags,
    reverse: body.reverse == null ? ip.reverse : body.reverse || standardReverse(ip.ip_address),
    updated_at: context.clock.now(),
  });
  return { status: 200, body: viewFlexibleIp(changed) };
}

/** An attached one leaves its server first and is gone then. */
function deleteIp(request: ApiRequest, context: ServiceContext): Result {
  settleFlexibleIps(context);
  const ip = changeableIpOf(request.params.fip_id!, request, context);
  if (ip.server_id === null) flexibleIps(context.store).delete(ip.id);
  else flexibleIps(context.store).put(beginDetaching(ip, context, "gone"));
  return { status: 204 };
}

const ROUTE = { product: "elastic_metal", access: "write" } as const;

const ipRoutes: readonly Route[] = [
  {
    ...ROUTE,
    method: "GET",
    path: FIPS,
    operation: "flexible-ip.ListFlexibleIPs",
    access: "read",
    query: [...PAGING_QUERY, ...Object.keys(FILTERS)],
    handler: listIps,
  },
  {
    ...ROUTE,
    method: "GET",
    path: `${FIPS}/{fip_id}`,
    operation: "flexible-ip.GetFlexibleIP",
    access: "read",
    handler: getIp,
  },
  {
    ...ROUTE,
    method: "POST",
    path: FIPS,
    operation: "flexible-ip.CreateFlexibleIP",
    body: orderBody,
    handler: createIp,
  },
  {
    ...ROUTE,
    method: "PATCH",
    path: `${FIPS}/{fip_id}`,
    operation: "flexible-ip.UpdateFlexibleIP",
    body: changeBody,
    handler: updateIp,
  },
  {
    ...ROUTE,
    method: "DELETE",
    path: `${FIPS}/{fip_id}`,
    operation: "flexible-ip.DeleteFlexibleIP",
    handler: deleteIp,
  },
];

/**
 * Flexible IPs of Elastic Metal (API v1alpha1). Not simulated: that Scaleway gives a deleted IP's id and address out again,
 * statuses `error` and `locked`, and what a reverse name would do in the DNS.
 */
export const flexibleIpService: Service = {
  name: "flexible-ip",
  routes: [...ipRoutes, ...attachmentRoutes, ...macRoutes],
};
