// `npm run docs:config`: rewrites the files that are made from the schema.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { JSON_SCHEMA_FILE, renderJsonSchema } from "./json-schema";
import { REFERENCE_FILE, renderReference } from "./reference";

const root = join(__dirname, "..");
writeFileSync(join(root, JSON_SCHEMA_FILE), renderJsonSchema());
writeFileSync(
  join(root, REFERENCE_FILE),
  renderReference(readFileSync(join(root, "deployments/example.yaml"), "utf8")),
);
