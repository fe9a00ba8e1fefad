// What a server goes through, and when. The order is that of the cassettes (server-add-private-network, action-basic, …), the
// seconds are roughly theirs. A phase that is due is entered when anybody next asks Elastic Metal for anything.
import { conditionHolds } from "../conditions";
import { sshKeys } from "../iam/model";
import type { Zone } from "../localities";
import type { ServiceContext } from "../service";
import { gatewayOf, newPublicIps, PUBLIC_PREFIX_LENGTH } from "./addresses";
import { attachments, attachmentsOf, drop, settleAttachment } from "./attachments";
import { findOffer, findOption, findOs } from "./catalogue/catalogue";
import { type Install, type Phase, publicAddressOf, type Server, type ServerOption, servers } from "./model";

/** Seconds from the beginning of each process to each of its phases. */
const TIMETABLES = {
  delivery: { addressed: 2, delivered: 5, named: 20, "reverse-active": 120 },
  install: { installing: 20, installed: 300 },
  stop: { stopped: 30 },
  start: { started: 60 },
  reboot: { starting: 15, started: 60 },
  "migration to monthly": { migrated: 30 },
  deletion: { deleted: 10 },
} as const satisfies Record<string, Partial<Record<Phase, number>>>;

const OPTION_CHANGE_SECONDS = 4;

export type Process = keyof typeof TIMETABLES;

/** The server with the phases of these processes ahead of it, in the order of time, after those still ahead. */
export function begin(server: Server, context: ServiceContext, ...processes: readonly Process[]): Server {
  const ahead = processes
    .flatMap((process) => Object.entries(TIMETABLES[process]) as [Phase, number][])
    .sort(([, one], [, other]) => one - other)
    .map(([phase, seconds]) => ({ phase, at: context.clock.due(seconds) }));
  return { ...server, pending: [...server.pending, ...ahead] };
}

/** An option that is being enabled or disabled. */
export function changingOption(
  id: string,
  status: "option_status_enabling" | "option_status_disabling",
  expiresAt: string | null,
  context: ServiceContext,
): ServerOption {
  return { id, status, expires_at: expiresAt, settles_at: context.clock.due(OPTION_CHANGE_SECONDS) };
}

/** Moves all servers and their networks on to where they are by now. Each route of Elastic Metal begins with it. */
export function settleServers(context: ServiceContext): void {
  for (const server of servers(context.store).list()) settleServer(server, context);
  for (const attachment of attachments(context.store).list()) {
    settleAttachment(attachment, servers(context.store).get(attachment.server_id), context);
  }
}

function settleServer(server: Server, context: ServiceContext): void {
  let current = settleOptions(server, context);
  for (;;) {
    const next = current.pending[0];
    if (!next || !context.clock.isDue(next.at)) break;
    const entered = enter(next.phase, current, context);
    if (entered === "not yet") break;
    if (entered === "gone") return;
    if ("waiting" in entered) {
      current = entered.waiting;
      break;
    }
    current = { ...entered, pending: current.pending.slice(1), updated_at: context.clock.now() };
  }
  if (current !== server) servers(context.store).put(current);
}

/**
 * An option that is enabled tags its server, and takes the tag with it when it goes (recorded in
 * server-add-two-options-then-delete-one: `RemoteAccess`, `PrivateNetwork`): the tags of a server are not only its owner's.
 */
function settleOptions(server: Server, { clock }: ServiceContext): Server {
  const due = server.options.filter(({ settles_at }) => settles_at !== null && clock.isDue(settles_at));
  if (due.length === 0) return server;
  const gone = due.filter(({ status }) => status === "option_status_disabling");
  const enabled = due.filter((option) => !gone.includes(option));
  const options = server.options
    .filter((option) => !gone.includes(option))
    .map(
      (option): ServerOption =>
        enabled.includes(option) ? { ...option, status: "option_status_enable", settles_at: null } : option,
    );
  const kept = server.tags.filter((tag) => !gone.some(({ id }) => tagOf(id) === tag));
  const added = enabled.map(({ id }) => tagOf(id)).filter((tag) => !kept.includes(tag));
  return { ...server, options, tags: [...kept, ...added], updated_at: clock.now() };
}

/** `Private Network` tags as `PrivateNetwork`; that a bandwidth tags likewise is a guess. */
function tagOf(optionId: string): string {
  return findOption(optionId)!.name.replaceAll(" ", "");
}

/** The server in the new phase; or that it cannot enter it yet, perhaps changed while waiting; or that it is no more. */
type Entered = Server | "not yet" | { readonly waiting: Server } | "gone";

function enter(phase: Phase, server: Server, context: ServiceContext): Entered {
  switch (phase) {
    case "addressed":
      return { ...server, ips: newPublicIps(server.zone as Zone, server.mac_address, context) };
    case "delivered":
      return { ...server, status: "ready", power: "on" };
    case "named": {
      const domain = `${server.id}.${server.zone}.baremetal.scw.cloud`;
      return {
        ...server,
        domain,
        ips: server.ips.map((ip) => ({ ...ip, reverse: domain, reverse_status: "pending" })),
      };
    }
    case "reverse-active":
      return { ...server, ips: server.ips.map((ip) => ({ ...ip, reverse_status: "active" })) };
    case "installing":
      return installing(server, context);
    case "installed":
      return installed(server, context);
    case "stopped":
      if (powerIsChanging(server, context)) return "not yet";
      return { ...server, status: "stopped", power: "off", ping_status: "ping_status_down" };
    case "starting":
      return { ...server, status: "starting" };
    case "started":
      if (powerIsChanging(server, context)) return "not yet";
      return { ...server, status: "ready", power: "on", ping_status: "ping_status_up" };
    case "migrated":
      return { ...server, status: "ready", offer_id: monthlyOfferOf(server) };
    case "deleted":
      if (server.system !== "none") context.servers.remove(server.id);
      for (const attachment of attachmentsOf(server, context.store)) drop(attachment, context);
      servers(context.store).delete(server.id);
      return "gone";
  }
}

function powerIsChanging(server: Server, context: ServiceContext): boolean {
  return server.system !== "none" && context.servers.powerOf(server.id) === "changing";
}

function installing(server: Server, context: ServiceContext): Server {
  const ready = withInstallStatus(server, "installing");
  if (isHeldUp(server, context)) return wiped(ready, context);
  return handedOver(ready, context);
}

function installed(server: Server, context: ServiceContext): Entered {
  if (conditionHolds(context.store, "install-stuck", server.name, server.id)) return "not yet";
  if (conditionHolds(context.store, "install-error", server.name, server.id)) {
    return withInstallStatus(wiped(server, context), "error");
  }
  // Not handed over yet: it was stuck until now.
  const current = server.system === "present" ? server : handedOver(server, context);
  const outcome = context.servers.installOutcome(server.id);
  if (outcome !== undefined) return { ...withInstallStatus(current, outcome), power: "on" };
  return { waiting: current };
}

function isHeldUp(server: Server, { store }: ServiceContext): boolean {
  return (
    conditionHolds(store, "install-stuck", server.name, server.id) ||
    conditionHolds(store, "install-error", server.name, server.id)
  );
}

function withInstallStatus(server: Server, status: Install["status"]): Server {
  return { ...server, install: server.install && { ...server.install, status }, ping_status: "ping_status_up" };
}

/** An install that does not come to its end leaves nothing of the earlier system. */
function wiped(server: Server, context: ServiceContext): Server {
  if (server.system === "none") return server;
  context.servers.remove(server.id);
  return { ...server, system: "none" };
}

function handedOver(server: Server, context: ServiceContext): Server {
  const install = server.install!;
  const os = findOs(install.os_id)!;
  const address = publicAddressOf(server)!;
  context.servers.install({
    serverId: server.id,
    zone: server.zone,
    name: server.name,
    hostname: install.hostname || server.name,
    os: { name: os.name, version: os.version },
    user: install.user,
    authorizedKeys: install.ssh_key_ids.flatMap((id) => sshKeys(context.store).get(id)?.public_key ?? []),
    userData: Buffer.from(server.user_data ?? "", "base64").toString("utf8"),
    publicNetwork: {
      address,
      prefixLength: PUBLIC_PREFIX_LENGTH,
      gateway: gatewayOf(address),
      macAddress: server.mac_address,
    },
  });
  return { ...server, system: "present" };
}

function monthlyOfferOf(server: Server): string {
  return findOffer(server.zone, server.offer_id)!.machine.monthlyId;
}
