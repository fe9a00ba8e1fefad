// What is done to a server: install, start, stop, reboot, migrate to the monthly offer (scaleway-sdk-go api/baremetal/v1;
// cassette action-basic for the statuses that each answers with).
import { z } from "zod";
import { invalidArguments, preconditionFailed, transientState } from "../errors";
import { uuid } from "../iam/fields";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { findOffer } from "./catalogue/catalogue";
import { installBody, prepareInstall, userData } from "./installation";
import { serverOf } from "./lookup";
import { type Server, type ServerStatus, servers, viewServer } from "./model";
import { begin, type Process } from "./states";

const SERVER = "/baremetal/v1/zones/{zone}/servers/{server_id}";

/** `user_data` is deprecated here; where it comes it replaces the server's. */
const reinstallBody = installBody.extend({ user_data: userData.nullish() });

const bootBody = z.strictObject({
  boot_type: z.enum(["unknown_boot_type", "normal", "rescue"]).nullish(),
  ssh_key_ids: z.array(uuid).nullish(),
});

function installServer(request: ApiRequest<z.infer<typeof reinstallBody>>, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  refuseUnless(server, "ready");
  const { user_data, ...body } = request.body;
  const data = user_data == null ? server.user_data : user_data || null;
  const offer = findOffer(server.zone, server.offer_id)!;
  const install = prepareInstall(body, { project_id: server.project_id, user_data: data }, offer, context.store);
  const system = server.system === "none" ? "none" : "earlier";
  return proceed({ ...server, install, system, user_data: data }, "install", context);
}

function startServer(request: ApiRequest<z.infer<typeof bootBody>>, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  refuseUnless(server, "stopped");
  refuseRescue(request.body);
  if (server.system !== "none") context.servers.setPower(server.id, "on");
  return proceed({ ...server, status: "starting" }, "start", context);
}

function stopServer(request: ApiRequest, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  refuseUnless(server, "ready");
  if (server.system !== "none") context.servers.setPower(server.id, "off");
  return proceed({ ...server, status: "stopping" }, "stop", context);
}

function rebootServer(request: ApiRequest<z.infer<typeof bootBody>>, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  refuseUnless(server, "ready");
  refuseRescue(request.body);
  if (server.system !== "none") context.servers.reboot(server.id);
  return proceed({ ...server, status: "stopping" }, "reboot", context);
}

function migrateToMonthly(request: ApiRequest, context: ServiceContext): Result {
  const server = serverOf(request, "write", context);
  refuseUnless(server, "ready");
  if (findOffer(server.zone, server.offer_id)?.subscription === "monthly") {
    return preconditionFailed("resource_not_usable", "the server is on its monthly offer already");
  }
  return proceed({ ...server, status: "migrating" }, "migration to monthly", context);
}

/** @throws Refusal 409 in any other status, and while an install runs */
function refuseUnless(server: Server, wanted: ServerStatus): void {
  const install = server.install?.status;
  const state = install === "to_install" || install === "installing" ? install : undefined;
  if (server.status !== wanted || state) {
    throw new Refusal(transientState("server", server.id, server.status === wanted ? state! : server.status));
  }
}

function refuseRescue(body: z.infer<typeof bootBody> | undefined): void {
  if (body?.boot_type !== "rescue" && !body?.ssh_key_ids?.length) return;
  const help = "rescue mode is not simulated; boot the installed system";
  throw new Refusal(invalidArguments({ argument_name: "boot_type", reason: "constraint", help_message: help }));
}

function proceed(server: Server, process: Process, context: ServiceContext): Result {
  const begun = begin({ ...server, updated_at: context.clock.now() }, context, process);
  return { status: 200, body: viewServer(servers(context.store).put(begun)) };
}

function action(path: string, operation: string, handler: Route["handler"], body?: Route["body"]): Route {
  return {
    method: "POST",
    path: `${SERVER}/${path}`,
    operation: `baremetal.${operation}`,
    product: "elastic_metal",
    access: "write",
    body,
    handler,
  };
}

export const actionRoutes: readonly Route[] = [
  action("install", "InstallServer", installServer, reinstallBody),
  action("start", "StartServer", startServer, bootBody),
  action("stop", "StopServer", stopServer),
  action("reboot", "RebootServer", rebootServer, bootBody),
  action("migrate-offer-monthly", "MigrateServerToMonthlyOffer", migrateToMonthly),
];
