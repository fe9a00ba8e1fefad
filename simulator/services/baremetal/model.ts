// Elastic Metal servers as the API answers them: scaleway-sdk-go api/baremetal/v1/baremetal_sdk.go (Server, ServerInstall,
// IP, ServerOption) and the provider's cassettes internal/services/baremetal/testdata/server-*.
import type { Store, Table } from "../../store/store";
import { findOffer, findOption, viewOptionKind } from "./catalogue/catalogue";
import type { PartitioningSchema } from "./partitioning";

export type ServerStatus =
  | "delivering"
  | "ordered"
  | "ready"
  | "stopping"
  | "stopped"
  | "starting"
  | "migrating"
  | "deleting";

export interface Install {
  readonly os_id: string;
  /** As ordered: empty when none was asked for, although the machine then has a name (the server's). */
  readonly hostname: string;
  readonly ssh_key_ids: readonly string[];
  readonly status: "to_install" | "installing" | "completed" | "error";
  readonly user: string;
  readonly service_user: string;
  readonly partitioning_schema: PartitioningSchema | null;
}

export interface PublicIp {
  readonly id: string;
  /** Without prefix length. */
  readonly address: string;
  readonly version: "IPv4" | "IPv6";
  readonly reverse: string;
  readonly reverse_status: "unknown" | "pending" | "active";
}

export interface ServerOption {
  readonly id: string;
  readonly status: "option_status_enabling" | "option_status_enable" | "option_status_disabling";
  readonly expires_at: string | null;
  /** When the status moves on, as the clock counts; null for one that lasts. */
  readonly settles_at: number | null;
}

/** What a server goes through, in the words of states.ts. */
export type Phase =
  | "addressed"
  | "delivered"
  | "named"
  | "reverse-active"
  | "installing"
  | "installed"
  | "stopped"
  | "starting"
  | "started"
  | "migrated"
  | "deleted";

export interface Server {
  readonly id: string;
  readonly zone: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly offer_id: string;
  readonly status: ServerStatus;
  readonly ping_status: "ping_status_unknown" | "ping_status_up" | "ping_status_down";
  readonly protected: boolean;
  /** Base64, as it came; null without. */
  readonly user_data: string | null;
  readonly install: Install | null;
  readonly ips: readonly PublicIp[];
  /** Empty until the server has a name in the DNS. */
  readonly domain: string;
  readonly options: readonly ServerOption[];
  /**
   * Lower-case MAC of the one NIC that a server uses, public and private alike (Scaleway, "Understanding Elastic Metal
   * networking"; in the cassettes a server's IPv6 interface id and the MAC of its IPAM addresses are one). Not in the API.
   */
  readonly mac_address: string;
  /** What the backend has of it: nothing, an earlier install, or the present one. Not in the API. */
  readonly system: "none" | "earlier" | "present";
  /** Switched on or off. Not in the API, which says it with `status`. */
  readonly power: "on" | "off";
  readonly pending: readonly { readonly phase: Phase; readonly at: number }[];
  readonly created_at: string;
  readonly updated_at: string;
}

export const servers = (store: Store): Table<Server> => store.table("baremetal.servers");

/** The IPv4 address, once the server has been delivered. */
export function publicAddressOf(server: Server): string | undefined {
  return server.ips.find((ip) => ip.version === "IPv4")?.address;
}

export function viewServer(server: Server) {
  return {
    id: server.id,
    organization_id: server.organization_id,
    project_id: server.project_id,
    name: server.name,
    description: server.description,
    updated_at: server.updated_at,
    created_at: server.created_at,
    status: server.status,
    offer_id: server.offer_id,
    offer_name: findOffer(server.zone, server.offer_id)?.machine.name ?? "",
    tags: server.tags,
    ips: server.ips.map((ip) => ({
      id: ip.id,
      address: ip.address,
      reverse: ip.reverse,
      version: ip.version,
      reverse_status: ip.reverse_status,
      reverse_status_message: "",
    })),
    domain: server.domain,
    // Rescue mode is not simulated.
    boot_type: "normal",
    rescue_server: null,
    zone: server.zone,
    install: server.install && {
      os_id: server.install.os_id,
      hostname: server.install.hostname,
      ssh_key_ids: server.install.ssh_key_ids,
      status: server.install.status,
      user: server.install.user,
      service_user: server.install.service_user,
      service_url: "",
      partitioning_schema: server.install.partitioning_schema,
    },
    ping_status: server.ping_status,
    options: server.options.map(viewServerOption),
    protected: server.protected,
    user_data: server.user_data,
  };
}

function viewServerOption(option: ServerOption) {
  const record = findOption(option.id)!;
  return {
    id: option.id,
    name: record.name,
    status: option.status,
    manageable: record.manageable,
    expires_at: option.expires_at,
    ...viewOptionKind(record, 0),
  };
}
