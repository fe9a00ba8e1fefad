import type { Baremetalv1, Baremetalv3 } from "@scaleway/sdk-baremetal";
import type { DeploymentConfig, HostConfig } from "../../config/deployment-config";
import { type Check, fail, ok, warn } from "./check";

/** The parts of the API's server that say how it is. */
export type ServerCondition = Pick<Baremetalv1.Server, "id" | "name" | "status" | "pingStatus" | "createdAt"> & {
  readonly install?: { readonly status: Baremetalv1.ServerInstallStatus };
};
export type Attachment = Pick<Baremetalv3.ServerPrivateNetwork, "serverId" | "status" | "privateNetworkId">;

/** An install takes ten to thirty minutes by Scaleway's documentation; the provider gives up after an hour. */
const INSTALL_PATIENCE_SECONDS = 60 * 60;
/** Between hosts, and between VMs. */
const NETWORKS_PER_SERVER = 2;

/** A line for each server that the file names: delivered, installed, switched on, answering. */
export function checkServers(config: DeploymentConfig, servers: readonly ServerCondition[], now: Date): Check[] {
  return config.servers.hosts.map((host) => {
    const server = servers.find((candidate) => candidate.name === host.serverName);
    return server ? checkServer(config, host, server, now) : missing(host);
  });
}

/** Servers of the project that the file does not name: they cost money as well. */
export function checkStrangers(config: DeploymentConfig, servers: readonly ServerCondition[]): Check[] {
  const known = config.servers.hosts.map((host) => host.serverName);
  return servers
    .filter((server) => !known.includes(server.name))
    .map((server) =>
      warn(
        `server ${server.name}`,
        `${server.id} is in the project, and deployments/${config.name}.yaml does not name it`,
        "If it is a worker taken out of the file, make infra removes it; otherwise delete it in the console: it is billed.",
      ),
    );
}

/** A line for each delivered server: both Private Networks must be attached. */
export function checkAttachments(
  config: DeploymentConfig,
  servers: readonly ServerCondition[],
  attachments: readonly Attachment[],
): Check[] {
  return config.servers.hosts.flatMap((host) => {
    const server = servers.find((candidate) => candidate.name === host.serverName);
    if (!server) return [];
    const check = `networks of ${host.name}`;
    const own = attachments.filter((attachment) => attachment.serverId === server.id);
    const others = own.filter((attachment) => attachment.status !== "attached");
    if (others.length > 0) {
      const states = others.map((attachment) => `${attachment.privateNetworkId} is ${attachment.status}`).join(", ");
      return [fail(check, `Private Network ${states}`, detachFirst(config, server.id, others))];
    }
    if (own.length < NETWORKS_PER_SERVER)
      return [fail(check, `${own.length} of ${NETWORKS_PER_SERVER} Private Networks are attached`, again(config))];
    return [ok(check, `${own.length} Private Networks attached`)];
  });
}

function checkServer(config: DeploymentConfig, host: HostConfig, server: ServerCondition, now: Date): Check {
  const check = `server ${host.name}`;
  const name = `${host.serverName} (${server.id})`;
  const install = server.install?.status;
  const ageSeconds = (now.getTime() - (server.createdAt?.getTime() ?? now.getTime())) / 1000;
  if (install === "error") return fail(check, `${name}: its install ended in error`, reinstall(config, host));
  if (install === "installing" || install === "to_install") {
    const minutes = Math.round(ageSeconds / 60);
    return ageSeconds > INSTALL_PATIENCE_SECONDS
      ? fail(check, `${name}: still ${install} ${minutes} min after its order: stuck`, reinstall(config, host))
      : warn(check, `${name}: ${install}, ordered ${minutes} min ago`, "Wait; an install takes up to half an hour.");
  }
  if (server.status === "stopped" || server.status === "stopping")
    return fail(check, `${name}: powered off`, `scw baremetal server start ${server.id} zone=${config.zone}`);
  if (server.status === "error" || server.status === "locked" || server.status === "out_of_stock")
    return fail(check, `${name}: status ${server.status}`, `Ask Scaleway's support, naming ${server.id}.`);
  if (server.status !== "ready")
    return warn(check, `${name}: status ${server.status}`, "Wait, then run make diagnose again.");
  if (server.pingStatus === "ping_status_down") {
    return fail(
      check,
      `${name}: switched on, but does not answer ping`,
      `Look at its console (Remote Access); scw baremetal server reboot ${server.id} zone=${config.zone}`,
    );
  }
  return ok(check, `${name}: ready, installed`);
}

function missing(host: HostConfig): Check {
  return warn(`server ${host.name}`, `${host.serverName} is not in the project`, "make infra orders it.");
}

/** Terraform holds such a server for installed, so it must be told to make it anew; a protected one is not deleted. */
function reinstall(config: DeploymentConfig, host: HostConfig): string {
  const lift = config.disposable ? "" : `add servers.allowReinstall: [${host.name}] and make infra; then `;
  const folder = `cdktf.out/${config.name}/stacks/instances`;
  const address = `$(terraform -chdir=${folder} state list | grep '^scaleway_baremetal_server.${host.name}_')`;
  return `Its disks are lost: ${lift}terraform -chdir=${folder} taint "${address}"; then make infra`;
}

/** What ended in error stays so, and Terraform sees nothing to change in it. */
function detachFirst(config: DeploymentConfig, serverId: string, attachments: readonly Attachment[]): string {
  const failed = attachments.filter(({ status }) => status === "error");
  if (failed.length === 0) return `Wait; ${again(config)}`;
  const commands = failed.map(
    ({ privateNetworkId }) =>
      `scw baremetal private-network delete server-id=${serverId} private-network-id=${privateNetworkId} zone=${config.zone}`,
  );
  return `Detach it: ${commands.join("; ")}. Then ${again(config)} It is attached anew, with the same addresses.`;
}

function again(config: DeploymentConfig): string {
  return `make infra DEPLOYMENT=${config.name} is safe to run again.`;
}
