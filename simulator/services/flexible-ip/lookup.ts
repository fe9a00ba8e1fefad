// Finding the Flexible IPs that a request speaks of.
import { notFound, permissionsDenied } from "../errors";
import { Refusal } from "../refusal";
import type { Access, ApiRequest, ServiceContext } from "../service";
import { type FlexibleIp, flexibleIps } from "./model";
import { refuseInTransition, settleFlexibleIps } from "./states";

/** A Flexible IP that is unknown or deleted answers 403, as one of another project does (recorded after each delete). */
export function flexibleIpOf(id: string, access: Access, request: ApiRequest, context: ServiceContext): FlexibleIp {
  const ip = flexibleIps(context.store).get(id);
  const known = ip && ip.zone === request.params.zone;
  if (!known || !request.caller.allows("elastic_metal", access, ip.project_id)) {
    throw new Refusal(permissionsDenied("flexible-ip", access));
  }
  return ip;
}

/** As `flexibleIpOf`, to be changed: refused in transition. */
export function changeableIpOf(id: string, request: ApiRequest, context: ServiceContext): FlexibleIp {
  const ip = flexibleIpOf(id, "write", request, context);
  refuseInTransition(ip, context);
  return ip;
}

/** For the MAC routes, where an unknown Flexible IP answers 404 (recorded in flexible-ipmac-address-basic). */
export function ipForMac(id: string, request: ApiRequest, context: ServiceContext): FlexibleIp {
  settleFlexibleIps(context);
  const ip = flexibleIps(context.store).get(id);
  if (!ip || ip.zone !== request.params.zone) throw new Refusal(notFound("flexible_ips", id));
  return changeableIpOf(id, request, context);
}
