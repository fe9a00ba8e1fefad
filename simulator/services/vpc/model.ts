// VPC v2 resources as the API answers them: scaleway-sdk-go api/vpc/v2/vpc_sdk.go (structs) and the provider's cassettes
// internal/services/vpc/testdata/{vpc-basic,vpc-private-network-basic,data-source-vpc-default}.
import type { Store, Table } from "../../store/store";

export interface Vpc {
  readonly id: string;
  readonly name: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly region: string;
  readonly tags: readonly string[];
  readonly is_default: boolean;
  readonly routing_enabled: boolean;
  readonly custom_routes_propagation_enabled: boolean;
  readonly transitivity_enabled: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Subnet {
  readonly id: string;
  /** CIDR of the network, e.g. `10.16.0.0/20`. */
  readonly subnet: string;
  readonly project_id: string;
  readonly private_network_id: string;
  readonly vpc_id: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface PrivateNetwork {
  readonly id: string;
  readonly name: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly vpc_id: string;
  readonly region: string;
  readonly tags: readonly string[];
  /** One IPv4 subnet at most, first; then one or more IPv6 /64. */
  readonly subnets: readonly Subnet[];
  readonly dhcp_enabled: boolean;
  readonly default_route_propagation_enabled: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export const vpcs = (store: Store): Table<Vpc> => store.table("vpc.vpcs");
export const privateNetworks = (store: Store): Table<PrivateNetwork> => store.table("vpc.private_networks");

export function privateNetworksOf(vpc: Vpc, store: Store): PrivateNetwork[] {
  return privateNetworks(store)
    .list()
    .filter((network) => network.vpc_id === vpc.id);
}

export function viewVpc(vpc: Vpc, store: Store) {
  return {
    id: vpc.id,
    name: vpc.name,
    organization_id: vpc.organization_id,
    project_id: vpc.project_id,
    region: vpc.region,
    tags: vpc.tags,
    is_default: vpc.is_default,
    private_network_count: privateNetworksOf(vpc, store).length,
    routing_enabled: vpc.routing_enabled,
    custom_routes_propagation_enabled: vpc.custom_routes_propagation_enabled,
    transitivity_enabled: vpc.transitivity_enabled,
    created_at: vpc.created_at,
    updated_at: vpc.updated_at,
  };
}

export function viewSubnet(subnet: Subnet) {
  return {
    id: subnet.id,
    subnet: subnet.subnet,
    project_id: subnet.project_id,
    private_network_id: subnet.private_network_id,
    vpc_id: subnet.vpc_id,
    created_at: subnet.created_at,
    updated_at: subnet.updated_at,
  };
}

export function viewPrivateNetwork(network: PrivateNetwork) {
  return {
    id: network.id,
    name: network.name,
    organization_id: network.organization_id,
    project_id: network.project_id,
    vpc_id: network.vpc_id,
    region: network.region,
    tags: network.tags,
    subnets: network.subnets.map(viewSubnet),
    dhcp_enabled: network.dhcp_enabled,
    default_route_propagation_enabled: network.default_route_propagation_enabled,
    created_at: network.created_at,
    updated_at: network.updated_at,
  };
}
