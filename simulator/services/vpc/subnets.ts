// Which subnets a new Private Network gets. IPv4: at most one, /20 to /28, given or the lowest free /22 of 172.16.0.0/12.
// IPv6: always one /64 (docs-content pages/vpc/how-to/create-private-network.mdx; cassettes vpc-private-network-*).
// Inside one VPC no two may overlap (same page: "unique within the VPC").
import { createHash } from "node:crypto";
import { invalidArguments } from "../errors";
import { Refusal } from "../refusal";
import type { ServiceContext } from "../service";
import { type Cidr, formatCidr, isInside, overlap, parseCidr } from "./cidr";
import type { PrivateNetwork } from "./model";

const LARGEST_IPV4 = 20;
const SMALLEST_IPV4 = 28;
const AUTOMATIC_POOL = parseCidr("172.16.0.0/12")!;
const AUTOMATIC_SIZE = 1n << BigInt(32 - 22);

/**
 * The subnets' CIDRs, IPv4 first.
 * @param neighbours the Private Networks that the VPC has already.
 * @throws Refusal (400, `subnets`) for text that is no network, a size that is not sold, two of one family, an overlap.
 */
export function chooseSubnets(
  wanted: readonly string[],
  neighbours: readonly PrivateNetwork[],
  projectId: string,
  context: ServiceContext,
): string[] {
  const parsed = wanted.map(parseWanted);
  const taken = neighbours.flatMap(({ subnets }) => subnets.map(({ subnet }) => parseCidr(subnet)!));
  for (const isIpv6 of [false, true]) {
    if (parsed.filter((cidr) => cidr.isIpv6 === isIpv6).length > 1) {
      refuse(`a Private Network has one ${isIpv6 ? "IPv6" : "IPv4"} subnet, more were given`);
    }
  }
  for (const cidr of parsed) {
    const other = taken.find((one) => overlap(one, cidr));
    if (other) refuse(`${formatCidr(cidr)} overlaps ${formatCidr(other)}, another subnet of the VPC`);
  }
  const ipv4 = parsed.find((cidr) => !cidr.isIpv6) ?? lowestFreeIpv4(taken);
  const ipv6 = parsed.find((cidr) => cidr.isIpv6) ?? freeIpv6(projectId, taken, context);
  return [formatCidr(ipv4), formatCidr(ipv6)];
}

function parseWanted(text: string): Cidr {
  const cidr = parseCidr(text) ?? refuse(`${text} is no network in CIDR notation, e.g. 172.16.0.0/22`);
  const { isIpv6, prefixLength } = cidr;
  if (isIpv6 && prefixLength !== 64) refuse(`${text}: an IPv6 subnet is a /64`);
  if (!isIpv6 && (prefixLength < LARGEST_IPV4 || prefixLength > SMALLEST_IPV4)) {
    refuse(`${text}: an IPv4 subnet is between /${LARGEST_IPV4} and /${SMALLEST_IPV4}`);
  }
  return cidr;
}

function lowestFreeIpv4(taken: readonly Cidr[]): Cidr {
  for (let first = AUTOMATIC_POOL.first; ; first += AUTOMATIC_SIZE) {
    const candidate = { isIpv6: false, first, last: first + AUTOMATIC_SIZE - 1n, prefixLength: 22 };
    if (!isInside(candidate, AUTOMATIC_POOL)) refuse("no /22 of 172.16.0.0/12 is free in the VPC: give a subnet");
    if (!taken.some((one) => overlap(one, candidate))) return candidate;
  }
}

/** A project's networks share an fd…/48 in the cassettes; the 16 bits behind it tell the networks apart. */
function freeIpv6(projectId: string, taken: readonly Cidr[], { ids }: ServiceContext): Cidr {
  const site = createHash("sha256").update(projectId).digest("hex").slice(0, 10);
  for (;;) {
    const network = ids.integer(0x10000).toString(16).padStart(4, "0");
    const first = BigInt(`0xfd${site}${network}${"0".repeat(16)}`);
    const candidate = { isIpv6: true, first, last: first + (1n << 64n) - 1n, prefixLength: 64 };
    if (!taken.some((one) => overlap(one, candidate))) return candidate;
  }
}

function refuse(why: string): never {
  throw new Refusal(invalidArguments({ argument_name: "subnets", reason: "constraint", help_message: why }));
}
