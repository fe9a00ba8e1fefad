import type { Duplex } from "node:stream";
import type { Store, Table } from "../../store/store";
import { COMMANDS, PROGRAM_NAMES } from "./commands/registry";
import { Disk } from "./disk/disk";
import { type DiskRecord, fromDiskRecord, toDiskRecord } from "./disk/disk-record";
import type { LightEvent, LocalEvent } from "./events";
import { runBootScripts } from "./image/boot-scripts";
import { cleanVolatile, firstBoot } from "./image/first-boot";
import { loadHostKeys } from "./image/host-keys";
import { installImage } from "./image/install-image";
import { LockTable, type Machine } from "./machine";
import { hardwareOf } from "./network/hardware";
import { bareInterfaces, type Hardware, type NetworkState } from "./network/interfaces";
import { reachabilityOf } from "./network/reachability";
import { startNetwork } from "./network/start-network";
import { writeSysfs } from "./network/sysfs";
import { DISKS, type LightServerRow, SERVERS, UNKNOWN_COMMANDS, type UnknownCommandRow } from "./rows";
import { SshDaemon } from "./ssh/ssh-daemon";

const SSH_PORT = 22;

/**
 * One installed server: its disk, network, daemon and power, loaded from the store when first needed and written back when
 * a command ends. First boot happens at the first connection, so a hundred servers cost nothing until somebody looks.
 */
export class LightServer implements Machine {
  readonly locks = new LockTable();
  readonly #servers: Table<LightServerRow>;
  readonly #disks: Table<DiskRecord>;
  readonly #daemon: SshDaemon;
  #row: LightServerRow;
  #disk: Disk | undefined;
  #scheduled: "off" | "reboot" | undefined;
  #bootScripts: Promise<void> | undefined;
  #gone = false;

  constructor(
    private readonly store: Store,
    row: LightServerRow,
    private readonly report: (event: LightEvent) => void,
  ) {
    this.#servers = store.table(SERVERS);
    this.#disks = store.table(DISKS);
    this.#row = row;
    this.#daemon = new SshDaemon(this, COMMANDS, {
      tell: (event) => this.#tell(event),
      save: () => this.save(),
      settle: () => this.#settle(),
    });
  }

  get order() {
    return this.#row.order;
  }

  get disk(): Disk {
    this.#disk ??= this.#loadDisk();
    return this.#disk;
  }

  get hardware(): Hardware {
    return hardwareOf(this.order, this.#row.nics, this.disk);
  }

  get network(): NetworkState {
    return this.#row.network ?? bareInterfaces(this.hardware);
  }

  setNetwork(state: NetworkState): void {
    const before = this.isReachable();
    this.save();
    this.#put({ network: state });
    writeSysfs(this.disk, state);
    const now = reachabilityOf(state, this.hardware);
    if (before === now.reachable) return;
    this.#tell({ event: "network-changed", reachable: now.reachable, reason: now.reachable ? "" : now.reason });
    if (!now.reachable) this.#daemon.cutConnections();
  }

  isReachable(): boolean {
    return this.#row.network !== undefined && reachabilityOf(this.#row.network, this.hardware).reachable;
  }

  startSsh(how: "restart" | "reload"): string | undefined {
    const { keys, problems } = loadHostKeys(this.disk);
    if (keys.length === 0 && how === "reload") return problems.join("\n");
    this.#put({ hostKeys: keys.length > 0 ? keys : undefined });
    if (keys.length === 0) return problems.join("\n");
    this.#tell({ event: "host-keys-loaded", fingerprints: this.#daemon.serve(keys) });
    return undefined;
  }

  stopSsh(): void {
    this.#put({ hostKeys: undefined });
  }

  schedulePower(change: "off" | "reboot"): void {
    this.#scheduled = change;
  }

  noteUnsupported(what: string): void {
    if (this.#gone) return;
    const table = this.store.table<UnknownCommandRow>(UNKNOWN_COMMANDS);
    const id = `${this.order.serverId} ${what}`;
    table.put({ id, server_id: this.order.serverId, command: what, count: (table.get(id)?.count ?? 0) + 1 });
    this.#tell({ event: "not-simulated", what });
  }

  /** False when nothing would answer a connection to this port now. */
  connect(port: number, socket: Duplex): boolean {
    if (this.#row.power === "off") return false;
    if (this.#row.boots === 0 || this.#row.network === undefined) this.#boot();
    if (this.#row.pendingScripts.length > 0) this.#bootScripts ??= this.#runBootScripts();
    if (port !== SSH_PORT || !this.isReachable()) return false;
    if (this.#row.hostKeys === undefined && this.startSsh("restart") !== undefined) return false;
    this.#daemon.accept(socket, this.#row.hostKeys!);
    return true;
  }

  setPower(power: "on" | "off"): void {
    if (power === this.#row.power) return;
    this.#daemon.stopEverything();
    this.#put({ power, network: undefined, hostKeys: undefined });
    if (power === "off") this.#tell({ event: "powered-off" });
    else if (this.#row.boots > 0) this.#boot();
  }

  reboot(): void {
    this.#daemon.stopEverything();
    this.#put({ power: "on", network: undefined, hostKeys: undefined });
    this.#boot();
  }

  /** Ends every session and command for good: what still runs writes nothing any more. */
  stop(): void {
    this.#gone = true;
    this.#daemon.stopEverything();
  }

  #boot(): void {
    if (this.#row.boots === 0) this.#installSystem();
    else {
      cleanVolatile(this.disk);
      this.#put({ boots: this.#row.boots + 1 });
    }
    this.setNetwork(startNetwork(this.disk, this.hardware));
    this.startSsh("restart");
    this.#tell({ event: "booted", boots: this.#row.boots });
    this.save();
  }

  /** The disk is stored before the row says that the server has booted: a simulator killed in between installs it again. */
  #installSystem(): void {
    this.#disks.delete(this.order.serverId);
    this.#disk = undefined;
    cleanVolatile(this.disk);
    const { scripts, notSimulated } = firstBoot(this.disk, this.order);
    this.save();
    this.#put({ boots: 1, pendingScripts: scripts });
    for (const key of notSimulated) this.noteUnsupported(`cloud-init ${key}`);
  }

  async #runBootScripts(): Promise<void> {
    await runBootScripts(this, COMMANDS, this.#row.pendingScripts);
    this.#put({ pendingScripts: [] });
    this.save();
    this.#settle();
  }

  /** Carries out the reboot or shutdown that a command asked for, now that its client has had the answer. */
  #settle(): void {
    const scheduled = this.#scheduled;
    this.#scheduled = undefined;
    if (scheduled === "reboot") this.reboot();
    if (scheduled === "off") this.setPower("off");
  }

  /** Writes the disk when a command has changed it. */
  save(): void {
    if (!this.#gone && this.#disk?.takeDirty())
      this.#disks.put(toDiskRecord(this.order.serverId, this.#disk.changes()));
  }

  #loadDisk(): Disk {
    const image = installImage(this.order, this.#row.nics[0]!, PROGRAM_NAMES);
    const record = this.#disks.get(this.order.serverId);
    const disk = new Disk(image, record ? fromDiskRecord(record) : undefined);
    if (this.#row.network) writeSysfs(disk, this.#row.network);
    return disk;
  }

  #put(change: Partial<LightServerRow>): void {
    this.#row = { ...this.#row, ...change };
    if (!this.#gone) this.#servers.put(this.#row);
  }

  #tell(event: LocalEvent): void {
    this.report({ serverId: this.order.serverId, name: this.order.name, ...event } as LightEvent);
  }
}
