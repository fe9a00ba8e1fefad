import { findInterface } from "../network/interfaces";
import { command, notSimulated } from "./command";
import { reloadNetwork } from "./netplan";

/** networkctl reload, reconfigure, list and status, over the configuration that netplan generated. */
export const networkctl = command("networkctl", (call) => {
  const words = call.args.filter((word) => !["--no-legend", "--no-pager"].includes(word));
  const [verb = "list", ...names] = words;
  const { network } = call.machine;
  const missing = names.find((name) => !findInterface(network, name));
  if (verb === "list" || verb === "status") {
    if (missing) return { stderr: `Interface "${missing}" not found.\n`, exitCode: 1 };
    const shown = network.interfaces.filter((one) => names.length === 0 || names.includes(one.name));
    const lines = shown.map((one) => {
      const carrier =
        one.kind === "loopback"
          ? "carrier"
          : !one.up
            ? "off"
            : one.master
              ? "enslaved"
              : one.addresses.length > 0
                ? "routable"
                : "carrier";
      const type = one.kind === "ethernet" ? "ether" : one.kind;
      const setup = !one.managed || one.kind === "loopback" ? "unmanaged" : "configured";
      return verb === "list"
        ? `${String(one.index).padStart(3)} ${one.name.padEnd(16)} ${type.padEnd(8)} ${carrier.padEnd(11)} ${setup}`
        : `${one.index}: ${one.name}\n         Type: ${type}\n        State: ${carrier} (${setup})\n  HW Address: ${one.macAddress}\n     Address: ${one.addresses.map((entry) => entry.address).join(" ")}`;
    });
    return { stdout: `${lines.join("\n")}\n` };
  }
  if (verb !== "reload" && verb !== "reconfigure" && verb !== "up") return notSimulated(call, verb);
  if (call.files.account.uid !== 0)
    return { stderr: "Failed to reload network settings: Interactive authentication required.\n", exitCode: 1 };
  if (missing) return { stderr: `Failed to resolve interface "${missing}"\n`, exitCode: 1 };
  reloadNetwork(call);
  return {};
});
