import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CloudDescription, ServerDescription } from "../../operations/cloud-description";
import { sshArguments } from "../../operations/ssh";
import type { FabricState, PingResult } from "../../simulator/servers/metal/fabric-contract";
import type { FABRIC_RULES } from "../../simulator/services/conditions";
import { Checkout } from "../helpers/checkout";
import { CloudProcess } from "../helpers/cloud-process";
import { callApi } from "../helpers/proxy-client";
import { until } from "../helpers/until";

const SIMULATE = join(__dirname, "../../simulator/launch.cjs");
/** A guest on an emulated CPU boots in about a minute; three at once on two cores take up to three. */
const BOOT_DEADLINE_MS = 6 * 60_000;

export interface Said {
  /** Of the command; 255 when SSH did not come about. */
  readonly status: number | null;
  readonly output: string;
}

export type Rule = (typeof FABRIC_RULES)[number];

/** A cloud of metal servers that the real stacks have deployed, as its operator and the internet see it. */
export class MetalCloud {
  private readonly sockets = mkdtempSync(join(tmpdir(), "ssh-"));
  private more = "";
  private description: Pick<CloudDescription, "servers" | "spareFlexibleIp"> | undefined;

  private constructor(
    readonly cloud: CloudProcess,
    readonly checkout: Checkout,
  ) {}

  /** An account with metal servers and a checkout that is configured for it; nothing is deployed yet. */
  static async start(workers: string): Promise<MetalCloud> {
    const cloud = await CloudProcess.start("metal");
    const checkout = new Checkout(cloud);
    const metal = new MetalCloud(cloud, checkout);
    metal.configure(workers);
    return metal;
  }

  /**
   * @param workers as in the file, e.g. `2` or `[host01, host03]`
   * @param more further lines of the file. @default those of the last time
   */
  configure(workers: string, more = this.more): void {
    this.more = more;
    this.checkout.configure(`servers: {workers: ${workers}}\ndisposable: true\n${more}`);
  }

  async deploy(): Promise<void> {
    await this.checkout.deploy();
    await this.readDescription();
  }

  async readDescription(): Promise<void> {
    const { servers, spare_flexible_ip } = await this.checkout.outputsOf("instances");
    // A connection to a machine that is no more would wait for ever.
    const before = this.description?.servers ?? {};
    for (const host of Object.keys(before).filter((each) => before[each]!.serverId !== servers[each]?.serverId))
      this.forgetConnection(host);
    this.description = { servers, spareFlexibleIp: spare_flexible_ip };
  }

  get servers(): Readonly<Record<string, ServerDescription>> {
    return this.description!.servers;
  }

  get hosts(): string[] {
    return Object.keys(this.servers);
  }

  server(host: string): ServerDescription {
    const found = this.servers[host];
    if (found === undefined) throw new Error(`no host ${host}; there are ${this.hosts.join(", ")}`);
    return found;
  }

  /** Bare id of a host's server. */
  serverId(host: string): string {
    return this.server(host).serverId.split("/")[1]!;
  }

  /** Runs a command on a host, by its public address from the internet end point, with the pinned key. */
  run(host: string, command: string, input = ""): Promise<Said> {
    return this.ssh(host, [command], input);
  }

  /** @throws Error with what the command said unless it succeeds */
  async must(host: string, command: string, input = ""): Promise<string> {
    const { status, output } = await this.run(host, command, input);
    if (status !== 0) throw new Error(`${host}: ${command}: exit ${status}\n${output}`);
    return output;
  }

  /** A login that shares no connection with earlier ones. */
  login(host: string, command = "true"): Promise<Said> {
    return this.ssh(host, ["-o", "ControlPath=none", "-o", "ConnectTimeout=20", command]);
  }

  /** A login that looks for the key of another name than the host's address. */
  loginAs(host: string, keyName: string): Promise<Said> {
    return this.ssh(host, ["-o", "ControlPath=none", "-o", `HostKeyAlias=${keyName}`, "true"]);
  }

  /** Whether something takes a TCP connection from the internet end point. */
  connects(address: string, port: number): Promise<boolean> {
    const words = ["connect", "--cloud", this.cloud.directory.path, address, String(port)];
    return new Promise((resolve, reject) => {
      // Input that ends at once; what has answered ends the connection, and is no mistake.
      const child = spawn(process.execPath, [SIMULATE, ...words], { stdio: "ignore" });
      child.on("error", reject);
      child.on("close", (status) => resolve(status === 0));
    });
  }

  /** ICMP echo from the internet end point. */
  ping(address: string, count = 1): Promise<PingResult> {
    return this.cloud.control.ping({ address, count, timeoutMs: 3000 });
  }

  fabric(): Promise<FabricState> {
    return this.cloud.control.fabric();
  }

  /** Frames of a host that were dropped for a reason. */
  async dropped(host: string, reason: string): Promise<number> {
    const port = (await this.fabric()).servers.find(({ id }) => id === this.serverId(host));
    return port?.drops[reason] ?? 0;
  }

  /** Runs `work` while the fabric does not enforce a rule. */
  async without<T>(rule: Rule, work: () => Promise<T>): Promise<T> {
    const { control } = this.cloud;
    const condition = await control.addCondition("fabric-rule-off", rule);
    // Looking at the fabric brings its rules up to date first.
    await control.fabric();
    try {
      return await work();
    } finally {
      await control.clearFaults(condition.id);
      await control.fabric();
    }
  }

  /** A call of the Elastic Metal or Flexible IP API. @throws Error with the API's answer when it refuses */
  async api(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await callApi(this.cloud, { method, path, body });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Starts, stops or reboots a server by the API. */
  power(host: string, action: "start" | "stop" | "reboot"): Promise<any> {
    this.forgetConnection(host);
    return this.api("POST", `${this.serverPath(host)}/${action}`, action === "stop" ? undefined : {});
  }

  /** Returns when the API says that the server has this status. */
  async hasStatus(host: string, status: string): Promise<void> {
    await until(
      `${host} is ${status}`,
      async () => (await this.api("GET", this.serverPath(host))).status === status,
      BOOT_DEADLINE_MS,
    );
  }

  /** Returns when a new login succeeds. */
  async answers(host: string): Promise<void> {
    this.forgetConnection(host);
    await until(`${host} answers by SSH`, async () => (await this.login(host)).status === 0, BOOT_DEADLINE_MS);
  }

  async moveFlexibleIp(id: string, host: string | undefined): Promise<void> {
    const path = "/flexible-ip/v1alpha1/zones/fr-par-2/fips";
    const fips_ids = [id.split("/").at(-1)!];
    await this.api("POST", `${path}/detach`, { fips_ids });
    // With the instant clock a transition is over at the next look.
    await this.api("GET", `${path}/${fips_ids[0]}`);
    if (host !== undefined) await this.api("POST", `${path}/attach`, { fips_ids, server_id: this.serverId(host) });
    await this.api("GET", `${path}/${fips_ids[0]}`);
  }

  /** Ends it and everything that it has started. */
  async stop(): Promise<void> {
    for (const name of readdirSync(this.sockets)) spawnSync("ssh", ["-O", "exit", "-S", join(this.sockets, name), "x"]);
    rmSync(this.sockets, { recursive: true, force: true });
    await this.cloud.stop();
    this.checkout.remove();
  }

  /** What Terraform has written for Ansible. */
  get inventoryFolder(): string {
    return this.checkout.file("ansible/inventory", this.checkout.deployment);
  }

  get spareFlexibleIp(): CloudDescription["spareFlexibleIp"] {
    return this.description!.spareFlexibleIp;
  }

  /** Where the machines' sockets lie. */
  get runFolder(): string {
    return readFileSync(join(this.cloud.directory.metal, "run-folder"), "utf8");
  }

  private serverPath(host: string): string {
    return `/baremetal/v1/zones/fr-par-2/servers/${this.serverId(host)}`;
  }

  private ssh(host: string, words: readonly string[], input = ""): Promise<Said> {
    const target = {
      inventoryFolder: this.inventoryFolder,
      config: { ssh: { user: "ubuntu" } },
    };
    const carrier = [process.execPath, SIMULATE, "connect", "--cloud", this.cloud.directory.path, "%h", "%p"];
    const options = [
      "BatchMode=yes",
      "ConnectTimeout=60",
      "ControlMaster=auto",
      "ControlPersist=300",
      "ServerAliveInterval=15",
    ];
    // The proxy lives as long as the shared connection and would hold our standard error open.
    const proxyCommand = `${carrier.join(" ")} 2>/dev/null`;
    const args = [
      ...words.slice(0, -1),
      ...options.flatMap((option) => ["-o", option]),
      ...["-o", `ControlPath=${this.controlPath(host)}`],
      ...sshArguments(target, this.server(host).publicAddress, proxyCommand),
      words.at(-1)!,
    ];
    return new Promise((resolve, reject) => {
      const child = spawn("ssh", args, { stdio: ["pipe", "pipe", "pipe"] });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part));
      child.on("error", reject);
      child.on("close", (status) => resolve({ status, output: output.trim() }));
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    });
  }

  private controlPath(host: string): string {
    return join(this.sockets, host);
  }

  private forgetConnection(host: string): void {
    if (existsSync(this.controlPath(host))) spawnSync("ssh", ["-O", "exit", "-S", this.controlPath(host), "x"]);
    rmSync(this.controlPath(host), { force: true });
  }
}
