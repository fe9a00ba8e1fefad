import { describeInterface, describeRoute } from "../network/describe";
import { findInterface, type Interface, type NetworkState } from "../network/interfaces";
import { type Call, command, notSimulated, type Outcome } from "./command";

interface Options {
  readonly json: boolean;
  readonly brief: boolean;
  readonly details: boolean;
  readonly family?: "inet" | "inet6";
}

/** `ip [-j] [-br] [-d] [-4|-6] address|link|route [show]`, and `ip link delete|set … up|down`; the rest is refused loudly. */
export const ip = command("ip", (call) => {
  const letters = call.args.filter((word) => word.startsWith("-"));
  const has = (...names: string[]): boolean => names.some((name) => letters.includes(name));
  const known = [
    "-j",
    "-json",
    "-p",
    "-pretty",
    "-br",
    "-brief",
    "-d",
    "-details",
    "-o",
    "-oneline",
    "-4",
    "-6",
    "-c",
    "-color",
  ];
  const unknown = letters.find((word) => !known.includes(word));
  if (unknown) return { stderr: `Option "${unknown}" is unknown, try "ip -help".\n`, exitCode: 255 };
  const family = has("-4") ? "inet" : has("-6") ? "inet6" : undefined;
  const options: Options = {
    json: has("-j", "-json"),
    brief: has("-br", "-brief"),
    details: has("-d", "-details"),
    family,
  };
  const [object = "", verb = "show", ...rest] = call.args.filter((word) => !word.startsWith("-"));
  const asked = ["show", "list", "lst", "sh", "ls", "s"].includes(verb) ? rest : undefined;
  if (asked && /^(a|ad|addr|address)$/.test(object)) return showInterfaces(call, options, asked, true);
  if (asked && /^(l|li|lin|link)$/.test(object)) return showInterfaces(call, options, asked, false);
  if (asked && /^(r|ro|route)$/.test(object)) return showRoutes(call, options, asked);
  if (/^(l|li|lin|link)$/.test(object)) return changeLink(call, verb, rest);
  return notSimulated(call, call.args.join(" "), 255);
});

function showInterfaces(call: Call, options: Options, words: readonly string[], addresses: boolean): Outcome {
  const { network } = call.machine;
  const filter = readFilter(words);
  if (filter.unknown) return notSimulated(call, call.args.join(" "), 255);
  if (filter.name !== undefined && !findInterface(network, filter.name))
    return { stderr: `Device "${filter.name}" does not exist.\n`, exitCode: 1 };
  const chosen = network.interfaces.filter(
    (one) =>
      (filter.name === undefined || one.name === filter.name) &&
      (filter.type === undefined || one.kind === filter.type) &&
      (filter.master === undefined || one.master === filter.master) &&
      (!filter.up || one.up),
  );
  const described = chosen.map((one) =>
    describeInterface(inFamily(one, options.family), network, { addresses, details: options.details }),
  );
  if (options.json)
    return { stdout: `${JSON.stringify(options.brief ? chosen.map((one) => brief(one, addresses)) : described)}\n` };
  const lines = options.brief ? chosen.map((one) => briefLine(one, addresses)) : described.map((one) => longLines(one));
  return { stdout: lines.map((line) => `${line}\n`).join("") };
}

function showRoutes(call: Call, options: Options, words: readonly string[]): Outcome {
  const filter = readFilter(words.filter((word) => word !== "default"));
  if (filter.unknown) return notSimulated(call, call.args.join(" "), 255);
  const { network } = call.machine;
  const routes = network.routes.filter((route) => {
    const six = route.to.includes(":") || (route.via?.includes(":") ?? false);
    const wanted = six === (options.family === "inet6");
    return (
      wanted &&
      (filter.name === undefined || route.device === filter.name) &&
      (!words.includes("default") || route.to === "default")
    );
  });
  const described = routes.map(describeRoute);
  if (options.json) return { stdout: `${JSON.stringify(described)}\n` };
  const lines = described.map((route) =>
    [
      route.dst,
      route.gateway && `via ${route.gateway}`,
      `dev ${route.dev}`,
      `proto ${route.protocol}`,
      route.scope && `scope ${route.scope}`,
      route.prefsrc && `src ${route.prefsrc}`,
      route.metric && `metric ${route.metric}`,
      ...route.flags,
    ]
      .filter(Boolean)
      .join(" "),
  );
  return { stdout: lines.map((line) => `${line} \n`).join("") };
}

function readFilter(words: readonly string[]): {
  name?: string;
  type?: string;
  master?: string;
  up?: boolean;
  unknown?: string;
} {
  const filter: { name?: string; type?: string; master?: string; up?: boolean; unknown?: string } = {};
  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift()!;
    if (word === "dev") filter.name = rest.shift();
    else if (word === "type") filter.type = rest.shift();
    else if (word === "master") filter.master = rest.shift();
    else if (word === "up") filter.up = true;
    else if (word === "scope" || word === "table") rest.shift();
    else if (filter.name === undefined) filter.name = word;
    else filter.unknown = word;
  }
  return filter;
}

/** Deleting a link takes its VLANs with it and frees its ports, as the kernel does. */
function changeLink(call: Call, verb: string, words: readonly string[]): Outcome {
  const { machine } = call;
  const name = words[0] === "dev" ? words[1] : words[0];
  const action = words.slice(words[0] === "dev" ? 2 : 1).join(" ");
  const found = findInterface(machine.network, name ?? "");
  const removes = /^(d|del|delete)$/.test(verb) && action === "";
  const sets = verb === "set" && (action === "up" || action === "down");
  if (!removes && !sets) return notSimulated(call, call.args.join(" "), 255);
  if (!found) return { stderr: `Cannot find device "${name ?? ""}"\n`, exitCode: 1 };
  if (call.files.account.uid !== 0 || (removes && found.kind === "ethernet"))
    return { stderr: "RTNETLINK answers: Operation not permitted\n", exitCode: 2 };
  machine.setNetwork(
    removes ? withoutLink(machine.network, found.name) : withPower(machine.network, found.name, action === "up"),
  );
  return {};
}

function withoutLink(state: NetworkState, name: string): NetworkState {
  const gone = new Set([name, ...state.interfaces.filter((one) => one.link === name).map((one) => one.name)]);
  const interfaces = state.interfaces
    .filter((one) => !gone.has(one.name))
    .map((one) => (one.master === name ? { ...one, master: undefined } : one));
  return { interfaces, routes: state.routes.filter((route) => !gone.has(route.device)) };
}

function withPower(state: NetworkState, name: string, up: boolean): NetworkState {
  const interfaces = state.interfaces.map((one) => (one.name === name ? { ...one, up } : one));
  return { interfaces, routes: up ? state.routes : state.routes.filter((route) => route.device !== name) };
}

function inFamily(one: Interface, family: Options["family"]): Interface {
  return family
    ? { ...one, addresses: one.addresses.filter((entry) => entry.address.includes(":") === (family === "inet6")) }
    : one;
}

function brief(one: Interface, addresses: boolean) {
  const base = { ifname: one.name, operstate: one.kind === "loopback" ? "UNKNOWN" : one.up ? "UP" : "DOWN" };
  return addresses
    ? { ...base, addr_info: one.addresses.map((entry) => ({ local: entry.address, prefixlen: entry.prefixLength })) }
    : { ...base, address: one.macAddress };
}

function briefLine(one: Interface, addresses: boolean): string {
  const name = one.link ? `${one.name}@${one.link}` : one.name;
  const state = one.kind === "loopback" ? "UNKNOWN" : one.up ? "UP" : "DOWN";
  const tail = addresses
    ? one.addresses.map((entry) => `${entry.address}/${entry.prefixLength}`).join(" ")
    : one.macAddress;
  return `${name.padEnd(16)} ${state.padEnd(14)} ${tail} `;
}

function longLines(one: ReturnType<typeof describeInterface>): string {
  const name = one.link ? `${one.ifname}@${one.link}` : one.ifname;
  const head = `${one.ifindex}: ${name}: <${one.flags.join(",")}> mtu ${one.mtu} qdisc ${one.qdisc}${one.master ? ` master ${one.master}` : ""} state ${one.operstate} group default qlen 1000`;
  const link = `    link/${one.link_type} ${one.address} brd ${one.broadcast}${one.permaddr ? ` permaddr ${one.permaddr}` : ""}`;
  const addresses = (one.addr_info ?? []).map(
    (entry) => `    ${entry.family} ${entry.local}/${entry.prefixlen} scope ${entry.scope} ${one.ifname}`,
  );
  return [head, link, ...addresses].join("\n");
}
