import { parse } from "yaml";
import * as z from "zod/mini";
import { deploymentSchema, fieldNotes } from "./schema";

/** Where editors find the schema, below the project's folder. */
export const JSON_SCHEMA_FILE = "deployments/schema.json";

/** JSON Schema (draft 7, which the YAML language servers of editors read) of a deployment file. */
export function deploymentJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(deploymentSchema, {
    target: "draft-7",
    // Fields with a default may be left out.
    io: "input",
    metadata: fieldNotes as never,
    override: ({ jsonSchema }) => {
      const { expected, example } = jsonSchema as { expected?: string; example?: string };
      delete jsonSchema.expected;
      delete jsonSchema.example;
      if (expected !== undefined && example !== undefined) {
        jsonSchema.description = `${jsonSchema.description} Expected: ${expected}.`;
        jsonSchema.examples = [parse(example)];
      }
    },
  });
  return { $schema, title: "Deployment file", ...schema };
}

/** Content of the schema file. */
export function renderJsonSchema(): string {
  return `${JSON.stringify(deploymentJsonSchema(), null, 2)}\n`;
}
