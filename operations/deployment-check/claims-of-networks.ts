import { ADDRESS, areUnlike, type InventoryClaim, matches, type PartClaim, SCALEWAY_ID } from "./claim";
import type { Inventory } from "./inventory-as-written";

export const PUBLIC_NETWORKS = ["pubridge", "pubridge-spare"] as const;
const NETWORKS = [...PUBLIC_NETWORKS, "vxlan"];

/** Base64 of a shell script: OpenNebula's context takes it so. */
const isScript = (value: unknown) =>
  typeof value === "string" && Buffer.from(value, "base64").toString().startsWith("#!/bin/sh\n");

const networksOf = ({ all }: Inventory) => all.vn as Record<string, any>;
const rangesOf = ({ all }: Inventory) => all.flexible_ip_address_ranges as Record<string, readonly any[]>;

function vxlan(name: string, value: unknown, because: string): InventoryClaim {
  return {
    name: `vn.vxlan.template.${name}`,
    holds: (inventory) => networksOf(inventory).vxlan.template[name] === value,
    because,
  };
}

export const NETWORK_CLAIMS: readonly InventoryClaim[] = [
  {
    name: "vn",
    holds: (inventory) => Object.keys(networksOf(inventory)).sort().join() === [...NETWORKS].sort().join(),
    because: "the virtual networks of this cloud",
  },
  {
    name: "vn (no lists)",
    holds: (inventory) =>
      Object.values(networksOf(inventory)).every(({ template }) =>
        Object.values<any>(template).every(
          (value) => !Array.isArray(value) || value.every((each) => typeof each !== "string"),
        ),
      ),
    because: "a list of texts breaks one-deploy's filter for templates",
  },
  {
    name: "vn.vxlan.managed",
    holds: (inventory) => networksOf(inventory).vxlan.managed === true,
    because: "one-deploy passes over networks without it",
  },
  vxlan("VN_MAD", "vxlan", "the driver of the network"),
  vxlan("PHYDEV", "vmtovm", "the VLAN interface that netplan makes on every server"),
  vxlan("BRIDGE", "vmtovm0", "the validation looks for this bridge on the hosts"),
  vxlan("AUTOMATIC_VLAN_ID", "YES", "oned refuses a VXLAN without an id or this word, which needs its quotes"),
  vxlan("GUEST_MTU", 1450, "VXLAN takes 50 of 1500 bytes; larger packets vanish"),
  {
    name: "vn.vxlan.template.NETWORK_ADDRESS",
    holds: (inventory) => matches(networksOf(inventory).vxlan.template.NETWORK_ADDRESS, ADDRESS),
    because: "guests are told it",
  },
  {
    name: "vn.vxlan.template.NETWORK_MASK",
    holds: (inventory) => matches(networksOf(inventory).vxlan.template.NETWORK_MASK, ADDRESS),
    because: "guests are told it",
  },
  {
    name: "vn.vxlan.template.AR",
    holds: (inventory) => {
      const { TYPE, IP, SIZE } = networksOf(inventory).vxlan.template.AR;
      return TYPE === "IP4" && matches(IP, ADDRESS) && SIZE > 0;
    },
    because: "the one range of the network, which one-deploy finds again by its place",
  },
  {
    name: "flexible_ip_address_ranges",
    holds: (inventory) => Object.keys(rangesOf(inventory)).sort().join() === [...PUBLIC_NETWORKS].sort().join(),
    because: "a list of ranges for each public network",
  },
  {
    name: "flexible_ip_address_ranges.pubridge",
    holds: (inventory) => rangesOf(inventory).pubridge!.length === inventory.hosts.length,
    because: "one Flexible IP per server",
  },
  {
    name: "flexible_ip_address_ranges.pubridge-spare",
    holds: (inventory) => rangesOf(inventory)["pubridge-spare"]!.length === 1,
    because: "the spare one, which the validation uses",
  },
  {
    name: "flexible_ip_address_ranges (no doubles)",
    holds: (inventory) => {
      const ranges = Object.values(rangesOf(inventory)).flat();
      return ["IP", "MAC", "SCW_FLEXIBLE_IP"].every((name) => areUnlike(ranges.map((range) => range[name])));
    },
    because: "an address, its MAC address and its id belong together",
  },
];

/** Of each public network. */
export const PUBLIC_NETWORK_CLAIMS: readonly PartClaim[] = [
  {
    name: "managed",
    holds: (network) => network.managed === true,
    because: "one-deploy passes over networks without it",
  },
  {
    name: "move_ip",
    holds: (network) => network.move_ip === false,
    because: "one-deploy would rewrite netplan under the server's own address",
  },
  {
    name: "template.VN_MAD",
    holds: ({ template }) => template.VN_MAD === "bridge",
    because: "the driver's hooks hang on this network driver",
  },
  {
    name: "template.BRIDGE",
    holds: ({ template }) => template.BRIDGE === "br0",
    because: "the bridge over the public interface",
  },
  {
    name: "template.PHYDEV",
    holds: ({ template }) => template.PHYDEV === undefined,
    because: "with it the bridge goes when its last machine leaves, and the server's address with it",
  },
  {
    name: "template.NETWORK_MASK",
    holds: ({ template }) => template.NETWORK_MASK === "255.255.255.255",
    because: "a Flexible IP has no neighbours",
  },
  {
    name: "template.GATEWAY",
    holds: ({ template }) => template.GATEWAY === undefined,
    because: "guests cannot reach a gateway outside their subnet; some wait two minutes for it at every boot",
  },
  {
    name: "template.FLEXIBLE_IP_START_SCRIPT",
    holds: ({ template }) => isScript(template.FLEXIBLE_IP_START_SCRIPT),
    because: "the way by which a guest reaches the gateway of its Flexible IP",
  },
  {
    name: "template.DNS",
    holds: ({ template }) => matches(template.DNS, /^[0-9.]+(?: [0-9.]+)*$/),
    because: "one text, its addresses separated by blanks",
  },
  {
    name: "template.AR",
    holds: ({ template }) => template.AR === undefined,
    because: "one-deploy would match the ranges by place; they stand under flexible_ip_address_ranges",
  },
];

/** Of each address range. */
export const RANGE_CLAIMS: readonly PartClaim[] = [
  { name: "TYPE", holds: (range) => range.TYPE === "IP4", because: "the kind of the range" },
  { name: "IP", holds: (range) => matches(range.IP, ADDRESS), because: "the Flexible IP, without a prefix length" },
  {
    name: "MAC",
    holds: (range) => matches(range.MAC, /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/),
    because: "Scaleway's switches pass the Flexible IP with this MAC address only",
  },
  { name: "SIZE", holds: (range) => range.SIZE === 1, because: "the addresses beside it belong to others" },
  {
    name: "SCW_FLEXIBLE_IP",
    holds: (range) => matches(range.SCW_FLEXIBLE_IP, SCALEWAY_ID),
    because: "the driver moves it by its id, written zone/uuid",
  },
];
