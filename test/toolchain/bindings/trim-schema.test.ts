import type { ProviderSchema } from "@cdktf/commons";
import { trimSchema } from "../../../toolchain/bindings/trim-schema";

const SOURCE = "registry.terraform.io/acme/cloud";

function schema(): ProviderSchema {
  const block = (version: number) => ({ version, block: { attributes: {}, block_types: {} } });
  return {
    format_version: "1.0",
    provider_schemas: {
      [SOURCE]: {
        provider: block(0),
        resource_schemas: { cloud_b: block(2), cloud_a: block(1), cloud_c: block(3) },
        data_source_schemas: { cloud_a: block(4), cloud_d: block(5) },
      },
      "registry.terraform.io/acme/other": { provider: block(0), resource_schemas: {}, data_source_schemas: {} },
    },
  } as unknown as ProviderSchema;
}

test("keeps the selection and nothing else, in the order of names", () => {
  const trimmed = trimSchema(schema(), SOURCE, "1.2.3", {
    resources: ["cloud_b", "cloud_a"],
    dataSources: ["cloud_d"],
  });
  expect(Object.keys(trimmed.provider_schemas ?? {})).toEqual([SOURCE]);
  const provider = trimmed.provider_schemas![SOURCE]!;
  expect(Object.keys(provider.resource_schemas)).toEqual(["cloud_a", "cloud_b"]);
  expect(provider.resource_schemas.cloud_b).toEqual(schema().provider_schemas![SOURCE]!.resource_schemas.cloud_b);
  expect(Object.keys(provider.data_source_schemas)).toEqual(["cloud_d"]);
});

test("hands on the provider's own settings and its version", () => {
  const trimmed = trimSchema(schema(), SOURCE, "1.2.3", { resources: [], dataSources: [] });
  expect(trimmed.provider_versions).toEqual({ [SOURCE]: "1.2.3" });
  expect(trimmed.provider_schemas![SOURCE]!.provider).toEqual(schema().provider_schemas![SOURCE]!.provider);
});

test("names everything that the provider does not have, and the file to correct", () => {
  const selection = { resources: ["cloud_a", "cloud_x"], dataSources: ["cloud_b"] };
  expect(() => trimSchema(schema(), SOURCE, "1.2.3", selection)).toThrow(
    `${SOURCE} 1.2.3 has no cloud_x, data.cloud_b; correct toolchain/bindings/used-resources.ts`,
  );
});

test("says when the schema is of another provider", () => {
  expect(() =>
    trimSchema(schema(), "registry.terraform.io/acme/none", "1", { resources: [], dataSources: [] }),
  ).toThrow("holds no provider registry.terraform.io/acme/none");
});
