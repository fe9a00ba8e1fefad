import { findInterface, type Hardware, type NetworkState, untaggedCards } from "./interfaces";
import { contains } from "./routes";

export type Reachability = { readonly reachable: true } | { readonly reachable: false; readonly reason: string };

/**
 * Whether a packet from the internet to the server's public address is answered. Elastic Metal's switch carries untagged
 * frames of the server's own MAC only, and its router knows exactly one address behind it; the answer needs the default
 * route through the server's gateway.
 */
export function reachabilityOf(state: NetworkState, hardware: Hardware): Reachability {
  const no = (reason: string): Reachability => ({ reachable: false, reason });
  const holders = state.interfaces.filter((candidate) =>
    candidate.addresses.some((entry) => entry.address === hardware.address),
  );
  if (holders.length === 0) return no(`no interface has the address ${hardware.address}`);
  const holder = holders.find((candidate) =>
    untaggedCards(state, candidate.name).some((card) => card.permanentMac === hardware.publicMac),
  );
  if (!holder) {
    const [first] = holders;
    return no(
      `${first!.name} has the address ${hardware.address} but does not lead untagged to the public network card`,
    );
  }
  if (holder.macAddress !== hardware.publicMac) {
    return no(
      `${holder.name} sends with MAC ${holder.macAddress}; the provider's switch carries ${hardware.publicMac} only`,
    );
  }
  const defaults = state.routes.filter((route) => route.to === "default" && !route.via?.includes(":"));
  const [best] = [...defaults].sort((a, b) => a.metric - b.metric);
  if (!best) return no("there is no default route");
  if (best.via !== hardware.gateway || best.device !== holder.name) {
    return no(
      `the default route goes via ${best.via ?? "no gateway"} on ${best.device}, not via ${hardware.gateway} on ${holder.name}`,
    );
  }
  const entry = findInterface(state, holder.name)?.addresses.find(
    (candidate) => candidate.address === hardware.address,
  );
  const onLink = best.onLink || (entry !== undefined && contains(entry.address, entry.prefixLength, hardware.gateway));
  return onLink ? { reachable: true } : no(`the gateway ${hardware.gateway} is not on the link`);
}
