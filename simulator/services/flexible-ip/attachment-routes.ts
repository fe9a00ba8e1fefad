// Attaching to and detaching from servers, several at once when they share a MAC (scaleway-sdk-go api/flexibleip/v1alpha1:
// AttachFlexibleIP, DetachFlexibleIP; cassettes data-source-flexible-ips-with-baremetal-ids, flexible-ip-attach-and-detach-*).
import { z } from "zod";
import { servers } from "../baremetal/model";
import { refuseUnlessDelivered } from "../baremetal/option-routes";
import { invalidArguments, notFound, preconditionFailed, quotasExceeded } from "../errors";
import { mustAllow } from "../iam/access";
import { uuid } from "../iam/fields";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { changeableIpOf } from "./lookup";
import { type FlexibleIp, flexibleIps, macGroupOf, viewFlexibleIp } from "./model";
import { beginAttaching, beginDetaching, settleFlexibleIps } from "./states";

const FIPS = "/flexible-ip/v1alpha1/zones/{zone}/fips";

/** Scaleway, Flexible IP API, technical limits. */
const IPS_PER_SERVER = 64;

const ids = z.array(uuid).min(1);
const attachBody = z.strictObject({ fips_ids: ids, server_id: uuid });
const detachBody = z.strictObject({ fips_ids: ids });

function attachIps(request: ApiRequest<z.infer<typeof attachBody>>, context: ServiceContext): Result {
  const ips = ipsOf(request, context);
  const { server_id } = request.body;
  checkServer(server_id, ips, request, context);
  refuseSplitGroup(ips, server_id, context);
  for (const ip of ips) refuseAttachedElsewhere(ip, server_id);
  return put(
    // Already there: nothing to do, as with a detach of what is not attached.
    ips.map((ip) => (ip.server_id === server_id ? ip : beginAttaching(ip, server_id, context))),
    context,
  );
}

function detachIps(request: ApiRequest<z.infer<typeof detachBody>>, context: ServiceContext): Result {
  const ips = ipsOf(request, context);
  const group = macGroupOf(ips[0]!, context.store).filter(({ server_id }) => server_id !== null);
  const leavesGroup = group.some((other) => !ips.some(({ id }) => id === other.id));
  return put(
    // Not attached: nothing to do (recorded).
    ips.map((ip) => (ip.server_id === null ? ip : beginDetaching(ip, context, "ready", leavesGroup))),
    context,
  );
}

/**
 * Checks a server that Flexible IPs shall go to.
 * @throws Refusal 404 when the zone has none of that id, 403 without write access to its project or without room for them on
 * the server, 409 while it is not delivered or is on its way out
 */
export function checkServer(
  id: string,
  ips: readonly FlexibleIp[],
  request: ApiRequest,
  { store }: ServiceContext,
): void {
  const server = servers(store).get(id);
  if (!server || server.zone !== request.params.zone) throw new Refusal(notFound("server", id));
  mustAllow(request.caller, "elastic_metal", "write", server.project_id, "server");
  refuseUnlessDelivered(server);
  const others = flexibleIps(store)
    .list()
    .filter((ip) => (ip.pending?.server_id ?? ip.server_id) === id && !ips.some((each) => each.id === ip.id));
  const count = others.length + Math.max(ips.length, 1);
  if (count > IPS_PER_SERVER) throw new Refusal(quotasExceeded("flexible_ips_per_server", IPS_PER_SERVER, count - 1));
}

/** The IPs of the body, all free to change and, when there are several, of one MAC group. */
function ipsOf(request: ApiRequest<{ readonly fips_ids: readonly string[] }>, context: ServiceContext): FlexibleIp[] {
  settleFlexibleIps(context);
  const ips = [...new Set(request.body.fips_ids)].map((id) => changeableIpOf(id, request, context));
  const groups = new Set(ips.map((ip) => ip.mac_address?.id ?? ip.id));
  if (groups.size > 1) {
    const help = "several Flexible IPs in one call must share a virtual MAC";
    throw new Refusal(invalidArguments({ argument_name: "fips_ids", reason: "constraint", help_message: help }));
  }
  return ips;
}

/** A MAC group lives on one server, so it goes there as a whole. */
function refuseSplitGroup(ips: readonly FlexibleIp[], serverId: string, { store }: ServiceContext): void {
  const left = macGroupOf(ips[0]!, store).filter((other) => !ips.some((ip) => ip.id === other.id));
  const elsewhere = left.find((other) => other.server_id !== null && other.server_id !== serverId);
  if (elsewhere) {
    const help = `${elsewhere.ip_address} shares the virtual MAC and is on another server; name all of the group`;
    throw new Refusal(preconditionFailed("resource_still_in_use", help));
  }
}

/**
 * Whether the API takes an IP from one server to another without a detach is in no recording and in no document. Refusing is
 * the harder case for whoever moves an IP: detach, wait until it is ready, attach.
 */
function refuseAttachedElsewhere(ip: FlexibleIp, serverId: string): void {
  if (ip.server_id === null || ip.server_id === serverId) return;
  const help = `${ip.ip_address} is attached to server ${ip.server_id}; detach it first`;
  throw new Refusal(preconditionFailed("resource_still_in_use", help));
}

function put(ips: readonly FlexibleIp[], { store }: ServiceContext): Result {
  for (const ip of ips) flexibleIps(store).put(ip);
  return { status: 200, body: { flexible_ips: ips.map(viewFlexibleIp), total_count: ips.length } };
}

const ROUTE = { method: "POST", product: "elastic_metal", access: "write" } as const;

export const attachmentRoutes: readonly Route[] = [
  {
    ...ROUTE,
    path: `${FIPS}/attach`,
    operation: "flexible-ip.AttachFlexibleIP",
    body: attachBody,
    handler: attachIps,
  },
  {
    ...ROUTE,
    path: `${FIPS}/detach`,
    operation: "flexible-ip.DetachFlexibleIP",
    body: detachBody,
    handler: detachIps,
  },
];
