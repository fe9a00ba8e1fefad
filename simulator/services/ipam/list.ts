// The list of addresses with its filters: ListIPsRequest in scaleway-sdk-go api/ipam/v1/ipam_sdk.go. All addresses here are
// private, so the filters for zonal and regional ones find none (cassette data-source-ipam-ips-basic).
import { projects } from "../account/model";
import { invalidArguments } from "../errors";
import { mustListOwn } from "../iam/access";
import { applyFilters, type Filters, isTrue } from "../iam/list-filters";
import { order, PAGING_QUERY, page } from "../paging";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, ServiceContext } from "../service";
import { parseAddress } from "../vpc/cidr";
import { privateNetworks } from "../vpc/model";
import { type IpamIp, ipamIps, viewIpamIp } from "./model";

/** ResourceType of api/ipam/v1; `unknown_type` asks for all. */
const RESOURCE_TYPES =
  `unknown_type custom instance_server instance_ip instance_private_nic lb_server fip_ip vpc_gateway
  vpc_gateway_network k8s_node k8s_cluster rdb_instance redis_cluster baremetal_server baremetal_private_nic llm_deployment
  mgdb_instance apple_silicon_server apple_silicon_private_nic serverless_container serverless_function vpn_gateway
  ddl_datalab kafka_cluster bgp_endpoint scbl_sedb_cluster`.split(/\s+/);

/** "Precisely one of … must be set"; none means all. */
const SOURCES = ["zonal", "regional", "private_network_id", "subnet_id", "source_vpc_id"];

interface Listed extends IpamIp {
  readonly organization_id: string;
  readonly vpc_id: string;
  /** Sort keys: numbers of one width, so that .9 comes before .10. */
  readonly ip_address: string;
  readonly mac_address: string;
}

const FILTERS: Filters<Listed> = {
  project_id: (ip, id) => ip.project_id === id,
  organization_id: (ip, id) => ip.organization_id === id,
  zonal: () => false,
  regional: (_, value) => !isTrue("regional", value),
  private_network_id: (ip, id) => ip.private_network_id === id,
  subnet_id: (ip, id) => ip.source.subnet_id === id,
  source_vpc_id: () => false,
  vpc_id: (ip, id) => ip.vpc_id === id,
  attached: (ip, value) => (ip.resource !== null) === isTrue("attached", value),
  resource_name: (ip, part) => ip.resource?.name?.includes(part) ?? false,
  resource_id: (ip, id) => ip.resource?.id === id,
  resource_ids: (ip, id) => ip.resource?.id === id,
  resource_type: (ip, type) => type === "unknown_type" || ip.resource?.type === type,
  resource_types: (ip, type) => type === "unknown_type" || ip.resource?.type === type,
  // Case does not matter (choice): the API shows upper case, clients send what they have.
  mac_address: (ip, mac) => ip.mac_address === mac.toUpperCase(),
  tags: (ip, tag) => ip.tags.includes(tag),
  is_ipv6: (ip, value) => ip.is_ipv6 === isTrue("is_ipv6", value),
  ip_ids: (ip, id) => ip.id === id,
};

const ORDERS = ["created_at", "updated_at", "attached_at", "ip_address", "mac_address"].flatMap((field) => [
  `${field}_desc`,
  `${field}_asc`,
]);

export const LIST_QUERY = [...PAGING_QUERY, ...Object.keys(FILTERS)];

export function listIps(request: ApiRequest, { store }: ServiceContext): Result {
  const { query, caller, params } = request;
  mustListOwn(request, "ip");
  mustBeSound(query);
  const readable = ipamIps(store)
    .list()
    .filter((ip) => ip.region === params.region && caller.allows("ipam", "read", ip.project_id))
    .map(
      (ip): Listed => ({
        ...ip,
        organization_id: projects(store).get(ip.project_id)?.organization_id ?? "",
        vpc_id: privateNetworks(store).get(ip.private_network_id)?.vpc_id ?? "",
        ip_address: String(parseAddress(ip.address.split("/")[0] ?? "", ip.is_ipv6)).padStart(39, "0"),
        mac_address: ip.resource?.mac_address?.toUpperCase() ?? "",
      }),
    );
  const { items, totalCount } = page(order(applyFilters(readable, query, FILTERS), query, ORDERS), query);
  return { status: 200, body: { ips: items.map(viewIpamIp), total_count: totalCount } };
}

function mustBeSound(query: URLSearchParams): void {
  const sources = SOURCES.filter((name) => query.get(name));
  if (sources.length > 1) refuse(sources[1]!, `only one of ${SOURCES.join(", ")} may be set`);
  for (const name of ["resource_type", "resource_types"]) {
    const unknown = query.getAll(name).find((type) => !RESOURCE_TYPES.includes(type));
    if (unknown !== undefined) refuse(name, `no such resource type: ${unknown}`);
  }
  // validation-rules of @scaleway/sdk-ipam 1.5.0.
  const resourceName = query.get("resource_name");
  if (resourceName && (resourceName.length < 2 || resourceName.length > 63))
    refuse("resource_name", "2 to 63 characters");
}

function refuse(argument_name: string, help_message: string): never {
  throw new Refusal(invalidArguments({ argument_name, reason: "constraint", help_message }));
}
