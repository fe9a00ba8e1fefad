// Which addresses and virtual MACs are given out. The blocks are an invention of the simulator: in France beside the gateway
// 62.210.0.1 that Scaleway's documentation names for virtual machines, elsewhere of the kind that the cassettes show.
import type { Zone } from "../localities";
import type { ServiceContext } from "../service";
import { flexibleIps, type MacType } from "./model";

interface Block {
  /** First two octets, and the range of the third. */
  readonly start: string;
  readonly third: readonly [first: number, last: number];
  /** First three groups of the zone's IPv6 /64s. */
  readonly v6: string;
}

const BLOCKS: Readonly<Record<Zone, Block>> = {
  "fr-par-1": { start: "62.210", third: [1, 31], v6: "2001:bc8:702" },
  "fr-par-2": { start: "62.210", third: [32, 63], v6: "2001:bc8:1202" },
  "nl-ams-1": { start: "51.159", third: [224, 231], v6: "2001:bc8:1702" },
  "nl-ams-2": { start: "51.159", third: [232, 239], v6: "2001:bc8:1703" },
  "pl-waw-2": { start: "151.115", third: [128, 143], v6: "2001:bc8:1e02" },
  "pl-waw-3": { start: "151.115", third: [144, 159], v6: "2001:bc8:1e03" },
};

/** `52:54:00` is recorded; the others are the vendors' own. */
const MAC_PREFIXES: Readonly<Record<MacType, string>> = { kvm: "52:54:00", vmware: "00:50:56", xen: "00:16:3e" };

/**
 * An address that no other Flexible IP has.
 * @throws Error when the zone's block is used up, at more than 2,000 addresses in a zone.
 */
export function newAddress(zone: Zone, isIpv6: boolean, { store, ids }: ServiceContext): string {
  const { start, third, v6 } = BLOCKS[zone];
  const taken = new Set(
    flexibleIps(store)
      .list()
      .map((ip) => ip.ip_address),
  );
  const hosts = (third[1] - third[0] + 1) * 254;
  const first = ids.integer(hosts);
  for (let step = 0; step < hosts; step++) {
    const host = (first + step) % hosts;
    const address = isIpv6
      ? `${v6}:${(0x100 + host).toString(16)}::/64`
      : `${start}.${third[0] + Math.floor(host / 254)}.${1 + (host % 254)}`;
    if (!taken.has(address)) return address;
  }
  throw new Error(`no Flexible IP is left in ${zone}; delete some or reset the simulator`);
}

/** The reverse name that an address has until it gets another (recorded: `195-154-190-136.rev.poneytelecom.eu.`). */
export function standardReverse(address: string): string {
  const name = address.replace("/64", "").replace(/[.:]/g, "-");
  return `${name}.rev.poneytelecom.eu.`;
}

/** A MAC that no other Flexible IP has. */
export function newMac(type: MacType, { store, ids }: ServiceContext): string {
  const taken = new Set(
    flexibleIps(store)
      .list()
      .map((ip) => ip.mac_address?.mac_address),
  );
  for (;;) {
    const tail = [0, 1, 2].map(() => ids.integer(256).toString(16).padStart(2, "0"));
    const mac = `${MAC_PREFIXES[type]}:${tail.join(":")}`;
    if (!taken.has(mac)) return mac;
  }
}
