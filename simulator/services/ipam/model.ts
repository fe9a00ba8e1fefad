// IPAM v1 addresses as the API answers them: scaleway-sdk-go api/ipam/v1/ipam_sdk.go (IP, Resource, Source) and the
// provider's cassettes internal/services/ipam/testdata/{ipamip-basic,ipamip-with-custom-resource}.
import type { Store, Table } from "../../store/store";

/** What an address is attached to. */
export interface IpamResource {
  /** `custom`, `baremetal_private_nic`, … */
  readonly type: string;
  /** For `custom` the address's own id; for `baremetal_private_nic` the id of the server's private-network mapping. */
  readonly id: string;
  /** Upper case with colons. */
  readonly mac_address: string | null;
  readonly name: string | null;
}

export interface IpamIp {
  readonly id: string;
  /** With the prefix length of its subnet: `10.16.0.7/20`. */
  readonly address: string;
  readonly is_ipv6: boolean;
  readonly project_id: string;
  readonly region: string;
  readonly source: { readonly subnet_id: string };
  /** Kept for look-ups; the API answers the subnet only. */
  readonly private_network_id: string;
  readonly resource: IpamResource | null;
  /** When `resource` was last set; orders lists, never shown. */
  readonly attached_at: string | null;
  readonly tags: readonly string[];
  readonly reverses: readonly { readonly hostname: string; readonly address: string | null }[];
  readonly created_at: string;
  readonly updated_at: string;
}

export const ipamIps = (store: Store): Table<IpamIp> => store.table("ipam.ips");

export function addressesIn(privateNetworkId: string, store: Store): IpamIp[] {
  return ipamIps(store)
    .list()
    .filter((ip) => ip.private_network_id === privateNetworkId);
}

export function viewIpamIp(ip: IpamIp) {
  return {
    id: ip.id,
    address: ip.address,
    is_ipv6: ip.is_ipv6,
    project_id: ip.project_id,
    region: ip.region,
    // Null for a private address: it belongs to no zone.
    zone: null,
    source: { subnet_id: ip.source.subnet_id },
    resource: ip.resource && {
      type: ip.resource.type,
      id: ip.resource.id,
      mac_address: ip.resource.mac_address,
      name: ip.resource.name,
    },
    reverses: ip.reverses,
    tags: ip.tags,
    created_at: ip.created_at,
    updated_at: ip.updated_at,
  };
}
