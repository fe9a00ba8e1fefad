import fs from "node:fs";
import path from "node:path";
import { readEnvironment } from "../environment";
import type { Places } from "../places";
import { PINNED_PROVIDERS } from "../providers/pinned-providers";
import { ToolchainProblem } from "../toolchain-problem";
import { generateBinding } from "./generate";
import { readProviderSchema } from "./provider-schema";
import { trimSchema } from "./trim-schema";
import { USED_DATA_SOURCES, USED_RESOURCES } from "./used-resources";

const SOURCE = "registry.terraform.io/scaleway/scaleway";

/**
 * Writes the Scaleway binding anew from the provider's own schema; the whole schema stays readable in
 * `.cache/scaleway-schema.json`.
 *
 * @param folder gets `providers/scaleway/…`
 */
export async function regenerateBinding(places: Places, folder: string): Promise<void> {
  const environment = readEnvironment(places);
  if (!environment) throw new ToolchainProblem("There are no providers yet: run make toolchain, then this again.");
  const terraform = environment.TERRAFORM_BINARY_NAME ?? "terraform";
  const schema = await readProviderSchema(terraform, { ...process.env, ...environment });
  const whole = { ...schema, provider_schemas: { [SOURCE]: schema.provider_schemas?.[SOURCE] } };
  fs.writeFileSync(path.join(places.cache, "scaleway-schema.json"), JSON.stringify(whole, undefined, 1));
  const version = PINNED_PROVIDERS.find(({ name }) => name === "scaleway")!.version;
  const used = trimSchema(schema, SOURCE, version, { resources: USED_RESOURCES, dataSources: USED_DATA_SOURCES });
  await generateBinding(used, { name: "scaleway", source: "scaleway/scaleway", version }, folder);
}
