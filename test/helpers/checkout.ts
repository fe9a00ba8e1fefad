import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { STACKS, type StackName } from "../../operations/deployment";
import { dropChecksums } from "../../toolchain/cdktf/checksums";
import { readEnvironment } from "../../toolchain/environment";
import { PLACES } from "../../toolchain/places";
import type { CloudProcess } from "./cloud-process";

const REPOSITORY = join(__dirname, "..", "..");

/** What a checkout needs to deploy; the toolchain's cache and the packages are shared. */
const COPIED = [
  ...[".gen", "config", "constructs", "operations", "simulator", "stacks", "toolchain"],
  ...["main.ts", "env.sh", "cdktf.json", "package.json", "tsconfig.json"],
  "deployments/demo.template.yaml",
];
/** Of the toolchain's cache: what is costly to make and never changed. Its settings are the checkout's own, since a make target writes them anew. */
const SHARED = [
  "node_modules",
  ".cache/providers",
  ".cache/downloaded-providers",
  ".cache/plugins",
  ".cache/bin",
  ".cache/stamps",
];
const SETTINGS = [".cache/toolchain.env", ".cache/terraform.rc", ".cache/terraform.lock.hcl"];

export interface Outcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** Standard output and error as they came, without colours and Terraform's frames. */
  readonly output: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly outcome: Promise<Outcome>;
  /** Ends it and whatever it has started, as kill -9 does; Terraform's providers would outlive it. */
  kill(): void;
}

export interface CheckoutOptions {
  /** Name of the deployment. @default "house" */
  readonly deployment?: string;
  /** Another deployment's checkout to share instead of making one. */
  readonly beside?: Checkout;
  /** Secrets and variables that the operator's shell has beside the simulator's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * A private checkout in a folder of its own with one deployment, and a shell in it that has sourced env.sh and reaches a
 * simulated Scaleway. Nothing of it touches the repository.
 */
export class Checkout {
  readonly path: string;
  readonly deployment: string;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly isGuest: boolean;

  constructor(cloud: CloudProcess, options: CheckoutOptions = {}) {
    this.deployment = options.deployment ?? "house";
    this.path = options.beside?.path ?? makeCheckout();
    this.isGuest = options.beside !== undefined;
    this.environment = {
      ...cloud.environment,
      DEPLOYMENT: this.deployment,
      ONE_PASSWORD: "abcDEF123",
      CI: "1",
      FORCE_COLOR: "0",
      TF_IN_AUTOMATION: "1",
      ...options.environment,
    };
  }

  /** Path of a file in the checkout. */
  file(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  read(...parts: string[]): string {
    return readFileSync(this.file(...parts), "utf8");
  }

  /** Writes the deployment file: the required fields, the project named after the deployment unless given, and `more`. */
  configure(more = "", project = this.deployment): void {
    const text = `project: ${project}\nregion: fr-par\nzone: fr-par-2\n${more}`;
    writeFileSync(this.file("deployments", `${this.deployment}.yaml`), text);
  }

  /** Starts a command in a shell that has sourced env.sh; a signal to the process reaches the command itself. */
  begin(command: readonly string[], environment: Readonly<Record<string, string | undefined>> = {}): Running {
    const child = spawn("bash", ["-c", '. ./env.sh && exec "$@"', "shell", ...command], {
      cwd: this.path,
      env: { ...this.environment, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part.toString()));
    const outcome = new Promise<Outcome>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, output: readable(output) }));
    });
    return { process: child, outcome, kill: () => killGroup(child.pid!) };
  }

  run(command: readonly string[], environment: Readonly<Record<string, string | undefined>> = {}): Promise<Outcome> {
    return this.begin(command, environment).outcome;
  }

  /** What `npx cdktf …` runs, without npx, whose search for it costs two seconds; secrets.test.ts types it in full. */
  cdktf(...args: string[]): Promise<Outcome> {
    return this.run(["node", "toolchain/cdktf/cdktf.js", ...args]);
  }

  /** `npm run operations -- …`. */
  operations(...args: string[]): Promise<Outcome> {
    return this.run(["node", "operations/launch.cjs", ...args]);
  }

  /** Writes the stacks' JSON without cdktf, whose start costs seconds. */
  async synth(): Promise<void> {
    must(await this.run(["node", "toolchain/synth/run.js"]));
  }

  terraform(stack: StackName, ...args: string[]): Promise<Outcome> {
    return this.run(terraformCommand(this.deployment, stack, args));
  }

  beginTerraform(
    stack: StackName,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Running {
    return this.begin(terraformCommand(this.deployment, stack, args), environment);
  }

  /** @throws Error with Terraform's words when the apply fails */
  async apply(stack: StackName, ...options: string[]): Promise<Outcome> {
    await this.init(stack);
    return must(await this.terraform(stack, "apply", "-auto-approve", ...options));
  }

  async init(stack: StackName): Promise<void> {
    if (existsSync(this.file("cdktf.out", this.deployment, "stacks", stack, ".terraform"))) return;
    must(await this.terraform(stack, "init", "-input=false"));
    dropChecksums(this.file("cdktf.out", this.deployment, "stacks", stack), readEnvironment(PLACES) ?? {});
  }

  /** Synthesizes and applies stacks in their order. @default all five */
  async deploy(stacks: readonly StackName[] = STACKS): Promise<void> {
    await this.synth();
    for (const stack of stacks) await this.apply(stack);
  }

  /** Destroys all stacks, the last one first. */
  async destroy(stacks: readonly StackName[] = STACKS): Promise<void> {
    for (const stack of [...stacks].reverse()) must(await this.terraform(stack, "destroy", "-auto-approve"));
  }

  /** Objects of a stack's state, by `type` and index-free name, e.g. `scaleway_baremetal_server.host01_server_1A2B`. */
  async stateOf(stack: StackName): Promise<string[]> {
    return must(await this.terraform(stack, "state", "list"))
      .output.split("\n")
      .filter((line) => line !== "");
  }

  async outputsOf(stack: StackName): Promise<Record<string, any>> {
    const all = JSON.parse(must(await this.terraform(stack, "output", "-json")).output);
    return Object.fromEntries(Object.entries<any>(all).map(([name, output]) => [name, output.value]));
  }

  remove(): void {
    if (!this.isGuest) rmSync(this.path, { recursive: true, force: true });
  }
}

/** Whatever is left of it; Terraform's providers outlive a Terraform that was killed alone. */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function makeCheckout(): string {
  const path = mkdtempSync(join(tmpdir(), "checkout-"));
  const present = (name: string) => existsSync(join(REPOSITORY, name));
  for (const name of COPIED) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    cpSync(join(REPOSITORY, name), join(path, name), { recursive: true });
  }
  mkdirSync(join(path, ".cache"));
  for (const name of SETTINGS.filter(present)) {
    const settings = readFileSync(join(REPOSITORY, name), "utf8");
    writeFileSync(join(path, name), settings.replaceAll(/[^"'=\s]*\/\.cache\//g, `${path}/.cache/`));
  }
  mkdirSync(join(path, "cdktf.out"));
  for (const name of SHARED.filter(present)) symlinkSync(join(REPOSITORY, name), join(path, name));
  return path;
}

function terraformCommand(deployment: string, stack: StackName, args: readonly string[]): string[] {
  const options = ["plan", "apply", "destroy", "init"].includes(args[0] ?? "") ? ["-no-color"] : [];
  // As npx cdktf does behind a proxy; see toolchain/cdktf/one-by-one.js.
  if (stack === "network" && args[0] === "apply") options.push("-parallelism=1");
  return [
    "terraform",
    `-chdir=cdktf.out/${deployment}/stacks/${stack}`,
    ...args.slice(0, 1),
    ...options,
    ...args.slice(1),
  ];
}

/** @throws Error with everything it said, unless it ended well */
export function must(outcome: Outcome): Outcome {
  if (outcome.code !== 0) throw new Error(`exit code ${outcome.code}:\n${outcome.output}`);
  return outcome;
}

/** Terraform breaks lines within a frame; a claim about words must not depend on where. */
export function words(text: string): string {
  return text.replace(/[│╷╵|]/g, " ").replace(/\s+/g, " ");
}

function readable(output: string): string {
  return stripVTControlCharacters(output);
}
