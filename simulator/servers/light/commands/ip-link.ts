import { findInterface, type NetworkState } from "../network/interfaces";
import { type Call, notSimulated, type Outcome } from "./command";

/** `ip link delete NAME` and `ip link set NAME up|down`. */
export function changeLink(call: Call, verb: string, words: readonly string[]): Outcome {
  const { machine } = call;
  const rest = words[0] === "dev" ? words.slice(1) : words;
  const [name = "", ...actions] = rest;
  const action = actions.join(" ");
  const found = findInterface(machine.network, name);
  const removes = /^(d|del|delete)$/.test(verb) && action === "";
  const sets = verb === "set" && (action === "up" || action === "down");
  if (!removes && !sets) return notSimulated(call, call.args.join(" "), 255);
  if (!found) return { stderr: `Cannot find device "${name}"\n`, exitCode: 1 };
  if (call.files.account.uid !== 0 || (removes && found.kind === "ethernet")) {
    return { stderr: "RTNETLINK answers: Operation not permitted\n", exitCode: 2 };
  }
  machine.setNetwork(removes ? withoutLink(machine.network, name) : withPower(machine.network, name, action === "up"));
  return {};
}

/** The VLANs over a link go with it, its ports become free. */
function withoutLink(state: NetworkState, name: string): NetworkState {
  const above = state.interfaces.filter((one) => one.link === name).map((one) => one.name);
  const gone = new Set([name, ...above]);
  const interfaces = state.interfaces
    .filter((one) => !gone.has(one.name))
    .map((one) => (one.master === name ? { ...one, master: undefined } : one));
  return { interfaces, routes: state.routes.filter((route) => !gone.has(route.device)) };
}

function withPower(state: NetworkState, name: string, up: boolean): NetworkState {
  const interfaces = state.interfaces.map((one) => (one.name === name ? { ...one, up } : one));
  return { interfaces, routes: up ? state.routes : state.routes.filter((route) => route.device !== name) };
}
