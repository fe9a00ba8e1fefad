// Flexible IPs of Elastic Metal as the API answers them: scaleway-sdk-go api/flexibleip/v1alpha1/flexibleip_sdk.go and the
// provider's cassettes internal/services/flexibleip/testdata.
import type { Store, Table } from "../../store/store";

export type MacType = "kvm" | "vmware" | "xen";

/** Flexible IPs whose MACs have one id are a MAC group: they share the MAC and live on one server. */
export interface VirtualMac {
  readonly id: string;
  /** Lower case with colons. */
  readonly mac_address: string;
  readonly mac_type: MacType;
  readonly status: "ready" | "updating" | "used";
  readonly created_at: string;
  readonly updated_at: string;
}

export interface FlexibleIp {
  readonly id: string;
  readonly zone: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** IPv4 without prefix length, IPv6 as a /64 (recorded in flexible-ip-ipv6). */
  readonly ip_address: string;
  readonly reverse: string;
  /** There is no "attaching": an IP on its way to a server is `updating`, without a server_id. */
  readonly status: "ready" | "updating" | "attached" | "detaching";
  readonly server_id: string | null;
  readonly mac_address: VirtualMac | null;
  /** Where a transition ends, and when, as the clock counts. Not in the API. */
  readonly pending: {
    readonly at: number;
    readonly end: "ready" | "attached" | "gone";
    readonly server_id: string | null;
    /** Leaves its MAC group and with it the MAC. */
    readonly loses_mac: boolean;
  } | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export const flexibleIps = (store: Store): Table<FlexibleIp> => store.table("flexible-ip.ips");

/** The other members of its MAC group. */
export function macGroupOf(ip: FlexibleIp, store: Store): FlexibleIp[] {
  const mac = ip.mac_address?.id;
  if (mac === undefined) return [];
  return flexibleIps(store)
    .list()
    .filter((other) => other.id !== ip.id && other.mac_address?.id === mac);
}

export function viewFlexibleIp(ip: FlexibleIp) {
  return {
    id: ip.id,
    organization_id: ip.organization_id,
    project_id: ip.project_id,
    description: ip.description,
    tags: ip.tags,
    updated_at: ip.updated_at,
    created_at: ip.created_at,
    status: ip.status,
    ip_address: ip.ip_address,
    mac_address: ip.mac_address && {
      id: ip.mac_address.id,
      mac_address: ip.mac_address.mac_address,
      mac_type: ip.mac_address.mac_type,
      status: ip.mac_address.status,
      updated_at: ip.mac_address.updated_at,
      created_at: ip.mac_address.created_at,
      zone: ip.zone,
    },
    server_id: ip.server_id,
    reverse: ip.reverse,
    zone: ip.zone,
  };
}
