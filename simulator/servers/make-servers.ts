import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { MakeServers } from "../cloud";
import { lastProcess } from "../process-record";
import type { CloudDirectory } from "../store/cloud-directory";
import { LightBackend } from "./light/light-backend";
import type { ServerBackend } from "./server-backend";

export type ServersKind = ServerBackend["kind"];

/** Light servers, whatever the cloud. */
export const makeServers: MakeServers = ({ store }, report) => new LightBackend(store, report);

/**
 * The servers of a cloud: of the kind that it was made with, or `wanted` for a new one. The kind is kept in its folder, since
 * machines cannot become others.
 * @throws Error when the cloud has the other kind, or what metal servers need is not there
 */
export function serversOf(directory: CloudDirectory, wanted: ServersKind | undefined): MakeServers {
  const kind = kindOf(directory, wanted);
  if (kind === "light") return makeServers;
  const { MetalBackend } = require("./metal/metal-backend") as typeof import("./metal/metal-backend");
  const { readMetalSettings } = require("./metal/metal-settings") as typeof import("./metal/metal-settings");
  const settings = readMetalSettings();
  const ends = () => {
    const front = lastProcess(directory);
    return front?.pid === process.pid ? { frontPort: front.port } : undefined;
  };
  return (context, report) => new MetalBackend(context, { directory, settings, ends, report });
}

function kindOf(directory: CloudDirectory, wanted: ServersKind | undefined): ServersKind {
  const noted = existsSync(directory.serversKind);
  const isNew = !existsSync(directory.store);
  const kind = noted ? (readFileSync(directory.serversKind, "utf8").trim() as ServersKind) : isNew ? wanted : "light";
  if (wanted !== undefined && kind !== wanted) {
    throw new Error(`the cloud in ${directory.path} has ${kind} servers; use another folder for ${wanted} ones`);
  }
  if (!noted && kind === "metal") {
    directory.create();
    writeFileSync(directory.serversKind, kind, { mode: 0o600 });
  }
  return kind ?? "light";
}
