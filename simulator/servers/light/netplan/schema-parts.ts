import { choice, keysOf, mapping, scalar } from "./schema";

export const route = mapping({
  ...keysOf("ip", "from", "via"),
  ...keysOf("uint", "table", "metric", "mtu", "congestion-window", "advertised-receive-window", "advertised-mss"),
  to: scalar("destination"),
  "on-link": scalar("bool"),
  scope: choice("invalid route scope", "global", "link", "host"),
  type: choice(
    "invalid route type",
    "unicast",
    "anycast",
    "blackhole",
    "broadcast",
    "local",
    "multicast",
    "nat",
    "prohibit",
    "throw",
    "unreachable",
    "xresolve",
  ),
});

export const routingPolicy = mapping({
  ...keysOf("ip", "from", "to"),
  ...keysOf("uint", "mark", "priority", "table", "type-of-service"),
});

export const dhcpOverrides = mapping({
  ...keysOf("string", "hostname", "use-domains"),
  "route-metric": scalar("uint"),
  ...keysOf("bool", "send-hostname", "use-dns", "use-hostname", "use-mtu", "use-ntp", "use-routes"),
});
