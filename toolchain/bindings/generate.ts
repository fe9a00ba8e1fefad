import fs from "node:fs/promises";
import path from "node:path";
import { ConstructsMakerTarget, Language, type ProviderSchema, TerraformProviderConstraint } from "@cdktf/commons";
import { CodeMaker, TerraformProviderGenerator } from "@cdktf/provider-generator";

/** The generator predates `noImplicitOverride`: importers get its types, its own bodies are not judged. */
const NO_CHECK = "// @ts-nocheck\n";

/**
 * Runs CDKTF's own generator over a schema and writes `<folder>/providers/<name>/<resource>/index.ts`, one file per
 * resource. The indexes over all resources and the README files that it also makes are left out: a resource is
 * imported by its own path, which keeps a synth from loading the others.
 *
 * @param folder emptied of an earlier binding of this provider first
 */
export async function generateBinding(
  schema: ProviderSchema,
  provider: { name: string; source: string; version: string },
  folder: string,
): Promise<void> {
  const home = path.join(folder, "providers", provider.name);
  await fs.rm(home, { recursive: true, force: true });
  const generator = new TerraformProviderGenerator(new CodeMaker(), schema);
  generator.generate(ConstructsMakerTarget.from(new TerraformProviderConstraint(provider), Language.TYPESCRIPT));
  await generator.save(folder);
  for (const entry of await fs.readdir(home, { withFileTypes: true })) {
    if (!entry.isDirectory()) {
      await fs.rm(path.join(home, entry.name));
      continue;
    }
    await fs.rm(path.join(home, entry.name, "README.md"), { force: true });
    const file = path.join(home, entry.name, "index.ts");
    await fs.writeFile(file, NO_CHECK + (await fs.readFile(file, "utf8")));
  }
}
