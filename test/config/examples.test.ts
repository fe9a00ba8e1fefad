import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkText } from "../../config/check";
import { renderDemoFile } from "../../config/demo-file";
import { allFields } from "../../config/field";
import { JSON_SCHEMA_FILE, renderJsonSchema } from "../../config/json-schema";
import { loadDeploymentConfig } from "../../config/load";
import { REFERENCE_FILE, renderReference } from "../../config/reference";
import { configOf } from "./deployment-text";

const ROOT = join(__dirname, "../..");

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

const EXAMPLE = read("deployments/example.yaml");
const TEMPLATE = read("deployments/demo.template.yaml");

test("the example is a deployment of defaults: leaving its optional lines out changes nothing", () => {
  const example = loadDeploymentConfig("example", ROOT);
  const { project, region, zone, bucketName } = example;

  expect(example).toEqual({ ...configOf(""), name: "example", project, region, zone, bucketName });
});

test("the example names every field", () => {
  for (const path of allFields()) {
    expect(EXAMPLE).toMatch(new RegExp(`^\\s*(# )?${path.at(-1)}:`, "m"));
  }
});

test("editors find the schema through the first line of the files that are copied", () => {
  for (const text of [EXAMPLE, TEMPLATE]) {
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=./schema.json");
  }
});

test("the JSON Schema and the reference are those of the code (npm run docs:config)", () => {
  expect(read(JSON_SCHEMA_FILE)).toBe(renderJsonSchema());
  expect(read(REFERENCE_FILE)).toBe(renderReference(EXAMPLE));
});

test("the JSON Schema refuses unknown fields everywhere and demands three", () => {
  const schema = JSON.parse(renderJsonSchema());
  const objects: any[] = [schema, ...Object.values<any>(schema.properties)].filter(({ type }) => type === "object");

  expect(objects).toHaveLength(6);
  expect(objects.every(({ additionalProperties }) => additionalProperties === false)).toBe(true);
  expect(schema.required).toEqual(["project", "region", "zone"]);
});

test("the demo is disposable and has one worker", () => {
  const checked = checkText("demo", renderDemoFile(TEMPLATE), "deployments/demo.yaml");

  expect(checked).toMatchObject({ config: { project: "opennebula-demo", disposable: true } });
  expect("config" in checked && checked.config.servers.hosts).toHaveLength(2);
});

test("WORKERS changes the number of workers and nothing else of the template", () => {
  const grown = renderDemoFile(TEMPLATE, "12");

  expect(grown).toBe(TEMPLATE.replace("workers: 1\n", "workers: 12\n"));
  expect(checkText("demo", grown, "deployments/demo.yaml")).toHaveProperty("config.servers.hosts.length", 13);
});

test.each(["many", "-1", "1001", "", "1\nproject: other"])(
  "WORKERS=%j is refused before anything is written",
  (workers) => {
    expect(() => renderDemoFile(TEMPLATE, workers)).toThrow(/WORKERS/);
  },
);
