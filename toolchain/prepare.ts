import { type Environment, readEnvironment, writeEnvironment } from "./environment";
import type { Places } from "./places";
import type { Say } from "./progress";
import { type ProviderSource, provideProviders } from "./providers/provide-providers";
import { forgetInitializations, placeLockFiles } from "./terraform/lock-files";
import { provideTerraform } from "./terraform/provide-terraform";

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
  const providers = await provideProviders(terraform, places, source, say);
  const binary: Environment = terraform.command === "terraform" ? {} : { TERRAFORM_BINARY_NAME: terraform.command };
  const before = readEnvironment(places);
  if (before && before.TERRAFORM_BINARY_NAME !== binary.TERRAFORM_BINARY_NAME) forgetInitializations(places);
  writeEnvironment(places, { ...providers, ...binary });
  for (const deployment of deployments) placeLockFiles(places, deployment);
}
