// A server as OpenNebula's driver leaves it: hooks in its folders, identity and credential beside them, an unprivileged user.

import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROLE } from "./broker-process";
import { describe, type VirtualMachine } from "./virtual-machine";

export const HOOK = join(ROLE, "files/hook/flexible-ip");
/** nobody's; tests that do not run as root are unprivileged anyway. */
const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

export type HookAction = "pre" | "post" | "clean";

export interface HookResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface HookNodeOptions {
  readonly name: string;
  readonly serverId: string;
  readonly credential: string;
  readonly broker: { readonly port: number; readonly certificate: string };
  /** @default the role's */
  readonly hook?: string;
  readonly budgetSeconds?: Partial<Record<HookAction, number>>;
  /** Further files of the settings folder. */
  readonly files?: Readonly<Record<string, string>>;
}

export class HookNode {
  readonly folder = mkdtempSync(join(tmpdir(), "node-"));
  readonly settings = join(this.folder, "settings");
  readonly serverId: string;
  readonly name: string;

  constructor(options: HookNodeOptions) {
    this.serverId = options.serverId;
    this.name = options.name;
    // The hook runs as a user who is not the one that made these, whatever the umask (env.sh's is 077).
    chmodSync(this.folder, 0o755);
    for (const driver of ["bridge", "fw"]) {
      for (const action of ["pre", "post", "clean"]) {
        const file = join(this.folder, "vnm", driver, `${action}.d`, "flexible-ip");
        for (const folder of ["vnm", `vnm/${driver}`, `vnm/${driver}/${action}.d`])
          makeOpenFolder(join(this.folder, folder), 0o755);
        copyFileSync(options.hook ?? HOOK, file);
        chmodSync(file, 0o755);
      }
    }
    makeOpenFolder(this.settings, 0o755);
    makeOpenFolder(join(this.folder, "locks"), 0o777);
    const identity = {
      node: options.name,
      server_id: `fr-par-2/${options.serverId}`,
      broker: { address: "127.0.0.1", port: options.broker.port },
      budget_seconds: options.budgetSeconds ?? {},
    };
    this.write("identity.json", JSON.stringify(identity));
    this.write("credential", options.credential);
    this.write("broker.pem", options.broker.certificate);
    for (const [name, content] of Object.entries(options.files ?? {})) this.write(name, content);
  }

  /** @param content undefined takes the file away */
  write(name: string, content: string | undefined): void {
    if (content === undefined) rmSync(join(this.settings, name), { force: true });
    else {
      writeFileSync(join(this.settings, name), content);
      chmodSync(join(this.settings, name), 0o644);
    }
  }

  /** Runs the hook as the driver does: arguments that mislead, the machine on standard input, no variable that helps. */
  run(action: HookAction, vm: VirtualMachine, driver: "bridge" | "fw" = "bridge"): Promise<HookResult> {
    return this.runOn(action, describe(vm), driver);
  }

  runOn(action: HookAction, input: string, driver: "bridge" | "fw" = "bridge"): Promise<HookResult> {
    const began = performance.now();
    const args = { pre: [], post: ["one-7", "misleading"], clean: ["misleading"] }[action];
    return new Promise((done, failed) => {
      const child = spawn(join(this.folder, "vnm", driver, `${action}.d`, "flexible-ip"), args, {
        ...UNPRIVILEGED,
        cwd: "/",
        env: {
          PATH: "/usr/bin:/bin",
          ONE_FLEXIBLE_IP_SETTINGS: this.settings,
          ONE_FLEXIBLE_IP_LOCKS: join(this.folder, "locks"),
        },
      });
      let stdout = "";
      let stderr = "";
      child.stdout.on("data", (part: Buffer) => {
        stdout += part;
      });
      child.stderr.on("data", (part: Buffer) => {
        stderr += part;
      });
      child.on("error", failed);
      child.on("close", (code) => done({ code, stdout, stderr, seconds: (performance.now() - began) / 1000 }));
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    });
  }

  /** A copy of everything that lies on this server, to look for secrets in. */
  copyTo(folder: string): void {
    if (existsSync(this.folder)) cpSync(this.folder, folder, { recursive: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function makeOpenFolder(path: string, mode: number): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
}
