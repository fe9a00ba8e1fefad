import { runCommand } from "../command";

/** A Terraform or OpenTofu that can serve the stacks. */
export interface Terraform {
  /** Name on PATH, or absolute path. */
  readonly command: string;
  readonly product: "Terraform" | "OpenTofu";
  readonly version: string;
}

/** First version of both products whose S3 backend locks by conditional writes (`use_lockfile`). */
export const MINIMUM_VERSION = "1.10";

/** What was looked at, and why it does not serve. */
export interface Search {
  readonly found?: Terraform;
  /** One line per candidate that is there and too old or does not answer. */
  readonly rejected: readonly string[];
}

/**
 * The first of the candidates that runs and is new enough.
 *
 * @param candidates names on PATH or absolute paths, in order of preference
 */
export async function findTerraform(candidates: readonly string[]): Promise<Search> {
  const rejected: string[] = [];
  for (const command of candidates) {
    const { exitCode, stdout, stderr } = await runCommand(command, ["version"], {
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
    });
    if (exitCode === 127) continue;
    const [, product, version] = /^(Terraform|OpenTofu) v(\S+)$/m.exec(stdout) ?? [];
    if (exitCode !== 0 || !product || !version) rejected.push(`${command} does not tell its version: ${stderr.trim()}`);
    else if (!isAtLeast(version, MINIMUM_VERSION))
      rejected.push(`${command} is ${product} ${version}, older than ${MINIMUM_VERSION}`);
    else return { found: { command, product: product as Terraform["product"], version }, rejected };
  }
  return { rejected };
}

/** Compares major and minor; what follows does not decide here. */
function isAtLeast(version: string, minimum: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = minimum.split(".").map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
