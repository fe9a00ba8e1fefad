// Private Networks and their subnets: scaleway-sdk-go api/vpc/v2; cassettes vpc-private-network-basic,
// vpc-private-network-subnets, list-private-networks-basic. Which subnets a network gets: subnets.ts.
import { z } from "zod";
import { mustFitQuota } from "../account/quotas";
import { preconditionFailed } from "../errors";
import { mustAllow, mustFind, mustListOwn } from "../iam/access";
import { tags, uuid } from "../iam/fields";
import { applyFilters, type Filters, isTrue } from "../iam/list-filters";
import { addressesIn } from "../ipam/model";
import { order, PAGING_QUERY, page } from "../paging";
import type { Access, ApiRequest, Result, Route, ServiceContext } from "../service";
import {
  type PrivateNetwork,
  privateNetworks,
  privateNetworksOf,
  type Subnet,
  viewPrivateNetwork,
  viewSubnet,
} from "./model";
import { chooseSubnets } from "./subnets";
import { findDefaultVpc, findVpc, putDefaultVpc } from "./vpcs";

const createBody = z.strictObject({
  name: z.string().min(1),
  project_id: uuid,
  tags,
  subnets: z.array(z.string()).nullish(),
  vpc_id: uuid.nullish(),
  default_route_propagation_enabled: z.boolean().default(false),
});
const updateBody = z.strictObject({
  name: z.string().min(1).optional(),
  tags,
  default_route_propagation_enabled: z.boolean().optional(),
});

const FILTERS: Filters<PrivateNetwork> = {
  organization_id: (network, id) => network.organization_id === id,
  project_id: (network, id) => network.project_id === id,
  vpc_id: (network, id) => network.vpc_id === id,
  private_network_ids: (network, id) => network.id === id,
  name: (network, part) => network.name.includes(part),
  tags: (network, tag) => network.tags.includes(tag),
  dhcp_enabled: (network, value) => network.dhcp_enabled === isTrue("dhcp_enabled", value),
};
const ORDERS = ["created_at_asc", "created_at_desc", "name_asc", "name_desc"];

type SubnetOfNetwork = Subnet & { readonly organization_id: string };

const SUBNET_FILTERS: Filters<SubnetOfNetwork> = {
  organization_id: (subnet, id) => subnet.organization_id === id,
  project_id: (subnet, id) => subnet.project_id === id,
  vpc_id: (subnet, id) => subnet.vpc_id === id,
  subnet_ids: (subnet, id) => subnet.id === id,
};

function createPrivateNetwork(request: ApiRequest<z.infer<typeof createBody>>, context: ServiceContext): Result {
  const { store, ids, clock } = context;
  const { name, project_id, tags, vpc_id, subnets, default_route_propagation_enabled } = request.body;
  mustAllow(request.caller, "vpc", "write", project_id, "private_network");
  mustFitQuota(store, "vpc_private_networks", privateNetworks(store).list().length);
  const known = vpc_id ? findVpc(vpc_id, "write", request, context) : findDefaultVpc(project_id, request, context);
  const neighbours = known ? privateNetworksOf(known, store) : [];
  const chosen = chooseSubnets(subnets ?? [], neighbours, project_id, context);
  const vpc = known ?? putDefaultVpc(project_id, request, context);
  const id = ids.uuid();
  const times = { created_at: clock.now(), updated_at: clock.now() };
  const owner = { project_id, private_network_id: id, vpc_id: vpc.id };
  const network = privateNetworks(store).put({
    id,
    name,
    organization_id: vpc.organization_id,
    project_id,
    vpc_id: vpc.id,
    region: vpc.region,
    tags: tags ?? [],
    subnets: chosen.map((subnet) => ({ id: ids.uuid(), subnet, ...owner, ...times })),
    dhcp_enabled: true,
    default_route_propagation_enabled,
    ...times,
  });
  return { status: 200, body: viewPrivateNetwork(network) };
}

function listPrivateNetworks(request: ApiRequest, context: ServiceContext): Result {
  const { query } = request;
  mustListOwn(request, "private_network");
  const found = order(applyFilters(readable(request, context), query, FILTERS), query, ORDERS);
  const { items, totalCount } = page(found, query);
  return { status: 200, body: { private_networks: items.map(viewPrivateNetwork), total_count: totalCount } };
}

function listSubnets(request: ApiRequest, context: ServiceContext): Result {
  const { query } = request;
  mustListOwn(request, "subnet");
  const subnets = readable(request, context).flatMap(({ subnets, organization_id }) =>
    subnets.map((subnet) => ({ ...subnet, organization_id })),
  );
  const found = order(applyFilters(subnets, query, SUBNET_FILTERS), query, ["created_at_asc", "created_at_desc"]);
  const { items, totalCount } = page(found, query);
  return { status: 200, body: { subnets: items.map(viewSubnet), total_count: totalCount } };
}

function getPrivateNetwork(request: ApiRequest, context: ServiceContext): Result {
  return { status: 200, body: viewPrivateNetwork(find(request, "read", context)) };
}

function updatePrivateNetwork(request: ApiRequest<z.infer<typeof updateBody>>, context: ServiceContext): Result {
  const network = find(request, "write", context);
  const { tags, ...changes } = request.body;
  const row = { ...network, ...changes, tags: tags ?? network.tags, updated_at: context.clock.now() };
  return { status: 200, body: viewPrivateNetwork(privateNetworks(context.store).put(row)) };
}

/** DHCP is on from the start, as in every network made since July 2023. */
function enableDhcp(request: ApiRequest, context: ServiceContext): Result {
  return { status: 200, body: viewPrivateNetwork(find(request, "write", context)) };
}

/**
 * Attached resources and reserved addresses keep a network alive (docs-content pages/vpc/troubleshooting/
 * cant-delete-vpc-pn.mdx); words of the refusal: terraform-provider-scaleway issue 3243.
 */
function deletePrivateNetwork(request: ApiRequest, context: ServiceContext): Result {
  const { store } = context;
  const network = find(request, "write", context);
  const attachments = store.table<{ id: string; private_network_id: string }>("baremetal.private_network_attachments");
  const isAttached = attachments.list().some((attachment) => attachment.private_network_id === network.id);
  if (isAttached || addressesIn(network.id, store).length > 0) {
    return preconditionFailed("resource_still_in_use", "Private Network must be empty to be deleted");
  }
  privateNetworks(store).delete(network.id);
  return { status: 204 };
}

function readable({ params, caller }: ApiRequest, { store }: ServiceContext): PrivateNetwork[] {
  return privateNetworks(store)
    .list()
    .filter((network) => network.region === params.region && caller.allows("vpc", "read", network.project_id));
}

function find({ params, caller }: ApiRequest, access: Access, { store }: ServiceContext): PrivateNetwork {
  const id = params.private_network_id ?? "";
  const network = privateNetworks(store).get(id);
  const found = mustFind(network?.region === params.region ? network : undefined, "private_network", id);
  mustAllow(caller, "vpc", access, found.project_id, "private_network");
  return found;
}

const REGION = "/vpc/v2/regions/{region}";
const ALL = `${REGION}/private-networks`;
const ONE = `${ALL}/{private_network_id}`;
const read = { product: "vpc", access: "read" } as const;
const write = { product: "vpc", access: "write" } as const;
const query = [...PAGING_QUERY, ...Object.keys(FILTERS)];
const subnetQuery = [...PAGING_QUERY, ...Object.keys(SUBNET_FILTERS)];

export const privateNetworkRoutes: readonly Route[] = [
  {
    method: "POST",
    path: ALL,
    operation: "vpc.CreatePrivateNetwork",
    ...write,
    body: createBody,
    handler: createPrivateNetwork,
  },
  { method: "GET", path: ALL, operation: "vpc.ListPrivateNetworks", ...read, query, handler: listPrivateNetworks },
  { method: "GET", path: ONE, operation: "vpc.GetPrivateNetwork", ...read, handler: getPrivateNetwork },
  {
    method: "PATCH",
    path: ONE,
    operation: "vpc.UpdatePrivateNetwork",
    ...write,
    body: updateBody,
    handler: updatePrivateNetwork,
  },
  { method: "DELETE", path: ONE, operation: "vpc.DeletePrivateNetwork", ...write, handler: deletePrivateNetwork },
  { method: "POST", path: `${ONE}/enable-dhcp`, operation: "vpc.EnableDHCP", ...write, handler: enableDhcp },
  {
    method: "GET",
    path: `${REGION}/subnets`,
    operation: "vpc.ListSubnets",
    ...read,
    query: subnetQuery,
    handler: listSubnets,
  },
];
