import type { InstallOrder } from "../server-backend";
import type { NetworkState } from "./network/interfaces";

/** Table `servers.light`: one row per installed server. */
export interface LightServerRow {
  readonly id: string;
  readonly order: InstallOrder;
  /** Names of the cards; the first is on the public network. */
  readonly nics: readonly string[];
  readonly power: "on" | "off";
  /** 0 until first boot, which happens when somebody connects. */
  readonly boots: number;
  /** Interfaces as they are now, which need not be what /etc/netplan says. Undefined while off. */
  readonly network?: NetworkState;
  /** Private host keys that the running sshd loaded when it started. Undefined when it does not run. */
  readonly hostKeys?: readonly string[];
  /** Shell scripts that cloud-init has not run yet. */
  readonly pendingScripts: readonly string[];
}

/** Table `servers.unknown_commands`: what a server was asked for and does not have, so that strictness shows. */
export interface UnknownCommandRow {
  /** Server id and command. */
  readonly id: string;
  readonly server_id: string;
  readonly command: string;
  readonly count: number;
}

export const SERVERS = "servers.light";
export const DISKS = "servers.light_disks";
export const UNKNOWN_COMMANDS = "servers.unknown_commands";
