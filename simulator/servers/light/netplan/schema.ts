/**
 * What netplan accepts where: the keys of its parser's handler tables (src/parse.c, netplan 1.x). `scalar` kinds name the
 * check that the parser makes of the value. Device types that no server of ours uses (wifis, modems, tunnels …) are known
 * by name only and refused as not simulated.
 */
export type Scalar =
  | "string"
  | "bool"
  | "uint"
  | "mac"
  | "any-mac"
  | "ip4"
  | "ip6"
  | "ip"
  | "destination"
  | "renderer"
  | "accept-ra"
  | "id"
  | "name";

export type Schema =
  | { readonly kind: "scalar"; readonly check: Scalar }
  | { readonly kind: "mapping"; readonly keys: Readonly<Record<string, Schema>> }
  /** A mapping whose keys are free and whose values all follow one schema. */
  | { readonly kind: "table"; readonly value: Schema }
  | { readonly kind: "sequence"; readonly item: Schema }
  /** An address with prefix length, alone or as the only key of a mapping of options. */
  | { readonly kind: "address" }
  | { readonly kind: "choice"; readonly values: readonly string[]; readonly said: string };

const scalar = (check: Scalar): Schema => ({ kind: "scalar", check });
const sequence = (item: Schema): Schema => ({ kind: "sequence", item });
const mapping = (keys: Readonly<Record<string, Schema>>): Schema => ({ kind: "mapping", keys });
const choice = (said: string, ...values: string[]): Schema => ({ kind: "choice", values, said });
const keysOf = (check: Scalar, ...names: string[]): Record<string, Schema> =>
  Object.fromEntries(names.map((name) => [name, scalar(check)]));

const route = mapping({
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

const routingPolicy = mapping({
  ...keysOf("ip", "from", "to"),
  ...keysOf("uint", "mark", "priority", "table", "type-of-service"),
});

const dhcpOverrides = mapping({
  ...keysOf("string", "hostname", "use-domains"),
  "route-metric": scalar("uint"),
  ...keysOf("bool", "send-hostname", "use-dns", "use-hostname", "use-mtu", "use-ntp", "use-routes"),
});

const common: Readonly<Record<string, Schema>> = {
  ...keysOf(
    "bool",
    "critical",
    "ignore-carrier",
    "dhcp4",
    "dhcp6",
    "optional",
    "ipv6-privacy",
    "hairpin",
    "port-mac-learning",
    "neigh-suppress",
  ),
  ...keysOf("uint", "ipv6-mtu", "mtu"),
  ...keysOf("string", "ipv6-address-token"),
  "accept-ra": scalar("accept-ra"),
  "activation-mode": choice("Value of 'activation-mode' needs to be 'manual' or 'off', not", "manual", "off"),
  addresses: sequence({ kind: "address" }),
  "dhcp-identifier": choice("invalid DHCP client identifier type", "duid", "mac"),
  "dhcp4-overrides": dhcpOverrides,
  "dhcp6-overrides": dhcpOverrides,
  "ra-overrides": mapping({ ...keysOf("bool", "use-dns"), ...keysOf("string", "use-domains"), table: scalar("uint") }),
  gateway4: scalar("ip4"),
  gateway6: scalar("ip6"),
  "ipv6-address-generation": choice("unknown ipv6-address-generation", "eui64", "stable-privacy"),
  "link-local": sequence(choice("invalid value for link-local:", "ipv4", "ipv6")),
  macaddress: scalar("any-mac"),
  nameservers: mapping({ search: sequence(scalar("string")), addresses: sequence(scalar("ip")) }),
  "optional-addresses": sequence(
    choice("invalid value for optional-addresses:", "ipv4-ll", "ipv6-ra", "dhcp4", "dhcp6", "static"),
  ),
  renderer: scalar("renderer"),
  routes: sequence(route),
  "routing-policy": sequence(routingPolicy),
};

const OFFLOADS = [
  "receive-checksum",
  "transmit-checksum",
  "tcp-segmentation",
  "tcp6-segmentation",
  "generic-segmentation",
  "generic-receive",
  "large-receive",
];

const ethernet = mapping({
  ...common,
  match: mapping({ driver: scalar("string"), macaddress: scalar("mac"), name: scalar("name") }),
  ...keysOf("string", "set-name"),
  ...keysOf(
    "bool",
    "wakeonlan",
    "emit-lldp",
    "delay-virtual-functions-rebind",
    ...OFFLOADS.map((name) => `${name}-offload`),
  ),
  link: scalar("id"),
  "virtual-function-count": scalar("uint"),
  "embedded-switch-mode": choice(
    "Value of 'embedded-switch-mode' needs to be 'switchdev' or 'legacy', not",
    "switchdev",
    "legacy",
  ),
});

const bridge = mapping({
  ...common,
  interfaces: sequence(scalar("id")),
  parameters: mapping({
    ...keysOf("string", "ageing-time", "aging-time", "forward-delay", "hello-time", "max-age"),
    priority: scalar("uint"),
    stp: scalar("bool"),
    "path-cost": { kind: "table", value: scalar("uint") },
    "port-priority": { kind: "table", value: scalar("uint") },
  }),
});

const vlan = mapping({ ...common, id: scalar("uint"), link: scalar("id") });

export const DEVICE_SCHEMAS: Readonly<Record<string, Schema>> = {
  ethernets: ethernet,
  bridges: bridge,
  vlans: vlan,
  "dummy-devices": mapping(common),
};

export const NOT_SIMULATED = [
  "bonds",
  "tunnels",
  "vrfs",
  "wifis",
  "modems",
  "virtual-ethernets",
  "nm-devices",
  "openvswitch",
];
