import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { SCHEMA_VERSION, validationReport } from "../../../operations/validation/report";
import { OWN_ROLE, VALIDATION_TESTS } from "../../../operations/validation/tests";

const REPOSITORY = resolve(__dirname, "../../..");
const document = readFileSync(join(REPOSITORY, "docs/validation.md"), "utf8");

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

function fieldsOf({ properties = {}, items }: JsonSchema): readonly string[] {
  return [
    ...Object.entries(properties).flatMap(([name, inner]) => [name, ...fieldsOf(inner)]),
    ...(items ? fieldsOf(items) : []),
  ];
}

test("every field of report.json is described, and its version", () => {
  const fields = fieldsOf(z.toJSONSchema(validationReport) as JsonSchema);
  expect(fields).toEqual(expect.arrayContaining(["verdict", "evidence", "ansibleCore"]));
  expect(fields.filter((field) => !document.includes(`\`${field}\``))).toEqual([]);
  expect(document).toContain(`\`schemaVersion\` | ${SCHEMA_VERSION};`);
});

test("every test is described", () => {
  for (const { name } of VALIDATION_TESTS) expect(document).toContain(`\`${name}\``);
});

test("names and roles of tests are told apart, but for our own role, which names its tests by itself", () => {
  const roles = VALIDATION_TESTS.flatMap((each) => each.roles);
  expect(new Set(roles).size).toBe(roles.length);
  expect(roles).toContain(OWN_ROLE);
  expect(new Set(VALIDATION_TESTS.map(({ name }) => name)).size).toBe(VALIDATION_TESTS.length);
});
