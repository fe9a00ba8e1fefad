import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { portName } from "./fabric-rules";
import { hardwareProfileOf } from "./hardware-profiles";
import type { MetalSettings } from "./metal-settings";
import { type MachineFiles, qemuArguments } from "./qemu-command";
import { Monitor } from "./qmp";
import type { MetalServerRow } from "./rows";
import type { RunFolder } from "./run-folder";

const START_DEADLINE_MS = 20_000;
/** A guest on an emulated CPU takes some 20 s to shut down, more while others boot; a real server is cut off as well when it does not. */
const SHUTDOWN_DEADLINE_MS = 90_000;
const LOOK_EVERY_MS = 50;
/** Characters of QEMU's own words that go into an error. */
const QEMU_WORDS = 500;

/** One QEMU process and the files that it works on. It goes on when the simulator ends. */
export class Machine {
  private monitor: Monitor | undefined;
  readonly files: MachineFiles;

  constructor(
    private readonly row: MetalServerRow,
    private readonly folder: string,
    runFolder: RunFolder,
    private readonly settings: MetalSettings,
  ) {
    this.files = {
      disk: join(folder, "disk.qcow2"),
      seed: join(folder, "seed.iso"),
      console: join(folder, "console.log"),
      pid: join(folder, "qemu.pid"),
      monitorSocket: runFolder.file(`q${row.port}`),
      fabricSocket: runFolder.file(portName(row.port)),
    };
  }

  get isRunning(): boolean {
    return this.monitor !== undefined;
  }

  /**
   * Takes over the process that an earlier simulator has started.
   * @returns false when none runs
   */
  async adopt(): Promise<boolean> {
    const monitor = await Monitor.open(this.files.monitorSocket).catch(() => undefined);
    if (monitor !== undefined) this.follow(monitor);
    return monitor !== undefined;
  }

  /**
   * Switches it on.
   * @returns the process id
   * @throws Error with QEMU's words
   */
  async start(): Promise<number> {
    rmSync(this.files.monitorSocket, { force: true });
    const log = join(this.folder, "qemu.log");
    const output = openSync(log, "a", 0o600);
    const profile = hardwareProfileOf(this.row.port);
    const { name, publicNetwork } = this.row.order;
    const words = qemuArguments(name, publicNetwork.macAddress, this.files, profile, this.settings);
    const child = spawn("qemu-system-x86_64", words, { detached: true, stdio: ["ignore", output, output] });
    closeSync(output);
    let ended: string | undefined;
    // Asked only while it starts: later its folder may be gone with it.
    const saysWhy = () => readFileSync(log, "utf8").slice(-QEMU_WORDS).trim();
    child.once("error", (error) => (ended = error.message));
    child.once("exit", (code, signal) => (ended = `it ended with ${code ?? signal}`));
    child.unref();
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!(await this.adopt())) {
      if (ended !== undefined) throw new Error(`QEMU did not start: ${ended}: ${saysWhy()}`);
      if (Date.now() > deadline) throw new Error(`QEMU does not answer in ${START_DEADLINE_MS / 1000} s`);
      await pause(LOOK_EVERY_MS);
    }
    return child.pid!;
  }

  /** Resolves when the machine is off, whoever has switched it off. */
  get ended(): Promise<void> {
    return this.monitor?.ended ?? Promise.resolve();
  }

  /** Presses the power button, and pulls the plug when the guest does not react in time. */
  async shutDown(): Promise<void> {
    const { monitor } = this;
    if (monitor === undefined) return;
    const timer = new AbortController();
    const late = pause(SHUTDOWN_DEADLINE_MS, "late", { signal: timer.signal }).catch(() => "in time");
    await monitor.call("system_powerdown").catch(() => undefined);
    const outcome = await Promise.race([monitor.ended.then(() => "off"), late]);
    timer.abort();
    if (outcome === "late") await this.pullPlug();
  }

  /** Ends it at once, as a power cut does. */
  async pullPlug(): Promise<void> {
    const { monitor } = this;
    if (monitor === undefined) return;
    const { ended } = monitor;
    await monitor.call("quit").catch(() => undefined);
    await ended;
  }

  /** Leaves it running, its monitor free for whoever comes next. */
  letGo(): void {
    this.monitor?.close();
    this.monitor = undefined;
  }

  private follow(monitor: Monitor): void {
    this.monitor = monitor;
    void monitor.ended.then(() => {
      if (this.monitor === monitor) this.monitor = undefined;
    });
  }
}

/** Ends a machine that nobody knows any more, by the pid that it left in its folder. */
export function endForgottenMachine(folder: string): void {
  const file = join(folder, "qemu.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8"));
  if (isQemu(pid, folder)) process.kill(pid, "SIGKILL");
}

/** Pids are used again: only a process that works on this very folder is meant. */
function isQemu(pid: number, folder: string): boolean {
  const file = `/proc/${pid}/cmdline`;
  const words = existsSync(file) ? readFileSync(file, "utf8") : "";
  return words.startsWith("qemu-system") && words.includes(folder);
}
