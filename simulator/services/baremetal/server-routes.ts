// Servers: list, get, order, change, delete (scaleway-sdk-go api/baremetal/v1; cassettes server-*, data-source-server-basic).
import { z } from "zod";
import { quotaRefusal } from "../account/quotas";
import { notFound, outOfStock, preconditionFailed, transientState } from "../errors";
import { tags, uuid } from "../iam/fields";
import type { Filters } from "../iam/list-filters";
import { order, PAGING_QUERY, page } from "../paging";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { newMacAddress } from "./addresses";
import { renameNic } from "./attachments";
import { findOffer, type Offer, stockOf } from "./catalogue/catalogue";
import { checkUserData, installBody, prepareInstall, userData } from "./installation";
import { OWNER_FILTERS, projectFor, serverOf, visible } from "./lookup";
import { type Server, servers, viewServer } from "./model";
import { checkOption } from "./option-routes";
import { begin, changingOption, settleServers } from "./states";

const SERVERS = "/baremetal/v1/zones/{zone}/servers";

/** Of one offer, in all zones together. Accounts differ; high enough for 100 workers. */
const SERVERS_PER_OFFER = 250;

const ORDERS = ["created_at_asc", "created_at_desc"];
const FILTERS: Filters<Server> = {
  ...OWNER_FILTERS,
  name: (server, part) => server.name.includes(part),
  tags: (server, tag) => server.tags.includes(tag),
  status: (server, status) => server.status === status,
  option_id: (server, id) => server.options.some((option) => option.id === id),
};

const orderBody = z.strictObject({
  offer_id: uuid,
  project_id: z.union([uuid, z.literal("")]).nullish(),
  name: z.string().min(1).max(255),
  description: z.string().max(255),
  tags,
  install: installBody.nullish(),
  option_ids: z.array(uuid).nullish(),
  // Absent in provider versions before the protection came (cassette server-without-install-config).
  protected: z.boolean().nullish(),
  user_data: userData.nullish(),
});

const changeBody = z.strictObject({
  name: z.string().min(1).max(255).nullish(),
  description: z.string().max(255).nullish(),
  tags,
  protected: z.boolean().nullish(),
  user_data: userData.nullish(),
});

function listServers(request: ApiRequest, context: ServiceContext): Result {
  settleServers(context);
  const matching = visible(servers(context.store).list(), FILTERS, request);
  const { items, totalCount } = page(order(matching, request.query, ORDERS), request.query);
  return { status: 200, body: { servers: items.map(viewServer), total_count: totalCount } };
}

function getServer(request: ApiRequest, context: ServiceContext): Result {
  return { status: 200, body: viewServer(serverOf(request, "read", context)) };
}

function createServer(request: ApiRequest<z.infer<typeof orderBody>>, context: ServiceContext): Result {
  settleServers(context);
  const { body, params } = request;
  const { store, clock, ids } = context;
  const zone = params.zone!;
  const project = projectFor(body.project_id, "server", request, context);
  const offer = findOffer(zone, body.offer_id);
  if (!offer) return notFound("offer", body.offer_id);
  const data = body.user_data || null;
  checkUserData(data, offer);
  const install = body.install
    ? prepareInstall(body.install, { project_id: project.id, user_data: data }, offer, store, "install.")
    : null;
  const optionIds = [...new Set(body.option_ids ?? [])];
  for (const id of optionIds) checkOption(id, offer);
  const full = quotaRefusal(store, offer.machine.quotaName, countOf(offer, context), SERVERS_PER_OFFER);
  if (full) return full;
  if (stockOf(offer, store) === "empty") return outOfStock("offer");

  const now = clock.now();
  const server: Server = {
    id: ids.uuid(),
    zone,
    organization_id: project.organization_id,
    project_id: project.id,
    name: body.name,
    description: body.description,
    tags: body.tags ?? [],
    offer_id: offer.id,
    status: install ? "ordered" : "delivering",
    ping_status: "ping_status_unknown",
    protected: body.protected ?? false,
    user_data: data,
    install,
    ips: [],
    domain: "",
    options: optionIds.map((id) => changingOption(id, "option_status_enabling", null, context)),
    mac_address: newMacAddress(context),
    system: "none",
    power: "off",
    pending: [],
    created_at: now,
    updated_at: now,
  };
  const processes = install ? (["delivery", "install"] as const) : (["delivery"] as const);
  return { status: 200, body: viewServer(servers(store).put(begin(server, context, ...processes))) };
}

function updateServer(request: ApiRequest<z.infer<typeof changeBody>>, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  const { body } = request;
  refuseWhileDeleting(server);
  const data = body.user_data == null ? server.user_data : body.user_data || null;
  // User data is for the next install; a running system does not change (recorded in server-cloud-init).
  if (data !== server.user_data) checkUserData(data, findOffer(server.zone, server.offer_id)!);
  const changed = servers(context.store).put({
    ...server,
    name: body.name ?? server.name,
    description: body.description ?? server.description,
    tags: body.tags ?? server.tags,
    protected: body.protected ?? server.protected,
    user_data: data,
    updated_at: context.clock.now(),
  });
  if (changed.name !== server.name) renameNic(changed, context);
  return { status: 200, body: viewServer(changed) };
}

function deleteServer(request: ApiRequest, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  refuseWhileDeleting(server);
  if (server.protected) {
    const help = `server "${server.name}" is protected; set protected to false first`;
    return preconditionFailed("resource_still_in_use", help);
  }
  // Whatever it was doing, it stops doing it; its networks and Flexible IPs leave it when it is gone.
  const leaving: Server = { ...server, status: "deleting", pending: [], updated_at: context.clock.now() };
  const options = server.options.map((option) => ({
    ...option,
    status: "option_status_disabling" as const,
    settles_at: null,
  }));
  servers(context.store).put(begin({ ...leaving, options }, context, "deletion"));
  return { status: 200, body: viewServer(leaving) };
}

/** @throws Refusal 409: nothing changes a server any more that is on its way out. */
export function refuseWhileDeleting(server: Server): void {
  if (server.status === "deleting") throw new Refusal(transientState("server", server.id, "deleting"));
}

function countOf(offer: Offer, { store }: ServiceContext): number {
  const { hourlyId, monthlyId } = offer.machine;
  return servers(store)
    .list()
    .filter(({ offer_id }) => offer_id === hourlyId || offer_id === monthlyId).length;
}

const ROUTE = { product: "elastic_metal", access: "write" } as const;

export const serverRoutes: readonly Route[] = [
  {
    ...ROUTE,
    method: "GET",
    path: SERVERS,
    operation: "baremetal.ListServers",
    access: "read",
    query: [...PAGING_QUERY, ...Object.keys(FILTERS)],
    handler: listServers,
  },
  {
    ...ROUTE,
    method: "GET",
    path: `${SERVERS}/{server_id}`,
    operation: "baremetal.GetServer",
    access: "read",
    handler: getServer,
  },
  {
    ...ROUTE,
    method: "POST",
    path: SERVERS,
    operation: "baremetal.CreateServer",
    body: orderBody,
    handler: createServer,
  },
  {
    ...ROUTE,
    method: "PATCH",
    path: `${SERVERS}/{server_id}`,
    operation: "baremetal.UpdateServer",
    body: changeBody,
    handler: updateServer,
  },
  {
    ...ROUTE,
    method: "DELETE",
    path: `${SERVERS}/{server_id}`,
    operation: "baremetal.DeleteServer",
    handler: deleteServer,
  },
];
