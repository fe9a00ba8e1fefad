import fs from "node:fs";
import { type Environment, readEnvironment } from "../environment";
import type { Places } from "../places";
import type { Say } from "../progress";
import type { Terraform } from "../terraform/find-terraform";
import { forgetLockFiles } from "../terraform/lock-files";
import { ToolchainProblem } from "../toolchain-problem";
import { buildProviders, providersAreBuilt } from "./build";
import { downloadProviders, providersAreDownloaded } from "./download";

/** Where providers shall come from; `ask` tries the registry once and remembers what came of it. */
export type ProviderSource = "ask" | "registry" | "build";

/**
 * Puts the providers into a folder of this checkout and writes the CLI configuration that names it.
 *
 * @returns the variables that make Terraform and CDKTF use it
 * @throws ToolchainProblem when they can be neither downloaded nor built
 */
export async function provideProviders(
  terraform: Terraform,
  places: Places,
  source: ProviderSource,
  say: Say,
): Promise<Environment> {
  const before = readEnvironment(places);
  const builtBefore = before !== undefined && before.TF_PLUGIN_CACHE_DIR === undefined;
  if (source === "build" || (source === "ask" && builtBefore)) return built(places, say);
  if (!builtBefore && providersAreDownloaded(terraform, places)) return downloaded(places);
  const obstacle = await downloadProviders(terraform, places, say);
  if (!obstacle) {
    say("  they are kept in .cache/downloaded-providers, with checksums for Linux and macOS on amd64 and arm64");
    forgetLockFiles(places);
    return downloaded(places);
  }
  if (source === "registry")
    throw new ToolchainProblem(
      `The Terraform registry cannot be used: ${obstacle}`,
      "Unset TOOLCHAIN_PROVIDERS to have the providers built instead. Nothing was changed; running again is safe.",
    );
  say(`The Terraform registry cannot be used: ${obstacle}`);
  return built(places, say);
}

async function built(places: Places, say: Say): Promise<Environment> {
  if (!providersAreBuilt(places)) {
    say("Building the providers from their pinned Go modules into .cache/providers; this happens once.");
    await buildProviders(places, say);
    forgetLockFiles(places);
  }
  fs.rmSync(places.lockFile, { force: true });
  return { ...installingFrom(places.built, places), PROVIDERS_COMPILED_HERE: "true" };
}

function downloaded(places: Places): Environment {
  fs.mkdirSync(places.pluginCache, { recursive: true });
  return { ...installingFrom(places.downloaded, places), TF_PLUGIN_CACHE_DIR: places.pluginCache };
}

/** CDKTF's own lock step asks the registry whatever the CLI configuration says, for every stack, for Linux only. */
function installingFrom(folder: string, places: Places): Environment {
  const config = `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(folder)}\n  }\n}\n`;
  const unchanged = fs.existsSync(places.cliConfig) && fs.readFileSync(places.cliConfig, "utf8") === config;
  if (!unchanged) {
    fs.writeFileSync(places.cliConfig, config);
    forgetLockFiles(places);
  }
  return { TF_CLI_CONFIG_FILE: places.cliConfig, CDKTF_SKIP_PROVIDER_LOCK: "true" };
}
