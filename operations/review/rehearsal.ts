import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { parseDocument } from "yaml";
import { EXIT_CODES } from "../../config/exit-codes";
import { CHECKOUT, STACKS, type StackName } from "../deployment";
import { OperationProblem } from "../operation-problem";
import { type Revision, removeRevision, writeRevision } from "./revision";

/** Name of the deployment under which each deployment file is rehearsed. */
export const DEPLOYMENT = "review";
const SIMULATE = join(CHECKOUT, "simulator/launch.cjs");
const SHARED = ["node_modules", ".cache"];
/** A light server answers at once or never. */
const SSH_TIMEOUT = "60s";

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/**
 * A folder in which one revision after the other stands with the states that the first one left, beside a simulated Scaleway of
 * its own. Packages and providers are those of this checkout.
 */
export class Rehearsal {
  readonly folder = mkdtempSync(join(tmpdir(), "review-"));
  /** The simulated Scaleway's own folder. */
  readonly cloud = join(mkdtempSync(join(tmpdir(), "review-cloud-")), "cloud");
  private readonly password = randomBytes(12).toString("hex");
  private revision: Revision | undefined;
  private variables: NodeJS.ProcessEnv | undefined;

  constructor() {
    for (const name of SHARED) symlinkSync(join(CHECKOUT, name), join(this.folder, name));
  }

  /** @param file of the revision, to be deployed as `review`; with Terraform's SSH key in place of the operator's */
  put(revision: Revision, file: string): void {
    if (this.revision) removeRevision(this.revision, this.folder);
    writeRevision(revision, this.folder);
    this.revision = revision;
    const text = readFileSync(join(this.folder, file), "utf8");
    const document = parseDocument(text);
    const ownKey = document.errors.length === 0 && document.hasIn(["ssh", "publicKeyFile"]);
    if (ownKey) document.deleteIn(["ssh", "publicKeyFile"]);
    writeFileSync(join(this.folder, `deployments/${DEPLOYMENT}.yaml`), ownKey ? String(document) : text);
    mkdirSync(join(this.folder, "cdktf.out", DEPLOYMENT), { recursive: true });
  }

  cdktf(...args: string[]): Promise<Outcome> {
    return this.run(["node", "toolchain/cdktf/cdktf.js", ...args]);
  }

  /** Writes the stacks' JSON without a plan. */
  synthesize(): Promise<Outcome> {
    const { app } = JSON.parse(readFileSync(join(this.folder, "cdktf.json"), "utf8")) as { app: string };
    return this.run(app.split(" "));
  }

  terraform(stack: StackName, ...args: string[]): Promise<Outcome> {
    // env.sh says whether it is Terraform or OpenTofu.
    const script =
      '[ -n "$TERRAFORM_BINARY_NAME" ] || TERRAFORM_BINARY_NAME=terraform; exec "$TERRAFORM_BINARY_NAME" "$@"';
    return this.run([
      "bash",
      "-c",
      script,
      "terraform",
      `-chdir=${join("cdktf.out", DEPLOYMENT, "stacks", stack)}`,
      ...args,
    ]);
  }

  /** Path of a stack's file below `cdktf.out/review/stacks`. */
  fileOf(stack: StackName, name: string): string {
    return join(this.folder, "cdktf.out", DEPLOYMENT, "stacks", stack, name);
  }

  /** The synthesized JSON by stack, without cdktf's notes on where it came from. */
  synthesized(): Record<string, string> {
    const texts = STACKS.map((stack) => {
      const file = this.fileOf(stack, "cdk.tf.json");
      return [stack, existsSync(file) ? normalized(readFileSync(file, "utf8")) : ""] as const;
    });
    return Object.fromEntries(texts);
  }

  /** Variables of the simulated Scaleway, starting it if need be. */
  environment(): NodeJS.ProcessEnv {
    this.variables ??= this.startCloud();
    return this.variables;
  }

  remove(): void {
    spawnSync(process.execPath, [SIMULATE, "stop", "--cloud", this.cloud]);
    rmSync(join(this.cloud, ".."), { recursive: true, force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private startCloud(): NodeJS.ProcessEnv {
    const started = spawnSync(process.execPath, [SIMULATE, "start", "--cloud", this.cloud], { encoding: "utf8" });
    const said = spawnSync(
      "bash",
      ["-c", `eval "$(node "$1" env --cloud "$2")" && env -0`, "env", SIMULATE, this.cloud],
      {
        encoding: "utf8",
      },
    );
    if (started.status !== 0 || said.status !== 0) {
      throw new OperationProblem(
        EXIT_CODES.failed,
        "The simulated Scaleway did not start:",
        `${started.stderr}${said.stderr}`.trim(),
        "Nothing was changed; running again is safe.",
      );
    }
    const variables = said.stdout.split("\0").map((line) => /^(\w+)=(.*)$/s.exec(line));
    return Object.fromEntries(variables.flatMap((match) => (match ? [[match[1], match[2]]] : [])));
  }

  private run(command: readonly string[]): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const child = spawn("bash", ["-c", '. ./env.sh && exec "$@"', "review", ...command], {
        cwd: this.folder,
        env: {
          ...this.environment(),
          DEPLOYMENT,
          CDKTF_OUTDIR: undefined,
          ONE_PASSWORD: this.password,
          TF_VAR_ssh_timeout: SSH_TIMEOUT,
          CI: "1",
          FORCE_COLOR: "0",
          TF_IN_AUTOMATION: "1",
          TF_INPUT: "0",
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (part: string) => {
          output += part;
        });
      child.on("error", reject);
      child.on("close", (code) => resolve({ code: code ?? 1, output: stripVTControlCharacters(output) }));
    });
  }
}

/** Paths and ids of constructs are not what Terraform acts on. */
function normalized(json: string): string {
  return `${JSON.stringify(withoutNotes(JSON.parse(json)), null, 2)}\n`;
}

function withoutNotes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== "//")
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutNotes(entry)]));
}
