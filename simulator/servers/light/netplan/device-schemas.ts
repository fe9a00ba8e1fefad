import { choice, keysOf, mapping, type Schema, scalar, sequence } from "./schema";
import { dhcpOverrides, route, routingPolicy } from "./schema-parts";

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
