// A server on a Private Network: a mapping with an id of its own, a VLAN on the server's one NIC, and IPAM addresses
// (scaleway-sdk-go api/baremetal/v3/baremetal_sdk.go ServerPrivateNetwork; cassettes server-add-private-network,
// server-add-another-private-network, server-with-ipam-private-network).
//
// No recording has two servers on one network. Here every mapping has a VLAN id of its own, also on the same network: whoever
// reads the id from another server than the one it configures is found out.
import type { Store, Table } from "../../store/store";
import { conditionHolds } from "../conditions";
import { invalidArguments, notFound, preconditionFailed } from "../errors";
import { bookAddress, releaseAddress, setResource } from "../ipam/allocation";
import { type IpamResource, ipamIps } from "../ipam/model";
import { Refusal } from "../refusal";
import type { ServiceContext } from "../service";
import type { PrivateNetwork } from "../vpc/model";
import type { Server } from "./model";

export interface Attachment {
  readonly id: string;
  readonly zone: string;
  readonly server_id: string;
  readonly private_network_id: string;
  readonly project_id: string;
  /** Not in the API; lists are filtered by it. */
  readonly organization_id: string;
  /** Null while the condition `vlan-late` holds it back. */
  readonly vlan: number | null;
  /** `error` lasts until the mapping is taken away (ServerPrivateNetworkStatus of scaleway-sdk-go; not recorded). */
  readonly status: "attaching" | "attached" | "error" | "detaching";
  readonly ipam_ip_ids: readonly string[];
  /** Those of them that were booked by the attachment itself and go with it. Not in the API. */
  readonly automatic_ip_ids: readonly string[];
  /** When the status moves on, as the clock counts; null for one that lasts. Not in the API. */
  readonly settles_at: number | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Seconds, as recorded. */
const ATTACHING = 5;
const DETACHING = 5;

export const attachments = (store: Store): Table<Attachment> => store.table("baremetal.private_network_attachments");

export function attachmentsOf(server: Server, store: Store): Attachment[] {
  return attachments(store)
    .list()
    .filter((attachment) => attachment.server_id === server.id);
}

export function viewAttachment(attachment: Attachment) {
  return {
    id: attachment.id,
    project_id: attachment.project_id,
    server_id: attachment.server_id,
    private_network_id: attachment.private_network_id,
    vlan: attachment.vlan,
    status: attachment.status,
    created_at: attachment.created_at,
    updated_at: attachment.updated_at,
    ipam_ip_ids: attachment.ipam_ip_ids,
  };
}

/**
 * Refuses booked addresses that cannot be given to the server: unknown (404), of another network (400), or in use (412).
 * @param holder the mapping that may hold them already
 */
export function checkBookedIps(
  ids: readonly string[],
  network: PrivateNetwork,
  store: Store,
  holder?: Attachment,
): void {
  for (const id of ids) {
    const ip = ipamIps(store).get(id);
    if (!ip || ip.region !== network.region) throw new Refusal(notFound("ip", id));
    if (ip.private_network_id !== network.id) {
      const help = `IP ${id} was booked in another Private Network`;
      throw new Refusal(invalidArguments({ argument_name: "ipam_ip_ids", reason: "constraint", help_message: help }));
    }
    if (ip.resource && ip.resource.id !== holder?.id) {
      throw new Refusal(preconditionFailed("resource_still_in_use", `IP ${id} is attached to another resource`));
    }
  }
}

/**
 * Begins to attach. Without booked addresses one IPv4 and one IPv6 are booked (as recorded); with some, only those.
 * @throws Refusal (400) when the network has no address left; nothing is booked then.
 */
export function attach(
  server: Server,
  network: PrivateNetwork,
  bookedIps: readonly string[],
  context: ServiceContext,
): Attachment {
  const { store, clock, ids } = context;
  const id = ids.uuid();
  const resource = nicOf(server, id);
  const automatic = bookedIps.length > 0 ? [] : bookAutomatically(server, network, resource, context);
  for (const ip of bookedIps) setResource(context, ip, resource);
  const late = conditionHolds(store, "vlan-late", server.name, server.id, network.id);
  const now = clock.now();
  return attachments(store).put({
    id,
    zone: server.zone,
    server_id: server.id,
    private_network_id: network.id,
    project_id: network.project_id,
    organization_id: network.organization_id,
    vlan: late ? null : newVlan(context),
    status: "attaching",
    ipam_ip_ids: [...bookedIps, ...automatic],
    automatic_ip_ids: automatic,
    settles_at: clock.due(ATTACHING),
    created_at: now,
    updated_at: now,
  });
}

/** Gives the mapping these addresses; those that it had and that are not among them become free. Status and VLAN stay. */
export function setBookedIps(
  attachment: Attachment,
  server: Server,
  ips: readonly string[],
  context: ServiceContext,
): void {
  const leaving = attachment.ipam_ip_ids.filter((id) => !ips.includes(id));
  freeIps(attachment, leaving, context);
  const joining = ips.filter((id) => !attachment.ipam_ip_ids.includes(id));
  for (const ip of joining) setResource(context, ip, nicOf(server, attachment.id));
  attachments(context.store).put({
    ...attachment,
    ipam_ip_ids: [...ips],
    automatic_ip_ids: attachment.automatic_ip_ids.filter((id) => ips.includes(id)),
  });
}

/**
 * Begins to detach, after those of the server that are leaving already (recorded: one after the other). The addresses are free
 * at once (recorded: `ipam_ip_ids` is empty while detaching).
 */
export function detach(attachment: Attachment, context: ServiceContext): Attachment {
  freeIps(attachment, attachment.ipam_ip_ids, context);
  const leaving = attachments(context.store)
    .list()
    .filter(({ server_id, status }) => server_id === attachment.server_id && status === "detaching");
  return attachments(context.store).put({
    ...attachment,
    status: "detaching",
    ipam_ip_ids: [],
    automatic_ip_ids: [],
    settles_at: context.clock.due(DETACHING * (leaving.length + 1)),
  });
}

/** What is left of a mapping when its server is gone: nothing. */
export function drop(attachment: Attachment, context: ServiceContext): void {
  freeIps(attachment, attachment.ipam_ip_ids, context);
  attachments(context.store).delete(attachment.id);
}

/** A server's name is also the name of its NIC in IPAM; data sources look addresses up by it. */
export function renameNic(server: Server, context: ServiceContext): void {
  for (const attachment of attachmentsOf(server, context.store)) {
    for (const ip of attachment.ipam_ip_ids) setResource(context, ip, nicOf(server, attachment.id));
  }
}

/** Moves a mapping on that is due. */
export function settleAttachment(attachment: Attachment, server: Server | undefined, context: ServiceContext): void {
  const { store, clock } = context;
  if (attachment.settles_at === null || !clock.isDue(attachment.settles_at)) return;
  if (attachment.status === "detaching") {
    attachments(store).delete(attachment.id);
    return;
  }
  const { server_id, private_network_id } = attachment;
  const names = [server?.name ?? server_id, server_id, private_network_id];
  if (conditionHolds(store, "vlan-late", ...names)) return;
  if (conditionHolds(store, "attachment-error", ...names)) {
    attachments(store).put({ ...attachment, status: "error", settles_at: null });
    return;
  }
  attachments(store).put({
    ...attachment,
    status: "attached",
    vlan: attachment.vlan ?? newVlan(context),
    settles_at: null,
  });
}

function nicOf(server: Server, attachmentId: string): IpamResource {
  return {
    type: "baremetal_private_nic",
    id: attachmentId,
    mac_address: server.mac_address.toUpperCase(),
    name: server.name,
  };
}

function bookAutomatically(
  server: Server,
  network: PrivateNetwork,
  resource: IpamResource,
  context: ServiceContext,
): string[] {
  const families = [false, true].filter((isIpv6) =>
    network.subnets.some(({ subnet }) => subnet.includes(":") === isIpv6),
  );
  const booked: string[] = [];
  for (const isIpv6 of families) {
    // Recorded: they get the tags that the server has at this moment.
    const booking = { privateNetworkId: network.id, isIpv6, projectId: server.project_id, tags: server.tags, resource };
    const ip = bookAddress(context, booking);
    if ("status" in ip) {
      for (const id of booked) releaseAddress(context, id);
      throw new Refusal(ip);
    }
    booked.push(ip.id);
  }
  return booked;
}

function freeIps(attachment: Attachment, ids: readonly string[], context: ServiceContext): void {
  for (const id of ids) {
    if (attachment.automatic_ip_ids.includes(id)) releaseAddress(context, id);
    else if (ipamIps(context.store).get(id)?.resource?.id === attachment.id) setResource(context, id, null);
  }
}

/** Between 1000 and 3999, where all recorded ids lie. */
function newVlan({ store, ids }: ServiceContext): number {
  const taken = new Set(
    attachments(store)
      .list()
      .map(({ vlan }) => vlan),
  );
  const start = ids.integer(3000);
  for (let step = 0; step < 3000; step++) {
    const vlan = 1000 + ((start + step) % 3000);
    if (!taken.has(vlan)) return vlan;
  }
  throw new Error("no VLAN id is left; detach servers from Private Networks or reset the simulator");
}
