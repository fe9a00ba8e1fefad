import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Credentials } from "../../simulator/s3/signer";

export const terraformIsThere = spawnSync("terraform", ["version"]).status === 0;

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** A folder with a Terraform configuration whose state lies in the bucket `states` behind `endpoint`. */
export class Workspace {
  public readonly path = mkdtempSync(join(tmpdir(), "s3-backend-"));

  /** @param configuration what stands beside the backend */
  public constructor(endpoint: string, { accessKey, secretKey }: Credentials, configuration: string) {
    writeFileSync(join(this.path, "backend.tf"), backend(endpoint));
    writeFileSync(join(this.path, "main.tf"), configuration);
    const profile = `[default]\naws_access_key_id = ${accessKey}\naws_secret_access_key = ${secretKey}\n`;
    writeFileSync(join(this.path, "credentials"), profile, { mode: 0o600 });
  }

  public write(name: string, content: string | Buffer): void {
    writeFileSync(join(this.path, name), content);
  }

  public begin(...args: string[]): { process: ChildProcess; outcome: Promise<Outcome> } {
    const child = spawn("terraform", args, {
      cwd: this.path,
      env: this.environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part.toString()));
    const outcome = new Promise<Outcome>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, output }));
    });
    return { process: child, outcome };
  }

  public run(...args: string[]): Promise<Outcome> {
    return this.begin(...args).outcome;
  }

  public remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  /** Nothing of the caller's own Terraform or AWS settings reaches the run; the key comes from a file, as for the stacks. */
  private environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: this.path,
      AWS_SHARED_CREDENTIALS_FILE: join(this.path, "credentials"),
      AWS_EC2_METADATA_DISABLED: "true",
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_CLI_ARGS: "-no-color",
    };
  }
}

/** What the stacks say too, but for the endpoint: nothing of AWS is asked, and the lock is a file beside the state. */
const backend = (endpoint: string): string => `
terraform {
  backend "s3" {
    bucket                      = "states"
    key                         = "test.tfstate"
    region                      = "fr-par"
    endpoints                   = { s3 = "${endpoint}" }
    use_path_style              = true
    use_lockfile                = true
    skip_credentials_validation = true
    skip_region_validation      = true
    skip_requesting_account_id  = true
    skip_metadata_api_check     = true
    skip_s3_checksum            = true
  }
}
`;
