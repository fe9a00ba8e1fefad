import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { settleFlexibleIps } from "../../services/flexible-ip/states";
import type { ServiceContext } from "../../services/service";
import type { CloudDirectory } from "../../store/cloud-directory";
import type { Table } from "../../store/store";
import type { InstallOrder, InstallOutcome, PowerState, ServerBackend } from "../server-backend";
import { makeDiskAndSeed } from "./disk-and-seed";
import type { MetalEvent } from "./events";
import type { FabricClient } from "./fabric-client";
import { runFabric } from "./fabric-process";
import { fabricRules, type InternetEnds } from "./fabric-rules";
import { endForgottenMachine, Machine } from "./machine";
import type { MetalSettings } from "./metal-settings";
import { METAL_SERVERS, type MetalServerRow } from "./rows";
import { RunFolder } from "./run-folder";
import { sshAnswers } from "./ssh-answers";

/** From switching on to SSH; three guests at once on two busy cores take half of it. */
const INSTALL_DEADLINE_MS = 8 * 60_000;
const LOOK_EVERY_MS = 500;
const DIAL_TIMEOUT_MS = 10_000;
/** How often transitions that nobody asks about are brought to the fabric. */
const TICK_MS = 250;

export interface MetalOptions {
  readonly directory: CloudDirectory;
  readonly settings: MetalSettings;
  /** Where the internet's ends lie now; undefined while the front does not listen yet. */
  readonly ends: () => InternetEnds | undefined;
  readonly report: (event: MetalEvent) => void;
}

/**
 * Servers that are QEMU guests on a fabric. Rows in `servers.metal` say which there shall be; machines and fabric are processes
 * of their own that a killed simulator leaves behind and the next one takes over. Work on one server is done in order.
 */
export class MetalBackend implements ServerBackend {
  readonly kind = "metal";
  private readonly rows: Table<MetalServerRow>;
  private readonly machines = new Map<string, Machine>();
  /** The last piece of work of each server. */
  private readonly work = new Map<string, Promise<void>>();
  private readonly runFolder: RunFolder;
  private readonly fabric: Promise<FabricClient>;
  private readonly timer: NodeJS.Timeout;
  private lastRules = "";
  private pushing: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly context: Omit<ServiceContext, "servers">,
    private readonly options: MetalOptions,
  ) {
    const { metal } = options.directory;
    mkdirSync(metal, { recursive: true, mode: 0o700 });
    this.rows = context.store.table(METAL_SERVERS);
    this.endForgotten();
    this.runFolder = RunFolder.open(join(metal, "run-folder"));
    this.fabric = runFabric(options.settings.fabric, this.runFolder, join(metal, "fabric.log"));
    // Whoever needs it is told; here it only must not end the process.
    this.fabric.catch((error: Error) => console.error(error.message));
    for (const row of this.rows.list()) this.does(row.id, () => this.bringBack(row.id));
    this.timer = setInterval(() => void this.accountChanged().catch(() => undefined), TICK_MS);
    this.timer.unref();
  }

  install(order: InstallOrder): void {
    const { serverId } = order;
    const before = this.rows.get(serverId);
    const port = before?.port ?? this.freePort();
    const generation = (before?.generation ?? 0) + 1;
    this.rows.put({ id: serverId, order, port, power: "on", install: "running", generation });
    this.does(serverId, () => this.performInstall(serverId));
  }

  installOutcome(serverId: string): InstallOutcome | undefined {
    const outcome = this.rows.get(serverId)?.install;
    return outcome === "running" ? undefined : outcome;
  }

  setPower(serverId: string, power: "on" | "off"): void {
    const row = this.rows.get(serverId);
    if (row === undefined) return;
    this.rows.put({ ...row, power });
    this.does(serverId, () => (power === "on" ? this.switchOn(serverId) : this.switchOff(serverId)));
  }

  reboot(serverId: string): void {
    if (this.rows.get(serverId) === undefined) return;
    this.does(serverId, async () => {
      await this.switchOff(serverId);
      await this.switchOn(serverId);
    });
  }

  powerOf(serverId: string): PowerState {
    return this.work.has(serverId) ? "changing" : (this.rows.get(serverId)?.power ?? "off");
  }

  remove(serverId: string): void {
    this.rows.delete(serverId);
    // Whatever is under way ends by itself when its machine is gone.
    void this.machines.get(serverId)?.pullPlug();
    this.does(serverId, async () => {
      await this.machines.get(serverId)?.pullPlug();
      this.machines.delete(serverId);
      rmSync(this.folderOf(serverId), { recursive: true, force: true });
    });
  }

  async connect(address: string, port: number, socket: Duplex): Promise<boolean> {
    const connection = await this.dial(address, port);
    if (connection === undefined) return false;
    socket.pipe(connection).pipe(socket);
    const close = () => {
      socket.destroy();
      connection.destroy();
    };
    for (const end of [socket, connection]) end.on("error", close).on("close", close);
    return true;
  }

  async accountChanged(): Promise<void> {
    settleFlexibleIps({ ...this.context, servers: this });
    await this.pushRules();
  }

  /** The fabric, for who looks at it or measures from its internet end point. */
  async openFabric(): Promise<FabricClient> {
    await this.pushRules();
    return this.fabric;
  }

  /** Switches all machines off in order, and the fabric; they come back with the next start. */
  async shutDown(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await Promise.all([...this.machines.values()].map((machine) => machine.shutDown()));
    await Promise.allSettled(this.work.values());
    await this.fabric.then((fabric) => fabric.stop()).catch(() => undefined);
    this.runFolder.remove();
  }

  /** Lets go of everything; machines and fabric go on. */
  close(): void {
    this.isClosed = true;
    clearInterval(this.timer);
    for (const machine of this.machines.values()) machine.letGo();
  }

  private does(serverId: string, work: () => Promise<void>): void {
    const before = this.work.get(serverId) ?? Promise.resolve();
    const after = before
      .then(() => (this.isClosed ? undefined : work()))
      .catch((error: unknown) => console.error(`${serverId}: ${error instanceof Error ? error.message : error}`))
      .finally(() => {
        if (this.work.get(serverId) === after) this.work.delete(serverId);
      });
    this.work.set(serverId, after);
  }

  private async performInstall(serverId: string): Promise<void> {
    const begin = Date.now();
    const row = this.rows.get(serverId);
    if (row === undefined) return;
    await this.machines.get(serverId)?.pullPlug();
    const machine = this.machineOf(row);
    try {
      const { directory, settings } = this.options;
      const ca = readFileSync(directory.caCertificate, "utf8");
      makeDiskAndSeed(this.folderOf(serverId), machine.files, settings.image, row.order, ca);
      await this.switchOn(serverId);
      await this.sshIsUp(row, machine, begin + INSTALL_DEADLINE_MS);
      this.concludes(row, "completed", () => ({
        event: "installed",
        seconds: Math.round((Date.now() - begin) / 1000),
      }));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.concludes(row, "error", () => ({ event: "install-failed", reason, console: machine.files.console }));
    }
  }

  private concludes(row: MetalServerRow, install: InstallOutcome, event: () => LocalMetalEvent): void {
    const now = this.rows.get(row.id);
    // Removed or installed anew meanwhile: this outcome is nobody's any more.
    if (this.isClosed || now?.generation !== row.generation) return;
    this.rows.put({ ...now, install });
    this.tell(row, event());
  }

  private async sshIsUp({ id, order, generation }: MetalServerRow, machine: Machine, deadline: number): Promise<void> {
    const { address } = order.publicNetwork;
    for (;;) {
      if (this.isClosed || this.rows.get(id)?.generation !== generation) throw new Error("the install was given up");
      if (!machine.isRunning) throw new Error("the machine has switched itself off");
      if (await sshAnswers(() => this.dial(address, 22))) return;
      if (Date.now() > deadline) throw new Error(`SSH does not answer in ${INSTALL_DEADLINE_MS / 1000} s`);
      await pause(LOOK_EVERY_MS);
    }
  }

  /** After a restart of the simulator: machines that run are taken over, those that should run are switched on. */
  private async bringBack(serverId: string): Promise<void> {
    const row = this.rows.get(serverId);
    if (row === undefined) return;
    const machine = this.machineOf(row);
    const isRunning = await machine.adopt();
    if (isRunning) this.watch(row, machine);
    // Killed in the middle of an install: it begins again, as its order still stands.
    if (row.install === "running") return this.performInstall(serverId);
    if (row.power === "on" && row.install === "completed" && !isRunning) await this.switchOn(serverId);
    if (row.power === "off") await machine.shutDown();
  }

  private async switchOn(serverId: string): Promise<void> {
    const row = this.rows.get(serverId);
    if (row === undefined) return;
    const machine = this.machineOf(row);
    if (machine.isRunning) return;
    // The fabric listens at the port before the machine looks for it.
    await this.pushRules();
    const pid = await machine.start();
    this.rows.put({ ...row, power: "on" });
    this.tell(row, { event: "machine-started", accelerator: this.options.settings.kvm.usable ? "kvm" : "tcg", pid });
    this.watch(row, machine);
  }

  private async switchOff(serverId: string): Promise<void> {
    const machine = this.machines.get(serverId);
    await machine?.shutDown();
    const row = this.rows.get(serverId);
    if (row !== undefined) this.tell(row, { event: "powered-off" });
  }

  private watch(row: MetalServerRow, machine: Machine): void {
    void machine.ended.then(() => {
      const now = this.rows.get(row.id);
      if (this.isClosed || now === undefined || this.work.has(row.id)) return;
      this.rows.put({ ...now, power: "off" });
      this.tell(row, { event: "machine-ended", reason: "by itself" });
    });
  }

  private async dial(address: string, port: number): Promise<Duplex | undefined> {
    const fabric = await this.fabric;
    return fabric.dial(address, port, DIAL_TIMEOUT_MS).catch(() => undefined);
  }

  /** One after the other, so that an older state never comes after a newer one. */
  private pushRules(): Promise<void> {
    this.pushing = this.pushing.catch(() => undefined).then(() => this.pushNow());
    return this.pushing;
  }

  private async pushNow(): Promise<void> {
    const ends = this.options.ends();
    if (this.isClosed || ends === undefined) return;
    const rules = fabricRules(this.context.store, ends);
    const text = JSON.stringify(rules);
    if (text === this.lastRules) return;
    await (await this.fabric).putRules(rules);
    this.lastRules = text;
  }

  private machineOf(row: MetalServerRow): Machine {
    const known = this.machines.get(row.id);
    if (known !== undefined) return known;
    const machine = new Machine(row, this.folderOf(row.id), this.runFolder, this.options.settings);
    this.machines.set(row.id, machine);
    return machine;
  }

  private freePort(): number {
    const taken = new Set(this.rows.list().map(({ port }) => port));
    for (let port = 1; ; port++) if (!taken.has(port)) return port;
  }

  private folderOf(serverId: string): string {
    return join(this.options.directory.metal, serverId);
  }

  /** Machines whose account was reset, or whose row was never written. */
  private endForgotten(): void {
    const { metal } = this.options.directory;
    const folders = existsSync(metal) ? readdirSync(metal, { withFileTypes: true }) : [];
    for (const { name } of folders.filter((each) => each.isDirectory() && this.rows.get(each.name) === undefined)) {
      endForgottenMachine(join(metal, name));
      rmSync(join(metal, name), { recursive: true, force: true });
    }
  }

  private tell({ order }: MetalServerRow, event: LocalMetalEvent): void {
    if (!this.isClosed) this.options.report({ serverId: order.serverId, name: order.name, ...event } as MetalEvent);
  }
}

type WithoutServer<T> = T extends unknown ? Omit<T, "serverId" | "name"> : never;
type LocalMetalEvent = WithoutServer<MetalEvent>;
