import { describeInterface, describeRoute } from "./describe";
import type { Interface, NetworkState, Route } from "./interfaces";

type Described = ReturnType<typeof describeInterface>;
export type Style = "long" | "oneline" | "brief";

/** Interfaces in the text forms of `ip address` and `ip link`. */
export function showInterfaces(
  chosen: readonly Interface[],
  state: NetworkState,
  style: Style,
  addresses: boolean,
): string {
  const lines = chosen.flatMap((one) => {
    if (style === "brief") return [briefLine(one, addresses)];
    const described = describeInterface(one, state, { addresses, details: false });
    if (style === "long") return [headOf(described), linkOf(described), ...addressesOf(described)];
    return addresses ? onelineAddresses(described) : [`${headOf(described)}\\${linkOf(described)}`];
  });
  return lines.map((line) => `${line}\n`).join("");
}

export function briefly(one: Interface, addresses: boolean): object {
  const base = { ifname: one.name, ...(one.link ? { link: one.link } : {}), operstate: stateOf(one) };
  return addresses
    ? { ...base, addr_info: one.addresses.map((entry) => ({ local: entry.address, prefixlen: entry.prefixLength })) }
    : { ...base, address: one.macAddress };
}

/** A route as `ip route` prints it, blank at the end included. */
export function showRoute(route: Route): string {
  const { dst, gateway, dev, protocol, scope, prefsrc, metric, flags } = describeRoute(route);
  const words = [
    dst,
    gateway && `via ${gateway}`,
    `dev ${dev}`,
    `proto ${protocol}`,
    scope && `scope ${scope}`,
    prefsrc && `src ${prefsrc}`,
    metric && `metric ${metric}`,
    ...flags,
  ];
  return `${words.filter(Boolean).join(" ")} \n`;
}

function stateOf(one: Interface): string {
  return one.kind === "loopback" ? "UNKNOWN" : one.up ? "UP" : "DOWN";
}

function briefLine(one: Interface, addresses: boolean): string {
  const name = one.link ? `${one.name}@${one.link}` : one.name;
  const shown = one.addresses.map((entry) => `${entry.address}/${entry.prefixLength}`).join(" ");
  return `${name.padEnd(16)} ${stateOf(one).padEnd(14)} ${addresses ? shown : one.macAddress} `;
}

function headOf(one: Described): string {
  const name = one.link ? `${one.ifname}@${one.link}` : one.ifname;
  const master = one.master ? ` master ${one.master}` : "";
  return `${one.ifindex}: ${name}: <${one.flags.join(",")}> mtu ${one.mtu} qdisc ${one.qdisc}${master} state ${one.operstate} group default qlen 1000`;
}

function linkOf(one: Described): string {
  const permanent = one.permaddr ? ` permaddr ${one.permaddr}` : "";
  return `    link/${one.link_type} ${one.address} brd ${one.broadcast}${permanent}`;
}

function addressesOf(one: Described): string[] {
  return (one.addr_info ?? []).flatMap((entry) => [`    ${addressOf(entry, one)}`, `       ${lifetimeOf(entry)}`]);
}

function onelineAddresses(one: Described): string[] {
  const head = `${one.ifindex}: ${one.ifname}`;
  return (one.addr_info ?? []).map((entry) => `${head}    ${addressOf(entry, one)}\\       ${lifetimeOf(entry)}`);
}

type DescribedAddress = NonNullable<Described["addr_info"]>[number];

function addressOf(entry: DescribedAddress, one: Described): string {
  const metric = entry.metric ? ` metric ${entry.metric}` : "";
  const broadcast = entry.broadcast ? ` brd ${entry.broadcast}` : "";
  const dynamic = entry.dynamic ? " dynamic" : "";
  return `${entry.family} ${entry.local}/${entry.prefixlen}${metric}${broadcast} scope ${entry.scope}${dynamic} ${one.ifname}`;
}

function lifetimeOf(entry: DescribedAddress): string {
  const seconds = entry.valid_life_time === 4294967295 ? "forever" : `${entry.valid_life_time}sec`;
  return `valid_lft ${seconds} preferred_lft ${seconds}`;
}
