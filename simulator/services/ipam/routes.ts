// IPAM v1: scaleway-sdk-go api/ipam/v1/ipam_sdk.go; cassettes ipamip-basic, ipamip-with-custom-resource,
// ipamip-with-tags, list-ipam-ips-basic. Addresses can be reserved from Private Networks only; reverses are not simulated.
import { z } from "zod";
import { invalidArguments, notFound, preconditionFailed } from "../errors";
import { mustAllow, mustFind } from "../iam/access";
import { tags, uuid } from "../iam/fields";
import { Refusal } from "../refusal";
import type { Access, ApiRequest, Result, Route, Service, ServiceContext } from "../service";
import { privateNetworks } from "../vpc/model";
import { bookAddress, releaseAddress, setResource } from "./allocation";
import { LIST_QUERY, listIps } from "./list";
import { type IpamIp, type IpamResource, ipamIps, viewIpamIp } from "./model";

const customResource = z.strictObject({
  mac_address: z.string().regex(/^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/),
  name: z.string().nullish(),
});
const source = z.strictObject({
  private_network_id: uuid.nullish(),
  subnet_id: uuid.nullish(),
  vpc_id: uuid.nullish(),
  zonal: z.string().nullish(),
  regional: z.boolean().nullish(),
});
const bookBody = z.strictObject({
  project_id: uuid,
  source,
  is_ipv6: z.boolean().default(false),
  address: z.string().nullish(),
  tags,
  resource: customResource.nullish(),
});
const updateBody = z.strictObject({ tags, reverses: z.array(z.unknown()).max(0).nullish() });
const resourceBody = z.strictObject({ resource: customResource });
const moveBody = z.strictObject({ from_resource: customResource, to_resource: customResource.nullish() });
const releaseBody = z.strictObject({ ip_ids: z.array(uuid) });

type CustomResource = z.infer<typeof customResource>;

/** A custom resource has no id of its own and takes the address's (cassette ipamip-with-custom-resource). */
function custom(resource: CustomResource, ipId: string): IpamResource {
  return {
    type: "custom",
    id: ipId,
    mac_address: resource.mac_address.toUpperCase(),
    name: resource.name ?? null,
  };
}

function bookIp({ params, body, caller }: ApiRequest<z.infer<typeof bookBody>>, context: ServiceContext): Result {
  mustAllow(caller, "ipam", "write", body.project_id, "ip");
  const networkId = body.source.private_network_id;
  const others = Object.entries(body.source).filter(([name, value]) => name !== "private_network_id" && value);
  if (!networkId || others.length > 0) {
    throw constraint(
      "source",
      "currently IPs can only be reserved from a Private Network: set private_network_id alone",
    );
  }
  const network = privateNetworks(context.store).get(networkId);
  if (!network || network.region !== params.region) return notFound("private_network", networkId);
  // "the Project must match the Private Network's Project" (BookIPRequest.ProjectID in the SDK).
  if (network.project_id !== body.project_id)
    throw constraint("project_id", "must be the Project of the Private Network");
  const { resource } = body;
  const ip = bookAddress(context, {
    privateNetworkId: networkId,
    isIpv6: body.is_ipv6,
    address: body.address ?? undefined,
    projectId: body.project_id,
    tags: body.tags ?? [],
    resource: resource ? (ipId) => custom(resource, ipId) : undefined,
  });
  return "status" in ip ? ip : answer(ip);
}

function getIp(request: ApiRequest, context: ServiceContext): Result {
  return answer(find(request, "read", context));
}

/** `reverses: null` comes with every update of the provider and changes nothing. */
function updateIp(request: ApiRequest<z.infer<typeof updateBody>>, context: ServiceContext): Result {
  const ip = find(request, "write", context);
  const row = { ...ip, tags: request.body.tags ?? ip.tags, updated_at: context.clock.now() };
  return answer(ipamIps(context.store).put(row));
}

function attachIp(request: ApiRequest<z.infer<typeof resourceBody>>, context: ServiceContext): Result {
  const ip = find(request, "write", context);
  if (ip.resource) return preconditionFailed("resource_still_in_use", "the IP is attached to another resource");
  return place(ip, custom(request.body.resource, ip.id), context);
}

function detachIp(request: ApiRequest<z.infer<typeof resourceBody>>, context: ServiceContext): Result {
  const ip = find(request, "write", context);
  mustHold(ip, request.body.resource);
  return place(ip, null, context);
}

/** Without `to_resource` the address is left unattached (same cassette). */
function moveIp(request: ApiRequest<z.infer<typeof moveBody>>, context: ServiceContext): Result {
  const ip = find(request, "write", context);
  const { from_resource, to_resource } = request.body;
  mustHold(ip, from_resource);
  return place(ip, to_resource ? custom(to_resource, ip.id) : null, context);
}

function releaseIp(request: ApiRequest, context: ServiceContext): Result {
  release([find(request, "write", context)], context);
  return { status: 204 };
}

function releaseIpSet(request: ApiRequest<z.infer<typeof releaseBody>>, context: ServiceContext): Result {
  release(
    request.body.ip_ids.map((id) => find(request, "write", context, id)),
    context,
  );
  return { status: 204 };
}

/** "Release an IP not currently attached to a resource" (ReleaseIP in the SDK); all of a set or none. */
function release(ips: readonly IpamIp[], context: ServiceContext): void {
  if (ips.some((ip) => ip.resource)) {
    throw new Refusal(preconditionFailed("resource_still_in_use", "IP must be detached to be released"));
  }
  for (const ip of ips) releaseAddress(context, ip.id);
}

/** Only custom resources are moved here: "do not use this method for … standard Scaleway resources … as it will fail". */
function mustHold(ip: IpamIp, resource: CustomResource): void {
  if (ip.resource && ip.resource.type !== "custom") {
    const help = `the IP is attached to a ${ip.resource.type}: detach it through that product`;
    throw new Refusal(preconditionFailed("resource_still_in_use", help));
  }
  if (ip.resource?.mac_address !== resource.mac_address.toUpperCase()) {
    throw constraint("resource", `the IP is not attached to ${resource.mac_address}`);
  }
}

function place(ip: IpamIp, resource: IpamResource | null, context: ServiceContext): Result {
  setResource(context, ip.id, resource);
  return answer(mustFind(ipamIps(context.store).get(ip.id), "ip", ip.id));
}

function answer(ip: IpamIp): Result {
  return { status: 200, body: viewIpamIp(ip) };
}

function find(
  { params, caller }: ApiRequest,
  access: Access,
  { store }: ServiceContext,
  id = params.ip_id ?? "",
): IpamIp {
  const ip = ipamIps(store).get(id);
  const found = mustFind(ip?.region === params.region ? ip : undefined, "ip", id);
  mustAllow(caller, "ipam", access, found.project_id, "ip");
  return found;
}

function constraint(argument_name: string, help_message: string): Refusal {
  return new Refusal(invalidArguments({ argument_name, reason: "constraint", help_message }));
}

const REGION = "/ipam/v1/regions/{region}";
const ALL = `${REGION}/ips`;
const ONE = `${ALL}/{ip_id}`;
const read = { product: "ipam", access: "read" } as const;
const write = { product: "ipam", access: "write" } as const;

const routes: readonly Route[] = [
  { method: "POST", path: ALL, operation: "ipam.BookIP", ...write, body: bookBody, handler: bookIp },
  { method: "GET", path: ALL, operation: "ipam.ListIPs", ...read, query: LIST_QUERY, handler: listIps },
  { method: "GET", path: ONE, operation: "ipam.GetIP", ...read, handler: getIp },
  { method: "PATCH", path: ONE, operation: "ipam.UpdateIP", ...write, body: updateBody, handler: updateIp },
  { method: "DELETE", path: ONE, operation: "ipam.ReleaseIP", ...write, handler: releaseIp },
  {
    method: "POST",
    path: `${ONE}/attach`,
    operation: "ipam.AttachIP",
    ...write,
    body: resourceBody,
    handler: attachIp,
  },
  {
    method: "POST",
    path: `${ONE}/detach`,
    operation: "ipam.DetachIP",
    ...write,
    body: resourceBody,
    handler: detachIp,
  },
  { method: "POST", path: `${ONE}/move`, operation: "ipam.MoveIP", ...write, body: moveBody, handler: moveIp },
  {
    method: "POST",
    path: `${REGION}/ip-sets/release`,
    operation: "ipam.ReleaseIPSet",
    ...write,
    body: releaseBody,
    handler: releaseIpSet,
  },
];

export const ipamService: Service = { name: "ipam", routes };
