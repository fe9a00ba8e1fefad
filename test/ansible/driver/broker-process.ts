// The broker as systemd starts it: a process of its own that finds everything in its credentials folder.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../../helpers/until";

export const ROLE = join(__dirname, "../../../ansible/roles/flexible_ip_driver");

export interface BrokerNode {
  readonly serverId: string;
  readonly credential: string;
  /** @default 127.0.0.1 */
  readonly address?: string;
}

export interface BrokerOptions {
  readonly projectId: string;
  readonly nodes: Readonly<Record<string, BrokerNode>>;
  readonly flexibleIps: readonly string[];
  readonly secretKeys: readonly string[];
  /** Leads to Scaleway, or to what stands for it. */
  readonly environment: NodeJS.ProcessEnv;
}

export class BrokerProcess {
  port = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), "broker-"));
  private process: ChildProcess | undefined;
  private written = "";

  private constructor(private options: BrokerOptions) {}

  static async start(options: BrokerOptions): Promise<BrokerProcess> {
    const broker = new BrokerProcess(options);
    makeCertificate(broker.folder);
    await broker.run();
    return broker;
  }

  /** What a node needs to trust it. */
  get certificate(): string {
    return readFileSync(join(this.folder, "certificate"), "utf8");
  }

  /** Everything it has ever said. */
  get log(): string {
    return this.written;
  }

  get pid(): number {
    return this.process!.pid!;
  }

  /** Ends it at once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const gone = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGKILL");
    await gone;
  }

  /** At the same port, with other settings when there are some. */
  async restart(changes: Partial<BrokerOptions> = {}): Promise<void> {
    await this.kill();
    this.options = { ...this.options, ...changes };
    await this.run();
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    const { projectId, nodes, flexibleIps, secretKeys, environment } = this.options;
    const configuration = {
      listen: { address: "127.0.0.1", port: this.port },
      zone: "fr-par-2",
      project_id: projectId,
      nodes: Object.fromEntries(
        Object.entries(nodes).map(([name, { serverId, credential, address = "127.0.0.1" }]) => [
          name,
          { server_id: `fr-par-2/${serverId}`, address, credential_hashes: [sha256(credential)] },
        ]),
      ),
      flexible_ips: flexibleIps.map((id) => `fr-par-2/${id}`),
    };
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, "configuration"), JSON.stringify(configuration));
    writeFileSync(join(this.folder, "secret-keys"), secretKeys.map((key) => `${key}\n`).join(""), { mode: 0o600 });
    const before = this.written.length;
    this.process = spawn("/usr/bin/python3", ["-EsB", join(ROLE, "files/broker")], {
      env: { PATH: "/usr/bin:/bin", CREDENTIALS_DIRECTORY: this.folder, ...environment },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.process.stderr!.on("data", (part: Buffer) => {
      this.written += part.toString("utf8");
    });
    await until("the broker listens", () => /listening on/.test(this.written.slice(before)), 10_000);
    this.port = Number(/listening on 127\.0\.0\.1:(\d+)/.exec(this.written.slice(before))![1]);
  }
}

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function makeCertificate(folder: string): void {
  const to = ["-keyout", join(folder, "private-key"), "-out", join(folder, "certificate")];
  const names = ["-subj", "/CN=one-flexible-ip-broker", "-addext", "subjectAltName=IP:127.0.0.1"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "1"];
  execFileSync("openssl", ["req", "-x509", ...kind, ...to, ...names], { stdio: "ignore" });
}
