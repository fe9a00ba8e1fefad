import fs from "node:fs";
import path from "node:path";
import { buildGoProgram, type GoProgram, isBuilt } from "../go/go-program";
import type { Places } from "../places";
import type { Say } from "../progress";
import { PINNED_PROVIDERS, type PinnedProvider } from "./pinned-providers";
import { platform } from "./platform";

/** OpenTofu looks providers up under a host name of its own. */
const OPENTOFU_HOST = "registry.opentofu.org";
const TERRAFORM_HOST = "registry.terraform.io";

/** Two at a time: one build hardly fills two cores while it links. */
const PARALLEL_BUILDS = 2;

/** True when every provider stands, built from the module files of this checkout. */
export function providersAreBuilt(places: Places): boolean {
  return PINNED_PROVIDERS.every((provider) => isBuilt(programOf(provider, places), places.stamps));
}

/**
 * Builds the providers that are missing, laid out as a filesystem mirror.
 *
 * @throws ToolchainProblem when one cannot be built
 */
export async function buildProviders(places: Places, say: Say): Promise<void> {
  const waiting = PINNED_PROVIDERS.map((provider) => programOf(provider, places));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await buildGoProgram(next, places.stamps, say);
  };
  await Promise.all(Array.from({ length: PARALLEL_BUILDS }, worker));
  for (const provider of PINNED_PROVIDERS) offerToOpenTofu(programOf(provider, places).output);
}

function programOf(provider: PinnedProvider, places: Places): GoProgram {
  const { namespace, name, version } = provider;
  const file = `terraform-provider-${name}_v${version}`;
  return {
    label: `${name} ${version}`,
    module: path.join(__dirname, name),
    package: provider.package,
    linkerFlags: provider.linkerFlags,
    output: path.join(places.built, TERRAFORM_HOST, namespace, name, version, platform(), file),
  };
}

/** The same file under the other host: neither tool follows a symbolic link on the way to a provider. */
function offerToOpenTofu(binary: string): void {
  const twin = binary.replace(`${path.sep}${TERRAFORM_HOST}${path.sep}`, `${path.sep}${OPENTOFU_HOST}${path.sep}`);
  if (fs.existsSync(twin) && fs.statSync(twin).ino === fs.statSync(binary).ino) return;
  fs.mkdirSync(path.dirname(twin), { recursive: true });
  fs.rmSync(twin, { force: true });
  fs.linkSync(binary, twin);
}
