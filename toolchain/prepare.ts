import fs from "node:fs";
import path from "node:path";
import { type Environment, readEnvironment, writeEnvironment } from "./environment";
import type { Places } from "./places";
import type { Say } from "./progress";
import { buildMirror, mirrorIsComplete } from "./providers/mirror";
import { requireAllProviders } from "./providers/pinned-providers";
import type { Terraform } from "./terraform/find-terraform";
import { forgetLockFiles, placeLockFiles } from "./terraform/lock-files";
import { provideTerraform } from "./terraform/provide-terraform";
import { askRegistry } from "./terraform/registry";
import { ToolchainProblem } from "./toolchain-problem";

/** Where providers shall come from; `ask` tries the registry once and remembers the answer. */
export type ProviderSource = "ask" | "registry" | "mirror";

/**
 * Makes this machine able to deploy and notes in `.cache/toolchain.env` the variables that go with it. Says only what
 * it does: where everything stands it is silent and takes a fraction of a second.
 *
 * @param deployments those that get their lock files now, where the registry is used
 * @throws ToolchainProblem when something is missing that cannot be made here
 */
export async function prepare(
  places: Places,
  deployments: readonly string[],
  source: ProviderSource,
  say: Say,
): Promise<void> {
  const terraform = await provideTerraform(places, say);
  const binary: Environment = terraform.command === "terraform" ? {} : { TERRAFORM_BINARY_NAME: terraform.command };
  const providers = await provideProviders(terraform, places, source, say);
  writeEnvironment(places, { ...providers, ...binary });
  for (const deployment of deployments) placeLockFiles(places, deployment);
}

async function provideProviders(terraform: Terraform, places: Places, source: ProviderSource, say: Say) {
  const before = readEnvironment(places);
  if (source === "mirror" || (source === "ask" && before?.TF_CLI_CONFIG_FILE))
    return fromMirror(places, before ? "The pinned providers have changed." : "A mirror is asked for.", say);
  if (before?.TF_PLUGIN_CACHE_DIR && registryStampFits(places)) return fromRegistry(places);
  const answer = await askRegistry(terraform, places);
  if (!answer.reached && source === "registry")
    throw new ToolchainProblem(
      `The Terraform registry cannot be reached: ${answer.reason}`,
      "Leave TOOLCHAIN_PROVIDERS unset to have the providers built instead. Nothing was changed.",
    );
  if (!answer.reached) return fromMirror(places, `The Terraform registry cannot be reached: ${answer.reason}`, say);
  say("Providers come from the Terraform registry, or from what this machine's Terraform configuration names instead;");
  say(`they are kept in .cache/plugins, with checksums for ${answer.lockFile}.`);
  forgetLockFiles(places);
  fs.mkdirSync(places.stamps, { recursive: true });
  fs.writeFileSync(registryStamp(places), requireAllProviders());
  return fromRegistry(places);
}

/** CDKTF's own lock step would ask the registry's origin for each stack again, for Linux only. */
function fromRegistry(places: Places): Environment {
  return { TF_PLUGIN_CACHE_DIR: places.pluginCache, CDKTF_SKIP_PROVIDER_LOCK: "true" };
}

async function fromMirror(places: Places, reason: string, say: Say): Promise<Environment> {
  if (!mirrorIsComplete(places)) {
    say(reason);
    say("Building the providers from their pinned Go modules into .cache/providers; this happens once.");
  }
  const built = await buildMirror(places, say);
  if (built) forgetLockFiles(places);
  fs.rmSync(places.lockFile, { force: true });
  return { TF_CLI_CONFIG_FILE: places.cliConfig, CDKTF_SKIP_PROVIDER_LOCK: "true" };
}

function registryStamp(places: Places): string {
  return path.join(places.stamps, "registry");
}

function registryStampFits(places: Places): boolean {
  const stamp = registryStamp(places);
  return fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === requireAllProviders();
}
