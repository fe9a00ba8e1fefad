// The transitions of a Flexible IP (cassettes flexible-ip-attach-and-detach-from-baremetal-server, flexible-ipmac-address-*):
// ready -> updating -> attached -> detaching -> ready, and to nothing from anywhere. While one runs, any change is refused.
import { servers } from "../baremetal/model";
import { settleServers } from "../baremetal/states";
import { conditionHolds } from "../conditions";
import { transientState } from "../errors";
import { Refusal } from "../refusal";
import type { ServiceContext } from "../service";
import { type FlexibleIp, flexibleIps } from "./model";

/** Seconds, roughly as recorded. */
const ATTACHING = 10;
const DETACHING = 5;
const CHANGING_MAC = 1;

/** Moves all Flexible IPs on to where they are by now, and their servers before them. Each route begins with it. */
export function settleFlexibleIps(context: ServiceContext): void {
  settleServers(context);
  for (const ip of flexibleIps(context.store).list()) settle(ip, context);
}

function settle(ip: FlexibleIp, context: ServiceContext): void {
  const { store, clock } = context;
  const target = ip.pending?.server_id ?? ip.server_id;
  // A server that goes takes none with it (recorded): they detach by themselves, and those on their way to it turn back.
  const serverIsGone = target !== null && ip.status !== "detaching" && !servers(store).get(target);
  const current = serverIsGone ? beginDetaching(ip, context) : ip;
  const { pending } = current;
  if (!pending || !clock.isDue(pending.at) || isHeld(current, context)) {
    if (current !== ip) flexibleIps(store).put(current);
    return;
  }
  if (pending.end === "gone") {
    flexibleIps(store).delete(ip.id);
    return;
  }
  const now = clock.now();
  const kept = pending.loses_mac ? null : current.mac_address;
  flexibleIps(store).put({
    ...current,
    status: pending.end,
    server_id: pending.server_id,
    mac_address: kept && { ...kept, status: pending.end === "attached" ? "used" : "ready", updated_at: now },
    pending: null,
    updated_at: now,
  });
}

/**
 * On its way to the server, after those that are on it already (recorded: one after the other). The answer to the request
 * still shows no server (recorded).
 */
export function beginAttaching(ip: FlexibleIp, serverId: string, context: ServiceContext): FlexibleIp {
  const ahead = flexibleIps(context.store)
    .list()
    .filter(({ pending }) => pending?.end === "attached" && pending.server_id === serverId);
  const end = { end: "attached", server_id: serverId, loses_mac: false } as const;
  const mac = ip.mac_address && { ...ip.mac_address, status: "updating" as const };
  return {
    ...ip,
    status: "updating",
    mac_address: mac,
    pending: { at: context.clock.due(ATTACHING * (ahead.length + 1)), ...end },
    updated_at: context.clock.now(),
  };
}

/**
 * On its way from the server.
 * @param end `gone` when it is deleted and not only detached
 * @param losesMac true when it leaves others of its MAC group behind: the group keeps the MAC (SDK, DetachFlexibleIPRequest)
 */
export function beginDetaching(
  ip: FlexibleIp,
  context: ServiceContext,
  end: "ready" | "gone" = "ready",
  losesMac = false,
): FlexibleIp {
  const pending = { at: context.clock.due(DETACHING), end, server_id: null, loses_mac: losesMac } as const;
  return { ...ip, status: "detaching", pending, updated_at: context.clock.now() };
}

/** With another MAC, or none. On a server that takes a moment, otherwise it is done at once (both recorded). */
export function withMac(ip: FlexibleIp, mac: FlexibleIp["mac_address"], context: ServiceContext): FlexibleIp {
  const now = context.clock.now();
  if (ip.server_id === null) {
    return { ...ip, mac_address: mac && { ...mac, status: "ready", updated_at: now }, updated_at: now };
  }
  const pending = {
    at: context.clock.due(CHANGING_MAC),
    end: "attached",
    server_id: ip.server_id,
    loses_mac: false,
  } as const;
  const updating = mac && { ...mac, status: "updating" as const, updated_at: now };
  return { ...ip, status: "updating", mac_address: updating, pending, updated_at: now };
}

/** @throws Refusal 409 while a transition runs, or the condition `fip-transition` holds the address in one */
export function refuseInTransition(ip: FlexibleIp, context: ServiceContext): void {
  if (ip.pending === null && !isHeld(ip, context)) return;
  throw new Refusal(transientState("flexible_ip", ip.id, ip.status === "detaching" ? "detaching" : "updating"));
}

function isHeld(ip: FlexibleIp, { store }: ServiceContext): boolean {
  return conditionHolds(store, "fip-transition", ip.id, ip.ip_address);
}
