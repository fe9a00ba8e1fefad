// Public addresses and MACs of servers. Blocks are of the kind that the cassettes show (62.210.x.x in fr-par-1, 2001:bc8::/32,
// MACs of one vendor); which block belongs to which zone is an invention of the simulator.

import type { Zone } from "../localities";
import type { ServiceContext } from "../service";
import { type PublicIp, servers } from "./model";

/** The server's own network: a /24 whose .1 is the gateway. A simulator's choice; the API tells neither. */
export const PUBLIC_PREFIX_LENGTH = 24;

export const gatewayOf = (address: string): string => address.replace(/\d+$/, "1");

interface Block {
  /** First two octets, and the range of the third. */
  readonly start: string;
  readonly third: readonly [first: number, last: number];
  /** First three groups of the zone's IPv6 addresses. */
  readonly v6: string;
}

const BLOCKS: Readonly<Record<Zone, Block>> = {
  "fr-par-1": { start: "62.210", third: [64, 127], v6: "2001:bc8:701" },
  "fr-par-2": { start: "51.159", third: [8, 63], v6: "2001:bc8:1201" },
  "nl-ams-1": { start: "51.158", third: [128, 191], v6: "2001:bc8:1601" },
  "nl-ams-2": { start: "51.158", third: [192, 223], v6: "2001:bc8:1602" },
  "pl-waw-2": { start: "151.115", third: [32, 63], v6: "2001:bc8:1d01" },
  "pl-waw-3": { start: "151.115", third: [64, 95], v6: "2001:bc8:1d02" },
};

/** A MAC that no other server has, lower case. */
export function newMacAddress({ store, ids }: ServiceContext): string {
  const taken = new Set(
    servers(store)
      .list()
      .map((server) => server.mac_address),
  );
  for (;;) {
    const tail = [0, 1, 2].map(() => ids.integer(256).toString(16).padStart(2, "0"));
    const mac = `b4:83:51:${tail.join(":")}`;
    if (!taken.has(mac)) return mac;
  }
}

/**
 * One IPv4 and one IPv6 address that no other server has; the IPv6 interface id comes from the MAC (as recorded).
 * @throws Error when the zone's block is used up, at more than 8,000 servers in a zone.
 */
export function newPublicIps(zone: Zone, macAddress: string, { store, ids }: ServiceContext): PublicIp[] {
  const block = BLOCKS[zone];
  const [first, last] = block.third;
  const taken = new Set(
    servers(store)
      .list()
      .flatMap((server) => server.ips.map((ip) => ip.address)),
  );
  const hosts = (last - first + 1) * 253;
  const start = ids.integer(hosts);
  for (let step = 0; step < hosts; step++) {
    const host = (start + step) % hosts;
    const third = first + Math.floor(host / 253);
    const address = `${block.start}.${third}.${2 + (host % 253)}`;
    if (taken.has(address)) continue;
    const unnamed = { reverse: "", reverse_status: "unknown" } as const;
    return [
      { id: ids.uuid(), address, version: "IPv4", ...unnamed },
      {
        id: ids.uuid(),
        address: `${block.v6}:${third.toString(16)}:${interfaceId(macAddress)}`,
        version: "IPv6",
        ...unnamed,
      },
    ];
  }
  throw new Error(`no public address is left in ${zone}; delete servers or reset the simulator`);
}

/** Modified EUI-64 of a MAC (RFC 4291, appendix A), in the short form of four groups. */
function interfaceId(macAddress: string): string {
  const [a, b, c, d, e, f] = macAddress.split(":").map((octet) => Number.parseInt(octet, 16)) as number[];
  const octets = [a! ^ 0x02, b!, c!, 0xff, 0xfe, d!, e!, f!];
  const groups = [0, 2, 4, 6].map((at) => ((octets[at]! << 8) | octets[at + 1]!).toString(16));
  return groups.join(":");
}
