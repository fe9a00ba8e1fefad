// Writes the reference of the deployment file out of the schema, the rules and the messages themselves.
import { checkText } from "./check";
import { EXIT_CODE_MEANINGS, EXIT_CODES } from "./exit-codes";
import { allFields, noteAt } from "./field";
import { deploymentJsonSchema } from "./json-schema";
import { fieldName, type Path, renderProblems } from "./problems";
import { RULES } from "./rules";
import { secretVariables } from "./secrets";

/** Where the reference stands, below the project's folder. */
export const REFERENCE_FILE = "docs/deployment-file.md";

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
}

const WRONG_FILE = `project: My_Cloud
region: fr-par
zone: nl-ams-1
netwrok: {private: 10.16.0.0/20}
opennebula: {version: 7.0}
`;

function schemaOf(path: Path): JsonSchema {
  return path.reduce<JsonSchema>((schema, name) => schema.properties![name]!, deploymentJsonSchema());
}

/** Flow YAML of a default; JSON is YAML, but its quotes are only shown where YAML needs them. */
function flow(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(flow).join(", ")}]`;
  }
  return typeof value === "string" && Number.isNaN(Number(value)) ? value : JSON.stringify(value);
}

function fieldRow(path: Path): string {
  const { description, expected } = noteAt(path);
  const { default: value } = schemaOf(path);
  const required = schemaOf(path.slice(0, -1)).required?.includes(String(path.at(-1)));
  const fallback = value === undefined ? "none" : `\`${flow(value)}\``;
  return `| \`${fieldName(path)}\` | ${required ? "required" : fallback} | ${description} | ${expected} |`;
}

function isField(path: Path): boolean {
  return schemaOf(path).properties === undefined;
}

function wrongFileReport(): string {
  const checked = checkText("wrong", WRONG_FILE, "deployments/wrong.yaml");
  return "problems" in checked ? renderProblems(checked.problems) : "";
}

/** The reference as Markdown. `example` is the text of deployments/example.yaml. */
export function renderReference(example: string): string {
  return `# The deployment file

<!-- Written by \`npm run docs:config\` from config/; change it there. -->

A deployment is one file, \`deployments/<name>.yaml\`; \`DEPLOYMENT=<name>\` chooses it (default \`demo\`). The name consists of lower-case
letters, digits and hyphens, at most 31. Editors that know JSON Schema check the file while it is written: keep the first line of
the example. Secrets never stand in it.

## Example

Every value but \`project\`, \`region\` and \`zone\` is the default.

\`\`\`yaml
${example.trimEnd()}
\`\`\`

## Fields

| field | default | meaning | expected |
|--|--|--|--|
${allFields().filter(isField).map(fieldRow).join("\n")}

No other field is accepted, and no YAML aliases, tags or second documents.

A worker \`host\` and a number from 01 up (host01 … host09, host10 …) is served by the Elastic Metal server \`opennebula-worker-<number - 1>\`,
as in the original deployment; any other name by \`opennebula-worker-<name>\`; the front-end \`fe\` by \`opennebula-web\`.

## Rules about several fields

${RULES.map(({ statement }) => `- ${statement}`).join("\n")}

## Mistakes

All mistakes are reported in one go, on stderr, with exit code ${EXIT_CODES.usage}, before anything is written. This file

\`\`\`yaml
${WRONG_FILE.trimEnd()}
\`\`\`

gives

\`\`\`text
${wrongFileReport()}
\`\`\`

## Secrets

They come from the environment, usually by \`source .secret\`. Commands check them before they start, and Terraform refuses a missing or
unusable one at plan time. Messages name the variable, never its value.

| variable | meaning | Terraform variable |
|--|--|--|
${secretVariables.map((each) => `| \`${each.environmentName}\` | ${each.description} | \`${each.name}\` |`).join("\n")}

${secretVariables.map(({ errorMessage }) => `- ${errorMessage}`).join("\n")}

## Exit codes

| code | meaning |
|--|--|
${Object.entries(EXIT_CODES)
  .map(([name, code]) => `| ${code} | ${EXIT_CODE_MEANINGS[name as keyof typeof EXIT_CODES]} |`)
  .join("\n")}
`;
}
