import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runCommand } from "../command";
import type { Places } from "../places";
import { type Say, timed } from "../progress";
import type { Terraform } from "../terraform/find-terraform";
import { requireAllProviders } from "./pinned-providers";
import { platform } from "./platform";

/** Those of the people who work on one deployment: its lock files shall not depend on who made them. */
const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"];

/** One try, so that a machine without a registry learns it within seconds. */
const ONE_QUICK_TRY = { TF_REGISTRY_DISCOVERY_RETRY: "0", TF_REGISTRY_CLIENT_TIMEOUT: "5", CHECKPOINT_DISABLE: "1" };

/** True when the providers stand that this product and these constraints ask for. */
export function providersAreDownloaded(terraform: Terraform, places: Places): boolean {
  const stamp = stampFile(places);
  return fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === fingerprint(terraform);
}

/**
 * Downloads the providers and, of all platforms, their checksums. It is Terraform that asks the registry, since it
 * knows the user's proxies and credentials. The stacks then install from this folder: the simulator's proxy lets
 * nobody through to a registry, and five stacks need not download five times.
 *
 * @returns why the registry could not be used, or undefined when all is done
 */
export async function downloadProviders(terraform: Terraform, places: Places, say: Say): Promise<string | undefined> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "providers-"));
  try {
    fs.writeFileSync(path.join(folder, "main.tf.json"), requireAllProviders());
    const run = (...args: string[]) =>
      runCommand(terraform.command, ["providers", ...args], {
        cwd: folder,
        env: { ...withoutOurConfig(places), ...ONE_QUICK_TRY },
      });
    const lock = await run("lock", "-no-color", ...PLATFORMS.map((name) => `-platform=${name}`));
    if (lock.exitCode !== 0) return causeOf(lock.stderr);
    fs.rmSync(places.downloaded, { recursive: true, force: true });
    const mirror = await timed("providers from the Terraform registry", say, () =>
      run("mirror", `-platform=${platform()}`, places.downloaded),
    );
    if (mirror.exitCode !== 0) return causeOf(mirror.stderr);
    fs.mkdirSync(places.stamps, { recursive: true });
    fs.copyFileSync(path.join(folder, ".terraform.lock.hcl"), places.lockFile);
    fs.writeFileSync(stampFile(places), fingerprint(terraform));
    return undefined;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A shell that sourced env.sh names our configuration, which knows no registry. */
function withoutOurConfig(places: Places): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE, ...rest } = process.env;
  return TF_CLI_CONFIG_FILE && TF_CLI_CONFIG_FILE !== places.cliConfig ? { ...rest, TF_CLI_CONFIG_FILE } : rest;
}

/** Terraform wraps its lines; the cause stands after the headline, up to the next provider's or the first empty line. */
function causeOf(stderr: string): string {
  const [, cause = stderr] = /Error: [^\n]*\n\n([\s\S]*?)(\n\n|$)/.exec(stderr) ?? [];
  const [lead = "", first = lead] = cause.replaceAll("\n", " ").split(/ - (?=registry\.)/);
  return first.trim();
}

function stampFile(places: Places): string {
  return path.join(places.stamps, "downloaded-providers");
}

function fingerprint({ product }: Terraform): string {
  return createHash("sha256").update(`${product} ${platform()} ${requireAllProviders()}`).digest("hex");
}
