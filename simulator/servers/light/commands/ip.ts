import { describeInterface, describeRoute } from "../network/describe";
import { findInterface, type Interface } from "../network/interfaces";
import { briefly, type Style, showInterfaces, showRoute } from "../network/show";
import { type Call, command, notSimulated, type Outcome } from "./command";
import { changeLink } from "./ip-link";

interface Options {
  readonly json: boolean;
  readonly details: boolean;
  readonly style: Style;
  readonly family?: "inet" | "inet6";
}

interface Filter {
  name?: string;
  type?: string;
  master?: string;
  scope?: string;
  up?: boolean;
  unknown?: boolean;
}

const OPTIONS = new Set("-j -json -p -pretty -br -brief -d -details -o -oneline -4 -6 -c -color -s -stats".split(" "));

/** `ip [-j] [-br|-o] [-d] [-4|-6] address|link|route [show]` and changes of links; the rest is refused loudly. */
export const ip = command("ip", (call) => {
  const given = call.args.filter((word) => word.startsWith("-"));
  const has = (...names: string[]): boolean => names.some((name) => given.includes(name));
  const unknown = given.find((word) => !OPTIONS.has(word));
  if (unknown) return { stderr: `Option "${unknown}" is unknown, try "ip -help".\n`, exitCode: 255 };
  const options: Options = {
    json: has("-j", "-json"),
    details: has("-d", "-details"),
    style: has("-br", "-brief") ? "brief" : has("-o", "-oneline") ? "oneline" : "long",
    family: has("-4") ? "inet" : has("-6") ? "inet6" : undefined,
  };
  const [object = "", verb = "show", ...rest] = call.args.filter((word) => !word.startsWith("-"));
  const asked = /^(s|sh|show|ls|lst|list)$/.test(verb);
  if (asked && /^a(d(d(r(e(s(s)?)?)?)?)?)?$/.test(object)) return interfaces(call, options, rest, true);
  if (asked && /^l(i(n(k)?)?)?$/.test(object)) return interfaces(call, options, rest, false);
  if (asked && /^r(o(u(t(e)?)?)?)?$/.test(object)) return routes(call, options, rest);
  return object.startsWith("l") ? changeLink(call, verb, rest) : notSimulated(call, call.args.join(" "), 255);
});

function interfaces(call: Call, options: Options, words: readonly string[], addresses: boolean): Outcome {
  const { network } = call.machine;
  const filter = readFilter(words);
  if (filter.unknown) return notSimulated(call, call.args.join(" "), 255);
  if (filter.name !== undefined && !findInterface(network, filter.name)) {
    return { stderr: `Device "${filter.name}" does not exist.\n`, exitCode: 1 };
  }
  const chosen = network.interfaces
    .filter((one) => matches(one, filter))
    .map((one) => withAddresses(one, options.family, filter.scope))
    .filter((one) => !addresses || (!options.family && !filter.scope) || one.addresses.length > 0);
  if (!options.json) return { stdout: showInterfaces(chosen, network, options.style, addresses) };
  const { details } = options;
  const shown = chosen.map((one) =>
    options.style === "brief" ? briefly(one, addresses) : describeInterface(one, network, { addresses, details }),
  );
  return { stdout: `${JSON.stringify(shown)}\n` };
}

function routes(call: Call, options: Options, words: readonly string[]): Outcome {
  const filter = readFilter(words.filter((word) => word !== "default"));
  if (filter.unknown) return notSimulated(call, call.args.join(" "), 255);
  const wanted = call.machine.network.routes.filter((route) => {
    const six = route.to.includes(":") || (route.via?.includes(":") ?? false);
    const named = filter.name === undefined || route.device === filter.name;
    return six === (options.family === "inet6") && named && (!words.includes("default") || route.to === "default");
  });
  return { stdout: options.json ? `${JSON.stringify(wanted.map(describeRoute))}\n` : wanted.map(showRoute).join("") };
}

function readFilter(words: readonly string[]): Filter {
  const filter: Filter = {};
  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift()!;
    if (word === "dev") filter.name = rest.shift();
    else if (word === "type") filter.type = rest.shift();
    else if (word === "master") filter.master = rest.shift();
    else if (word === "scope") filter.scope = rest.shift();
    else if (word === "up") filter.up = true;
    else if (word === "table" && rest[0] === "main") rest.shift();
    else if (filter.name === undefined) filter.name = word;
    else filter.unknown = true;
  }
  return filter;
}

function matches(one: Interface, filter: Filter): boolean {
  return (
    (filter.name === undefined || one.name === filter.name) &&
    (filter.type === undefined || one.kind === filter.type) &&
    (filter.master === undefined || one.master === filter.master) &&
    (!filter.up || one.up)
  );
}

/** Only the addresses of a family and a scope; loopback's are of scope host. */
function withAddresses(one: Interface, family: Options["family"], scope: string | undefined): Interface {
  const inScope = scope === undefined || scope === (one.kind === "loopback" ? "host" : "global");
  const wanted = one.addresses.filter((entry) => !family || entry.address.includes(":") === (family === "inet6"));
  return { ...one, addresses: inScope ? wanted : [] };
}
