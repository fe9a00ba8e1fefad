import ipaddr from "ipaddr.js";
import type { NetworkPlan } from "../netplan/plan";
import { findInterface, type Hardware, type Interface, type NetworkState, type Route } from "./interfaces";

/** networkd's RouteMetric for what DHCP gives, as netplan writes it. */
const DHCP_METRIC = 100;
const MAIN_TABLE = 254;

/** The IPv4 routes that a plan leads to: one per connected network, the lease's default route, and those that the plan lists. */
export function routesOf(
  plan: NetworkPlan,
  state: NetworkState,
  nameOf: ReadonlyMap<string, string>,
  hardware: Hardware,
): Route[] {
  const routes: Route[] = [];
  for (const device of plan.devices) {
    const found = findInterface(state, nameOf.get(device.id) ?? "");
    if (!found?.up) continue;
    for (const entry of found.addresses.filter((candidate) => !candidate.address.includes(":"))) {
      if (entry.lease) {
        const source = entry.address;
        routes.push({
          to: "default",
          via: hardware.gateway,
          device: found.name,
          metric: DHCP_METRIC,
          protocol: "dhcp",
          source,
          onLink: false,
        });
      }
      if (entry.prefixLength < 32) {
        const to = networkOf(entry.address, entry.prefixLength);
        routes.push({
          to,
          device: found.name,
          metric: entry.lease ? DHCP_METRIC : 0,
          protocol: "kernel",
          source: entry.address,
          onLink: false,
        });
      }
    }
    for (const route of device.routes) {
      const elsewhere = route.table !== undefined && route.table !== MAIN_TABLE;
      if (elsewhere || !isAccepted(route, found)) continue;
      routes.push({
        to: route.to,
        via: route.via,
        device: found.name,
        metric: route.metric ?? 0,
        protocol: "static",
        onLink: route.onLink,
      });
    }
  }
  return withoutDuplicates(routes);
}

/** The kernel refuses a gateway that no connected network reaches ("Nexthop has invalid gateway"), unless told on-link. */
function isAccepted(route: { via?: string; onLink: boolean }, device: Interface): boolean {
  if (route.via === undefined || route.onLink) return true;
  if (route.via.includes(":")) return false;
  return device.addresses.some(
    (entry) => !entry.address.includes(":") && contains(entry.address, entry.prefixLength, route.via!),
  );
}

export function contains(address: string, prefixLength: number, candidate: string): boolean {
  return ipaddr.IPv4.parse(candidate).match(ipaddr.IPv4.parse(address), prefixLength);
}

function networkOf(address: string, prefixLength: number): string {
  return `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/${prefixLength}`).toString()}/${prefixLength}`;
}

/** Same destination and metric twice: the first stays, the kernel answers EEXIST to the second. */
function withoutDuplicates(routes: readonly Route[]): Route[] {
  const seen = new Set<string>();
  return routes.filter((route) => {
    const key =
      route.protocol === "kernel" ? `${route.to} ${route.device} ${route.metric}` : `${route.to} ${route.metric}`;
    return !seen.has(key) && seen.add(key);
  });
}
