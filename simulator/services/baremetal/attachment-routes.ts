// Private Networks of servers, API version 3 (scaleway-sdk-go api/baremetal/v3; cassettes server-add-private-network,
// server-add-another-private-network, server-with-ipam-private-network).
import { z } from "zod";
import { notFound, preconditionFailed, quotasExceeded, transientState } from "../errors";
import { uuid } from "../iam/fields";
import type { Filters } from "../iam/list-filters";
import { regionOf } from "../localities";
import { order, PAGING_QUERY, page } from "../paging";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { type PrivateNetwork, privateNetworks } from "../vpc/model";
import {
  type Attachment,
  attach,
  attachments,
  attachmentsOf,
  checkBookedIps,
  detach,
  drop,
  setBookedIps,
  viewAttachment,
} from "./attachments";
import { PRIVATE_NETWORK_OPTION_ID } from "./catalogue/options";
import { alreadyExists } from "./errors";
import { OWNER_FILTERS, serverOf, visible } from "./lookup";
import type { Server } from "./model";
import { refuseUnlessDelivered } from "./option-routes";
import { settleServers } from "./states";

const ZONE = "/baremetal/v3/zones/{zone}";
const OF_SERVER = `${ZONE}/servers/{server_id}/private-networks`;

/** "up to eight distinct networks per server" (Scaleway, Elastic Metal Private Networks API, introduction). */
const NETWORKS_PER_SERVER = 8;

const ORDERS = ["created_at_asc", "created_at_desc", "updated_at_asc", "updated_at_desc"];
const FILTERS: Filters<Attachment> = {
  ...OWNER_FILTERS,
  server_id: (attachment, id) => attachment.server_id === id,
  private_network_id: (attachment, id) => attachment.private_network_id === id,
  ipam_ip_ids: (attachment, id) => attachment.ipam_ip_ids.includes(id),
};

const setBody = z.strictObject({
  per_private_network_ipam_ip_ids: z.record(uuid, z.array(uuid).nullable()),
});
const addBody = z.strictObject({ private_network_id: uuid, ipam_ip_ids: z.array(uuid).nullish() });

/** Makes the server's networks these and no others. An empty list books addresses for a new one and keeps those of an old. */
function setNetworks(request: ApiRequest<z.infer<typeof setBody>>, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  const wanted = Object.entries(request.body.per_private_network_ipam_ip_ids).map(([id, ips]) => ({
    network: usableNetwork(id, server, context),
    ips: ips ?? [],
  }));
  if (wanted.length > 0) refuseUnlessUsable(server);
  checkCount(wanted.length);
  const present = new Map(attachmentsOf(server, context.store).map((each) => [each.private_network_id, each]));
  for (const { network, ips } of wanted) {
    const holder = present.get(network.id);
    if (holder?.status === "detaching") return transientState("server_private_network", holder.id, "detaching");
    checkBookedIps(ips, network, context.store, holder);
  }

  attachAll(
    wanted.filter(({ network }) => !present.has(network.id)),
    server,
    context,
  );
  for (const { network, ips } of wanted) {
    const holder = present.get(network.id);
    if (holder && ips.length > 0) setBookedIps(holder, server, ips, context);
  }
  for (const [networkId, holder] of present) {
    const stays = wanted.some(({ network }) => network.id === networkId);
    if (!stays && holder.status !== "detaching") detach(holder, context);
  }
  const now = attachmentsOf(server, context.store).map(viewAttachment);
  // Never an empty list: the provider takes its first element when it is not null, and crashes.
  return { status: 200, body: { server_private_networks: now.length > 0 ? now : null } };
}

function addNetwork(request: ApiRequest<z.infer<typeof addBody>>, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  const network = usableNetwork(request.body.private_network_id, server, context);
  refuseUnlessUsable(server);
  const present = attachmentsOf(server, context.store);
  const holder = present.find(({ private_network_id }) => private_network_id === network.id);
  if (holder?.status === "detaching") return transientState("server_private_network", holder.id, "detaching");
  if (holder)
    return alreadyExists("server_private_network", holder.id, "the server is in this Private Network already");
  checkCount(present.length + 1);
  const ips = request.body.ipam_ip_ids ?? [];
  checkBookedIps(ips, network, context.store);
  return { status: 200, body: viewAttachment(attach(server, network, ips, context)) };
}

function deleteNetwork(request: ApiRequest, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  const id = request.params.private_network_id!;
  const holder = attachmentsOf(server, context.store).find(({ private_network_id }) => private_network_id === id);
  if (!holder) return notFound("server_private_network", id);
  if (holder.status === "detaching") return transientState("server_private_network", holder.id, "detaching");
  detach(holder, context);
  return { status: 204 };
}

function listNetworks(request: ApiRequest, context: ServiceContext): Result {
  settleServers(context);
  const matching = visible(attachments(context.store).list(), FILTERS, request);
  const { items, totalCount } = page(order(matching, request.query, ORDERS), request.query);
  return { status: 200, body: { server_private_networks: items.map(viewAttachment), total_count: totalCount } };
}

/** All or none: what was attached before a refusal is undone. */
function attachAll(
  wanted: readonly { network: PrivateNetwork; ips: readonly string[] }[],
  server: Server,
  context: ServiceContext,
): void {
  const attached: Attachment[] = [];
  try {
    for (const { network, ips } of wanted) attached.push(attach(server, network, ips, context));
  } catch (error) {
    for (const each of attached) drop(each, context);
    throw error;
  }
}

/** A network of the zone's region and of the server's project; that projects do not mix is how Scaleway documents VPC. */
function usableNetwork(id: string, server: Server, { store }: ServiceContext): PrivateNetwork {
  const network = privateNetworks(store).get(id);
  if (!network || network.region !== regionOf(server.zone) || network.project_id !== server.project_id) {
    throw new Refusal(notFound("private_network", id));
  }
  return network;
}

/** Recorded: networks are accepted while the option is still `enabling`. */
function refuseUnlessUsable(server: Server): void {
  refuseUnlessDelivered(server);
  const option = server.options.find(({ id }) => id === PRIVATE_NETWORK_OPTION_ID);
  if (!option || option.status === "option_status_disabling") {
    const help = 'the server has no option "Private Network"; add it first';
    throw new Refusal(preconditionFailed("resource_not_usable", help));
  }
}

function checkCount(count: number): void {
  if (count > NETWORKS_PER_SERVER) {
    throw new Refusal(quotasExceeded("server_private_networks", NETWORKS_PER_SERVER, count));
  }
}

const ROUTE = { product: "elastic_metal", access: "write" } as const;

export const attachmentRoutes: readonly Route[] = [
  {
    ...ROUTE,
    method: "PUT",
    path: OF_SERVER,
    operation: "baremetal.SetServerPrivateNetworks",
    body: setBody,
    handler: setNetworks,
  },
  {
    ...ROUTE,
    method: "POST",
    path: OF_SERVER,
    operation: "baremetal.AddServerPrivateNetwork",
    body: addBody,
    handler: addNetwork,
  },
  {
    ...ROUTE,
    method: "DELETE",
    path: `${OF_SERVER}/{private_network_id}`,
    operation: "baremetal.DeleteServerPrivateNetwork",
    handler: deleteNetwork,
  },
  {
    ...ROUTE,
    method: "GET",
    path: `${ZONE}/server-private-networks`,
    operation: "baremetal.ListServerPrivateNetworks",
    access: "read",
    query: [...PAGING_QUERY, ...Object.keys(FILTERS)],
    handler: listNetworks,
  },
];
