import { API_HOST, DISTRIBUTION_DOMAINS, PACKAGE_HOSTS } from "../../http/product-hosts";
import { attachments } from "../../services/baremetal/attachments";
import { type Condition, FABRIC_RULES } from "../../services/conditions";
import { flexibleIps } from "../../services/flexible-ip/model";
import type { Store } from "../../store/store";
import type { FabricRules, InternetService } from "./fabric-contract";
import { METAL_SERVERS, type MetalServerRow } from "./rows";

/** Gateway of the VMs with Flexible IPs, which lies outside their subnet (Scaleway, "Configuring a Flexible IP with a virtual MAC"). */
const FLEXIBLE_IP_GATEWAY = "62.210.0.1";
/** Resolvers that DHCP names; the fabric answers for any others too, since all of DNS ends at it. */
const RESOLVERS = ["1.1.1.1"];
/** Addresses of the internet end point, of the block kept for documentation (RFC 5737), so off every server's subnet. */
const INTERNET_ADDRESS = "203.0.113.1";
const API_ADDRESS = "203.0.113.10";
const PACKAGES_ADDRESS = "203.0.113.20";
const DISTRIBUTION_ADDRESS = "203.0.113.21";

export interface InternetEnds {
  /** Port of the simulator's front on 127.0.0.1. */
  readonly frontPort: number;
}

export const portName = (port: number): string => `p${port}`;

/** The fabric's rules as the API stands now: what is on its way (attaching, updating, detaching) is not carried. */
export function fabricRules(store: Store, ends: InternetEnds): FabricRules {
  const servers = store
    .table<MetalServerRow>(METAL_SERVERS)
    .list()
    .map(({ id, order, port }) => ({
      id,
      name: order.name,
      port: portName(port),
      ...order.publicNetwork,
      hostname: order.hostname,
      flexibleIps: flexibleIps(store)
        .list()
        .filter((ip) => ip.server_id === id && ip.status === "attached" && !ip.ip_address.includes(":"))
        .map((ip) => ({ address: ip.ip_address, macAddress: ip.mac_address?.mac_address ?? null })),
      privateNetworks: attachments(store)
        .list()
        .filter(({ server_id, status, vlan }) => server_id === id && status === "attached" && vlan !== null)
        .map(({ vlan, private_network_id }) => ({ vlanId: vlan!, networkId: private_network_id })),
    }));
  return {
    servers,
    flexibleIpGateway: FLEXIBLE_IP_GATEWAY,
    resolvers: RESOLVERS,
    internet: { address: INTERNET_ADDRESS, services: servicesOf(ends) },
    switchedOff: FABRIC_RULES.filter((rule) => isSwitchedOff(rule, store)),
  };
}

/** All end in the simulator's front, which reads the name from the request. */
function servicesOf({ frontPort }: InternetEnds): InternetService[] {
  const proxy = `127.0.0.1:${frontPort}`;
  const front = (names: readonly string[], address: string) => ({
    names,
    address,
    port: 443,
    proxy,
    connect: `${names[0]}:443`,
  });
  return [
    front([API_HOST], API_ADDRESS),
    front(PACKAGE_HOSTS, PACKAGES_ADDRESS),
    {
      names: DISTRIBUTION_DOMAINS.map((domain) => `*.${domain}`),
      address: DISTRIBUTION_ADDRESS,
      port: 80,
      forward: proxy,
    },
  ];
}

function isSwitchedOff(rule: string, store: Store): boolean {
  return store
    .table<Condition>("control.conditions")
    .list()
    .some(({ kind, target }) => kind === "fabric-rule-off" && target === rule);
}
