import type { Duplex } from "node:stream";
import type { Store } from "../../store/store";
import { COMMANDS, PROGRAM_NAMES } from "./commands/registry";
import type { Disk } from "./disk/disk";
import type { LightEvent, LocalEvent } from "./events";
import { runBootScripts } from "./image/boot-scripts";
import { cleanVolatile, firstBoot } from "./image/first-boot";
import { loadHostKeys } from "./image/host-keys";
import { LockTable, type Machine } from "./machine";
import { hardwareOf } from "./network/hardware";
import { bareInterfaces, type Hardware, type NetworkState } from "./network/interfaces";
import { reachabilityOf } from "./network/reachability";
import { startNetwork } from "./network/start-network";
import { writeSysfs } from "./network/sysfs";
import type { LightServerRow } from "./rows";
import { ServerRecord } from "./server-record";
import { SshDaemon } from "./ssh/ssh-daemon";

const SSH_PORT = 22;

/**
 * One installed server: its disk, network, daemon and power, loaded from the store when first needed and written back when
 * a command ends. First boot happens at the first connection, so a hundred servers cost nothing until somebody looks.
 */
export class LightServer implements Machine {
  readonly locks = new LockTable();
  readonly #record: ServerRecord;
  readonly #daemon: SshDaemon;
  #scheduled: "off" | "reboot" | undefined;
  #bootScripts: Promise<void> | undefined;

  constructor(
    store: Store,
    row: LightServerRow,
    private readonly report: (event: LightEvent) => void,
  ) {
    this.#record = new ServerRecord(store, row, PROGRAM_NAMES, (disk) => writeSysfs(disk, this.network));
    this.#daemon = new SshDaemon(this, COMMANDS, {
      tell: (event) => this.#tell(event),
      save: () => this.#record.saveDisk(),
      settle: () => this.#settle(),
    });
  }

  get order() {
    return this.#record.now.order;
  }

  get disk(): Disk {
    return this.#record.disk;
  }

  get hardware(): Hardware {
    return hardwareOf(this.order, this.#record.now.nics, this.disk);
  }

  get network(): NetworkState {
    return this.#record.now.network ?? bareInterfaces(this.hardware);
  }

  setNetwork(state: NetworkState): void {
    const before = this.isReachable();
    this.#record.saveDisk();
    this.#record.put({ network: state });
    writeSysfs(this.disk, state);
    const now = reachabilityOf(state, this.hardware);
    if (before === now.reachable) return;
    this.#tell({ event: "network-changed", reachable: now.reachable, reason: now.reachable ? "" : now.reason });
    if (!now.reachable) this.#daemon.cutConnections();
  }

  isReachable(): boolean {
    const { network } = this.#record.now;
    return network !== undefined && reachabilityOf(network, this.hardware).reachable;
  }

  startSsh(how: "restart" | "reload"): string | undefined {
    const { keys, problems } = loadHostKeys(this.disk);
    const usable = keys.length > 0;
    if (usable || how === "restart") this.#record.put({ hostKeys: usable ? keys : undefined });
    if (!usable) return problems.join("\n");
    this.#tell({ event: "host-keys-loaded", fingerprints: this.#daemon.serve(keys) });
    return undefined;
  }

  stopSsh(): void {
    this.#record.put({ hostKeys: undefined });
  }

  schedulePower(change: "off" | "reboot"): void {
    this.#scheduled = change;
  }

  noteUnsupported(what: string): void {
    this.#record.countUnknown(what);
    this.#tell({ event: "not-simulated", what });
  }

  /** False when nothing would answer a connection to this port now. */
  connect(port: number, socket: Duplex): boolean {
    if (this.#record.now.power === "off") return false;
    if (this.#record.now.network === undefined) this.#boot();
    if (this.#record.now.pendingScripts.length > 0) this.#bootScripts ??= this.#runBootScripts();
    if (port !== SSH_PORT || !this.isReachable()) return false;
    if (this.#record.now.hostKeys === undefined && this.startSsh("restart") !== undefined) return false;
    this.#daemon.accept(socket, this.#record.now.hostKeys!);
    return true;
  }

  setPower(power: "on" | "off"): void {
    if (power === this.#record.now.power) return;
    this.#daemon.stopEverything();
    this.#record.put({ power, network: undefined, hostKeys: undefined });
    if (power === "off") this.#tell({ event: "powered-off" });
    else if (this.#record.now.boots > 0) this.#boot();
  }

  reboot(): void {
    this.#daemon.stopEverything();
    this.#record.put({ power: "on", network: undefined, hostKeys: undefined });
    this.#boot();
  }

  /** Ends every session and command for good: what still runs writes nothing any more. */
  stop(): void {
    this.#record.close();
    this.#daemon.stopEverything();
  }

  #boot(): void {
    const { boots } = this.#record.now;
    if (boots === 0) this.#firstBoot();
    else {
      cleanVolatile(this.disk);
      this.#record.put({ boots: boots + 1 });
    }
    this.setNetwork(startNetwork(this.disk, this.hardware));
    this.startSsh("restart");
    this.#tell({ event: "booted", boots: boots + 1 });
    this.#record.saveDisk();
  }

  /** The disk is stored before the row says that the server has booted: a simulator killed in between begins again. */
  #firstBoot(): void {
    const disk = this.#record.wipeDisk();
    cleanVolatile(disk);
    const { scripts, notSimulated } = firstBoot(disk, this.order);
    this.#record.saveDisk();
    this.#record.put({ boots: 1, pendingScripts: scripts });
    for (const key of notSimulated) this.noteUnsupported(`cloud-init ${key}`);
  }

  async #runBootScripts(): Promise<void> {
    await runBootScripts(this, COMMANDS, this.#record.now.pendingScripts);
    this.#record.saveDisk();
    this.#record.put({ pendingScripts: [] });
    this.#settle();
  }

  /** Carries out the reboot or shutdown that a command asked for, now that its client has had the answer. */
  #settle(): void {
    const scheduled = this.#scheduled;
    this.#scheduled = undefined;
    if (scheduled === "reboot") this.reboot();
    if (scheduled === "off") this.setPower("off");
  }

  #tell(event: LocalEvent): void {
    this.report({ serverId: this.order.serverId, name: this.order.name, ...event } as LightEvent);
  }
}
