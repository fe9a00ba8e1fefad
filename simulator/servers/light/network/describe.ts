import type { Interface, NetworkState, Route } from "./interfaces";

/** Everything in these two functions is in the words and the order of iproute2's JSON. */
export function describeInterface(
  one: Interface,
  state: NetworkState,
  parts: { readonly addresses: boolean; readonly details: boolean },
) {
  const loopback = one.kind === "loopback";
  const flags = loopback
    ? ["LOOPBACK", "UP", "LOWER_UP"]
    : ["BROADCAST", "MULTICAST", ...(one.up ? ["UP", "LOWER_UP"] : [])];
  const parent = one.link === undefined ? undefined : state.interfaces.find((candidate) => candidate.name === one.link);
  return {
    ifindex: one.index,
    ...(parent ? { link: parent.name } : {}),
    ifname: one.name,
    flags,
    mtu: one.mtu,
    qdisc: loopback || one.kind !== "ethernet" ? "noqueue" : "mq",
    ...(one.master ? { master: one.master } : {}),
    operstate: loopback ? "UNKNOWN" : one.up ? "UP" : "DOWN",
    ...(parts.addresses ? {} : { linkmode: "DEFAULT" }),
    group: "default",
    txqlen: 1000,
    link_type: loopback ? "loopback" : "ether",
    address: one.macAddress,
    broadcast: loopback ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff",
    ...(one.permanentMac && one.permanentMac !== one.macAddress ? { permaddr: one.permanentMac } : {}),
    ...(parts.details && linkInfo(one) ? { linkinfo: linkInfo(one) } : {}),
    ...(parts.addresses ? { addr_info: one.addresses.map((entry) => describeAddress(entry, one)) } : {}),
  };
}

export function describeRoute(route: Route) {
  return {
    dst: route.to,
    ...(route.via ? { gateway: route.via } : {}),
    dev: route.device,
    protocol: route.protocol,
    ...(route.via ? {} : { scope: "link" }),
    ...(route.source ? { prefsrc: route.source } : {}),
    ...(route.metric > 0 ? { metric: route.metric } : {}),
    flags: route.onLink ? ["onlink"] : [],
  };
}

function linkInfo(one: Interface): object | undefined {
  if (one.kind === "vlan")
    return {
      info_kind: "vlan",
      info_data: { protocol: "802.1Q", id: one.vlanId, flags: ["REORDER_HDR"] },
      ...slave(one),
    };
  if (one.kind === "bridge") return { info_kind: "bridge", info_data: { stp_state: one.stp ? 1 : 0 } };
  if (one.kind === "dummy") return { info_kind: "dummy", ...slave(one) };
  return one.master ? slave(one) : undefined;
}

function slave(one: Interface): object {
  return one.master ? { info_slave_kind: "bridge", info_slave_data: { state: "forwarding" } } : {};
}

function describeAddress(entry: Interface["addresses"][number], one: Interface) {
  const six = entry.address.includes(":");
  const lifetime = entry.lease ? 86400 : 4294967295;
  return {
    family: six ? "inet6" : "inet",
    local: entry.address,
    prefixlen: entry.prefixLength,
    ...(entry.lease ? { metric: 100 } : {}),
    ...(six || one.kind === "loopback" || entry.prefixLength >= 31
      ? {}
      : { broadcast: broadcastOf(entry.address, entry.prefixLength) }),
    scope: one.kind === "loopback" ? "host" : "global",
    ...(entry.lease ? { dynamic: true } : {}),
    ...(six ? {} : { label: one.name }),
    valid_life_time: lifetime,
    preferred_life_time: lifetime,
  };
}

function broadcastOf(address: string, prefixLength: number): string {
  const bits = address.split(".").reduce((whole, part) => whole * 256 + Number(part), 0);
  const last = Math.floor(bits / 2 ** (32 - prefixLength)) * 2 ** (32 - prefixLength) + 2 ** (32 - prefixLength) - 1;
  return [24, 16, 8, 0].map((shift) => Math.floor(last / 2 ** shift) % 256).join(".");
}
