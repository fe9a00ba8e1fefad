import type { Duplex } from "node:stream";
import type { FabricClient } from "./metal/fabric-client";

/** What an Elastic Metal install puts on a server's disk: everything the guest can know at its first boot. */
export interface InstallOrder {
  readonly serverId: string;
  readonly zone: string;
  readonly name: string;
  readonly hostname: string;
  readonly os: { readonly name: string; readonly version: string };
  readonly user: string;
  /** OpenSSH public keys authorised for `user`. */
  readonly authorizedKeys: readonly string[];
  /** Decoded cloud-init user data; empty without. */
  readonly userData: string;
  readonly publicNetwork: {
    /** Dotted address without prefix. */
    readonly address: string;
    readonly prefixLength: number;
    readonly gateway: string;
    /** Lower-case MAC of the public NIC. */
    readonly macAddress: string;
  };
}

export type InstallOutcome = "completed" | "error";

/** `changing` while a machine is on its way up or down. */
export type PowerState = "on" | "off" | "changing";

/**
 * What stands behind the API's servers. `light` servers answer SSH from memory; `metal` ones are QEMU guests that run a real
 * Linux. The API tells the backend what was ordered and asks how it went; the backend never calls the API.
 */
export interface ServerBackend {
  readonly kind: "light" | "metal";
  /** Wipes the server and installs it; replaces what was installed before. Light servers are done when it returns. */
  install(order: InstallOrder): void;
  /** Undefined while the install still runs. */
  installOutcome(serverId: string): InstallOutcome | undefined;
  setPower(serverId: string, power: "on" | "off"): void;
  reboot(serverId: string): void;
  /** How far the last `setPower` or `reboot` has come. Light servers are there at once. */
  powerOf(serverId: string): PowerState;
  remove(serverId: string): void;
  /**
   * Carries a TCP connection from the internet to `address:port`. False when nothing there would answer (no such server,
   * powered off, network broken): the caller then closes the socket as a timeout or refusal would.
   */
  connect(address: string, port: number, socket: Duplex): boolean | Promise<boolean>;
  /** Told of each change of the account before the change is answered; what the machines are allowed may follow from it. */
  accountChanged?(): Promise<void>;
  /** The switch between metal servers, its rules up to date; light ones have none. */
  openFabric?(): Promise<FabricClient>;
}
