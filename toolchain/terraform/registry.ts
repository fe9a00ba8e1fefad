import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runCommand } from "../command";
import type { Places } from "../places";
import { requireAllProviders } from "../providers/pinned-providers";
import type { Terraform } from "./find-terraform";

/** Those of the people who work on one deployment: its lock files shall not depend on who made them. */
const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"];

/** One try, no retry, and short time limits, in seconds where Terraform takes any. */
const ONE_QUICK_TRY = { TF_REGISTRY_DISCOVERY_RETRY: "0", TF_REGISTRY_CLIENT_TIMEOUT: "5", CHECKPOINT_DISABLE: "1" };

/** Whether the providers can be had without building them. */
export type RegistryAnswer =
  | { readonly reached: true; readonly lockFile: "all platforms" | "this platform" }
  | { readonly reached: false; readonly reason: string };

/**
 * Asks Terraform itself, by installing the providers in an empty folder: it knows the user's proxies, credentials and
 * mirrors. What it downloads stays in the plugin cache, and the checksums for all platforms in the lock file, so that
 * the five stacks download nothing again.
 */
export async function askRegistry(terraform: Terraform, places: Places): Promise<RegistryAnswer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "providers-"));
  try {
    fs.writeFileSync(path.join(folder, "main.tf.json"), requireAllProviders());
    fs.mkdirSync(places.pluginCache, { recursive: true });
    const options = { cwd: folder, env: { ...withoutOurMirror(places), ...ONE_QUICK_TRY } };
    const init = await runCommand(terraform.command, ["init", "-input=false", "-no-color"], {
      ...options,
      env: { ...options.env, TF_PLUGIN_CACHE_DIR: places.pluginCache },
    });
    if (init.exitCode !== 0) return { reached: false, reason: causeOf(init.stderr) };
    const platforms = PLATFORMS.map((platform) => `-platform=${platform}`);
    const lock = await runCommand(terraform.command, ["providers", "lock", "-no-color", ...platforms], options);
    if (lock.exitCode !== 0) return { reached: true, lockFile: "this platform" };
    fs.copyFileSync(path.join(folder, ".terraform.lock.hcl"), places.lockFile);
    return { reached: true, lockFile: "all platforms" };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A shell that sourced env.sh names our mirror; asked with it, Terraform would find everything there. */
function withoutOurMirror(places: Places): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE, ...rest } = process.env;
  return TF_CLI_CONFIG_FILE && TF_CLI_CONFIG_FILE !== places.cliConfig ? { ...rest, TF_CLI_CONFIG_FILE } : rest;
}

/** Terraform wraps its lines; the cause stands after the headline, up to the first empty line. */
function causeOf(stderr: string): string {
  const [, cause = stderr] = /Error: [^\n]*\n\n([\s\S]*?)(\n\n|$)/.exec(stderr) ?? [];
  return cause.replaceAll("\n", " ").trim();
}
