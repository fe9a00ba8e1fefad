import type { Duplex } from "node:stream";
import type { Store, Table } from "../../store/store";
import type { InstallOrder, InstallOutcome, PowerState, ServerBackend } from "../server-backend";
import type { DiskRecord } from "./disk/disk-record";
import type { LightEvent } from "./events";
import type { LightServer } from "./light-server";
import { DISKS, type LightServerRow, SERVERS } from "./rows";

export interface LightBackendOptions {
  /**
   * Names of the network cards of a server, the public one first.
   * @default one card, enp5s0
   */
  readonly cardsOf?: (order: InstallOrder) => readonly string[];
}

/**
 * Servers that answer SSH from memory: a shell on an in-memory file system with the provider's network around it. Rows in
 * `servers.light` and `servers.light_disks` hold everything, so a restarted simulator finds them as they were.
 */
export class LightBackend implements ServerBackend {
  readonly kind = "light";
  readonly #rows: Table<LightServerRow>;
  readonly #running = new Map<string, LightServer>();

  constructor(
    private readonly store: Store,
    private readonly report: (event: LightEvent) => void = () => {},
    private readonly options: LightBackendOptions = {},
  ) {
    this.#rows = store.table(SERVERS);
  }

  install(order: InstallOrder): void {
    this.remove(order.serverId);
    const nics = this.options.cardsOf?.(order) ?? ["enp5s0"];
    this.#rows.put({ id: order.serverId, order, nics, power: "on", boots: 0, pendingScripts: [] });
  }

  installOutcome(serverId: string): InstallOutcome | undefined {
    return this.#rows.get(serverId) ? "completed" : undefined;
  }

  setPower(serverId: string, power: "on" | "off"): void {
    if (this.#rows.get(serverId)) this.#server(serverId)?.setPower(power);
  }

  reboot(serverId: string): void {
    const row = this.#rows.get(serverId);
    // A server that never booted has nothing to lose by a reboot.
    if (row && row.boots === 0) this.#rows.put({ ...row, power: "on" });
    else if (row) this.#server(serverId)?.reboot();
  }

  powerOf(serverId: string): PowerState {
    return this.#rows.get(serverId)?.power ?? "off";
  }

  remove(serverId: string): void {
    this.#running.get(serverId)?.stop();
    this.#running.delete(serverId);
    this.#rows.delete(serverId);
    this.store.table<DiskRecord>(DISKS).delete(serverId);
  }

  connect(address: string, port: number, socket: Duplex): boolean {
    const row = this.#rows.list().find((candidate) => candidate.order.publicNetwork.address === address);
    return row !== undefined && row.power === "on" && (this.#server(row.id)?.connect(port, socket) ?? false);
  }

  /** Ends every session; what the servers hold stays in the store. */
  close(): void {
    for (const server of this.#running.values()) server.stop();
    this.#running.clear();
  }

  #server(serverId: string): LightServer | undefined {
    const running = this.#running.get(serverId);
    if (running) return running;
    const row = this.#rows.get(serverId);
    if (!row) return undefined;
    const { LightServer: Server } = require("./light-server") as typeof import("./light-server");
    const server = new Server(this.store, row, this.report);
    this.#running.set(serverId, server);
    return server;
  }
}
