// Virtual MACs: made, copied to another IP of the same server, moved, removed (cassettes flexible-ipmac-address-basic,
// -duplicate-on-other-flexible-ips, -move-to-another-flexible-ip). The path names the Flexible IP, never the MAC's own id.
import { z } from "zod";
import { alreadyExists } from "../baremetal/errors";
import { notFound, preconditionFailed } from "../errors";
import { uuid } from "../iam/fields";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { newMac } from "./addresses";
import { ipForMac } from "./lookup";
import { type FlexibleIp, flexibleIps, type VirtualMac, viewFlexibleIp } from "./model";
import { withMac } from "./states";

const MAC = "/flexible-ip/v1alpha1/zones/{zone}/fips/{fip_id}/mac";

const generateBody = z.strictObject({ mac_type: z.enum(["kvm", "vmware", "xen"]) });
const duplicateBody = z.strictObject({ duplicate_from_fip_id: uuid });
const moveBody = z.strictObject({ dst_fip_id: uuid });

function generateMac(request: ApiRequest<z.infer<typeof generateBody>>, context: ServiceContext): Result {
  const ip = ipForMac(request.params.fip_id!, request, context);
  refuseSecondMac(ip);
  const { clock, ids } = context;
  const mac: VirtualMac = {
    id: ids.uuid(),
    mac_address: newMac(request.body.mac_type, context),
    mac_type: request.body.mac_type,
    status: "ready",
    created_at: clock.now(),
    updated_at: clock.now(),
  };
  return answer(withMac(ip, mac, context), context);
}

function duplicateMac(request: ApiRequest<z.infer<typeof duplicateBody>>, context: ServiceContext): Result {
  const ip = ipForMac(request.params.fip_id!, request, context);
  const origin = ipForMac(request.body.duplicate_from_fip_id, request, context);
  const mac = macOf(origin);
  refuseSecondMac(ip);
  if (ip.server_id === null || ip.server_id !== origin.server_id) {
    return preconditionFailed("resource_not_usable", "both Flexible IPs must be attached to the same server");
  }
  return answer(withMac(ip, mac, context), context);
}

function moveMac(request: ApiRequest<z.infer<typeof moveBody>>, context: ServiceContext): Result {
  const origin = ipForMac(request.params.fip_id!, request, context);
  const ip = ipForMac(request.body.dst_fip_id, request, context);
  const mac = macOf(origin);
  refuseSecondMac(ip);
  if (ip.server_id !== origin.server_id) {
    return preconditionFailed(
      "resource_not_usable",
      "both Flexible IPs must be attached to the same server, or to none",
    );
  }
  flexibleIps(context.store).put(withMac(origin, null, context));
  return answer(withMac(ip, mac, context), context);
}

function deleteMac(request: ApiRequest, context: ServiceContext): Result {
  const ip = ipForMac(request.params.fip_id!, request, context);
  macOf(ip);
  flexibleIps(context.store).put(withMac(ip, null, context));
  return { status: 204 };
}

function macOf(ip: FlexibleIp): VirtualMac {
  if (ip.mac_address === null) throw new Refusal(notFound("mac_address", ip.id));
  return ip.mac_address;
}

function refuseSecondMac(ip: FlexibleIp): void {
  if (ip.mac_address === null) return;
  throw new Refusal(alreadyExists("mac_address", ip.mac_address.id, "the Flexible IP has a virtual MAC already"));
}

function answer(ip: FlexibleIp, { store }: ServiceContext): Result {
  return { status: 200, body: viewFlexibleIp(flexibleIps(store).put(ip)) };
}

const ROUTE = { method: "POST", product: "elastic_metal", access: "write" } as const;

export const macRoutes: readonly Route[] = [
  { ...ROUTE, path: MAC, operation: "flexible-ip.GenerateMACAddr", body: generateBody, handler: generateMac },
  {
    ...ROUTE,
    path: `${MAC}/duplicate`,
    operation: "flexible-ip.DuplicateMACAddr",
    body: duplicateBody,
    handler: duplicateMac,
  },
  { ...ROUTE, path: `${MAC}/move`, operation: "flexible-ip.MoveMACAddr", body: moveBody, handler: moveMac },
  { ...ROUTE, method: "DELETE", path: MAC, operation: "flexible-ip.DeleteMACAddr", handler: deleteMac },
];
