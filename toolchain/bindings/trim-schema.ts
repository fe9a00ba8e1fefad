import type { ProviderSchema } from "@cdktf/commons";

/** The part of one provider's schema that a binding is generated from. */
export interface SchemaSelection {
  /** Terraform names, e.g. `scaleway_vpc`. */
  readonly resources: readonly string[];
  /** Terraform names without `data.`, e.g. `scaleway_baremetal_offer`. */
  readonly dataSources: readonly string[];
}

/**
 * Cuts `terraform providers schema -json` to one provider and the selection.
 *
 * @param source provider address as Terraform writes it, e.g. `registry.terraform.io/scaleway/scaleway`
 * @param version written into the generated files
 * @throws Error naming every selected resource and data source that the provider does not have
 */
export function trimSchema(
  schema: ProviderSchema,
  source: string,
  version: string,
  selection: SchemaSelection,
): ProviderSchema {
  const provider = schema.provider_schemas?.[source];
  if (!provider) throw new Error(`the schema holds no provider ${source}; regenerate it with make bindings`);
  const missing = [
    ...selection.resources.filter((name) => !(name in provider.resource_schemas)),
    ...selection.dataSources.filter((name) => !(name in provider.data_source_schemas)).map((name) => `data.${name}`),
  ];
  if (missing.length > 0)
    throw new Error(`${source} ${version} has no ${missing.join(", ")}; correct toolchain/bindings/used-resources.ts`);
  return {
    format_version: schema.format_version,
    provider_versions: { [source]: version },
    provider_schemas: {
      [source]: {
        provider: provider.provider,
        resource_schemas: pick(provider.resource_schemas, selection.resources),
        data_source_schemas: pick(provider.data_source_schemas, selection.dataSources),
      },
    },
  };
}

/** In the order of the names, so that the result does not depend on the order the provider lists them in. */
function pick<T>(record: Record<string, T>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries([...names].sort().map((name) => [name, record[name]!]));
}
