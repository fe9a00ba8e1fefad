// Subnets as numbers: an address family, a first address and a prefix length. Scaleway takes and gives them as CIDR text.
import ipaddr from "ipaddr.js";

export interface Cidr {
  readonly isIpv6: boolean;
  /** The network's first address as a number. */
  readonly first: bigint;
  readonly last: bigint;
  readonly prefixLength: number;
}

/** The network that `text` names, or undefined when it is no CIDR or has bits set behind its prefix (`10.0.0.1/24`). */
export function parseCidr(text: string): Cidr | undefined {
  if (!ipaddr.isValidCIDR(text)) return undefined;
  const [address, prefixLength] = ipaddr.parseCIDR(text);
  if (address.kind() === "ipv4" && !ipaddr.IPv4.isValidFourPartDecimal(text.split("/")[0] ?? "")) return undefined;
  const isIpv6 = address.kind() === "ipv6";
  const first = toNumber(address);
  const size = 1n << BigInt((isIpv6 ? 128 : 32) - prefixLength);
  if (first % size !== 0n) return undefined;
  return { isIpv6, first, last: first + size - 1n, prefixLength };
}

/** The number of an address written without prefix, or undefined when it is not one of this family. */
export function parseAddress(text: string, isIpv6: boolean): bigint | undefined {
  const isValid = isIpv6 ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);
  return isValid ? toNumber(ipaddr.parse(text)) : undefined;
}

export function formatAddress(address: bigint, isIpv6: boolean): string {
  const hex = address.toString(16).padStart(isIpv6 ? 32 : 8, "0");
  const bytes = hex.match(/../g)!.map((byte) => Number.parseInt(byte, 16));
  return ipaddr.fromByteArray(bytes).toString();
}

export function formatCidr(cidr: Cidr): string {
  return `${formatAddress(cidr.first, cidr.isIpv6)}/${cidr.prefixLength}`;
}

export function overlap(one: Cidr, other: Cidr): boolean {
  return one.isIpv6 === other.isIpv6 && one.first <= other.last && other.first <= one.last;
}

export function isInside(inner: Cidr, outer: Cidr): boolean {
  return inner.isIpv6 === outer.isIpv6 && outer.first <= inner.first && inner.last <= outer.last;
}

function toNumber(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return BigInt(`0x${Buffer.from(address.toByteArray()).toString("hex")}`);
}
