// Which address of a Private Network is given out. Used by IPAM's own routes and by Elastic Metal when a server joins.
// Of each block the first two and the last two addresses are never given (docs-content pages/ipam/concepts.mdx); without a
// wish the lowest free one comes (cassettes ipamip-basic, list-ipam-ips-basic: .2, then .3).
import { quotaRefusal } from "../account/quotas";
import { invalidArguments, notFound } from "../errors";
import type { Result, ServiceContext } from "../service";
import { formatAddress, parseAddress, parseCidr } from "../vpc/cidr";
import { privateNetworks, type Subnet } from "../vpc/model";
import { addressesIn, type IpamIp, type IpamResource, ipamIps } from "./model";

export interface Booking {
  readonly privateNetworkId: string;
  readonly isIpv6: boolean;
  /** Without prefix; absent: the lowest free one (IPv6: a random free one). */
  readonly address?: string;
  readonly projectId: string;
  readonly tags: readonly string[];
  /** Absent: booked for later. */
  readonly resource?: IpamResource | ((ipId: string) => IpamResource);
}

/**
 * Books an address; the row is in the store when this returns. A refusal is told from a row by `"status" in answer`:
 * 404 when the network does not exist, 400 when the address is malformed, outside the network, kept back or taken, or the
 * network has no subnet of that family or no address left, 403 `quotas_exceeded`.
 */
export function bookAddress(context: ServiceContext, booking: Booking): IpamIp | Result {
  const { store, ids, clock } = context;
  const network = privateNetworks(store).get(booking.privateNetworkId);
  if (!network) return notFound("private_network", booking.privateNetworkId);
  const subnet = network.subnets.find((candidate) => parseCidr(candidate.subnet)?.isIpv6 === booking.isIpv6);
  if (!subnet) return refused("source", `the Private Network has no ${booking.isIpv6 ? "IPv6" : "IPv4"} subnet`);
  const taken = new Map(addressesIn(network.id, store).map((ip) => [ip.address.split("/")[0], ip]));

  const address = booking.address === undefined ? pickAddress(subnet, taken, context) : checkWish(booking, subnet);
  if (typeof address === "object") return address;
  const holder = taken.get(address);
  // "If the requested IP is already reserved, then the call will fail" (BookIPRequest.Address in the SDK); how is a choice.
  if (holder) return refused("address", `${address} is booked already, by IP ${holder.id}`);

  const overQuota = quotaRefusal(store, "ipam_ips", ipamIps(store).list().length);
  if (overQuota) return overQuota;
  const id = ids.uuid();
  const now = clock.now();
  const resource = typeof booking.resource === "function" ? booking.resource(id) : (booking.resource ?? null);
  return ipamIps(store).put({
    id,
    address: `${address}/${subnet.subnet.split("/")[1]}`,
    is_ipv6: booking.isIpv6,
    project_id: booking.projectId,
    region: network.region,
    source: { subnet_id: subnet.id },
    private_network_id: network.id,
    resource,
    attached_at: resource && now,
    tags: [...booking.tags],
    reverses: [],
    created_at: now,
    updated_at: now,
  });
}

/**
 * Attaches the address to a resource, renames the resource, or (null) leaves it booked and free to attach.
 * @throws Error when there is no such address: the caller has looked it up before.
 */
export function setResource(context: ServiceContext, ipId: string, resource: IpamResource | null): void {
  const ip = ipamIps(context.store).get(ipId);
  if (!ip) throw new Error(`no IPAM address ${ipId} to attach`);
  const now = context.clock.now();
  ipamIps(context.store).put({ ...ip, resource, attached_at: resource && now, updated_at: now });
}

/** Gives the address back to the network. Nothing happens when it is gone already. */
export function releaseAddress(context: ServiceContext, ipId: string): void {
  ipamIps(context.store).delete(ipId);
}

function checkWish(booking: Booking, subnet: Subnet): string | Result {
  const wish = parseAddress(booking.address ?? "", booking.isIpv6);
  if (wish === undefined) {
    const family = booking.isIpv6 ? "IPv6" : "IPv4";
    return invalidArguments({ argument_name: "address", reason: "format", help_message: `not an ${family} address` });
  }
  const { first, last } = parseCidr(subnet.subnet)!;
  if (wish < first || wish > last) return refused("address", `outside the subnet ${subnet.subnet}`);
  if (wish < first + 2n || wish > last - 2n) {
    return refused("address", "the first two and the last two addresses of a subnet cannot be booked");
  }
  return formatAddress(wish, booking.isIpv6);
}

function pickAddress(subnet: Subnet, taken: ReadonlyMap<string | undefined, IpamIp>, context: ServiceContext) {
  const { first, last, isIpv6 } = parseCidr(subnet.subnet)!;
  if (isIpv6) {
    // Interface ids of automatic IPv6 addresses look random in the cassettes; 2^63 are enough never to collide.
    let host = 0n;
    for (let group = 0; group < 4; group++) host = (host << 16n) | BigInt(context.ids.integer(0x10000));
    const offset = 2n + (host % (last - first - 3n));
    return formatAddress(first + offset, true);
  }
  for (let address = first + 2n; address <= last - 2n; address++) {
    const text = formatAddress(address, false);
    if (!taken.has(text)) return text;
  }
  return refused("source", `no free address is left in ${subnet.subnet}`);
}

function refused(argument: string, why: string): Result {
  return invalidArguments({ argument_name: argument, reason: "constraint", help_message: why });
}
