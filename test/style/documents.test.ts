import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { parse } from "yaml";
import { deploymentJsonSchema } from "../../config/json-schema";
import { deploymentFile, synthesize } from "../helpers/synthesize";
import { anchorsOf, codeOf, localLinks } from "./markdown";
import { CHECKOUT, textOf, trackedFiles } from "./tracked-files";

const tracked = trackedFiles();
const documents = tracked.filter((file) => file.endsWith(".md") && !file.startsWith("test/"));
const perDocument = test.each(documents);

/** Everything in a document that is code, line by line. */
function codeLines(document: string): string[] {
  const { blocks, spans } = codeOf(textOf(document));
  return [...blocks.filter(({ language }) => language !== "mermaid").flatMap(({ text }) => text.split("\n")), ...spans];
}

function named(document: string, pattern: RegExp): string[] {
  return [...new Set(codeLines(document).flatMap((line) => [...line.matchAll(pattern)].map(([, name]) => name!)))];
}

const makeTargets = [...textOf("Makefile").matchAll(/^([a-z-]+):/gm)].map(([, target]) => target);
const npmScripts = Object.keys(JSON.parse(textOf("package.json")).scripts);

test("documents are found, and what they name in code", () => {
  expect(documents).toEqual(expect.arrayContaining(["README.md", "docs/deployment-guide.md", "simulator/README.md"]));
  expect(named("README.md", /\bmake ([a-z][a-z-]*)/g)).toContain("demo");
});

perDocument("%s names make targets that exist", (document) => {
  expect(named(document, /\bmake ([a-z][a-z-]*)/g).filter((target) => !makeTargets.includes(target))).toEqual([]);
});

perDocument("%s names npm scripts that exist", (document) => {
  const scripts = named(document, /\bnpm run (?:--silent )?([a-z][a-z:-]*)/g);
  expect(scripts.filter((script) => !npmScripts.includes(script))).toEqual([]);
});

perDocument("%s links to files and headings that exist", (document) => {
  const broken = localLinks(textOf(document)).filter((link) => {
    const [path, anchor] = link.split("#");
    const target = path === "" ? document : posix.join(posix.dirname(document), path!);
    if (!existsSync(join(CHECKOUT, target))) return true;
    return anchor !== undefined && !anchorsOf(textOf(target)).includes(anchor);
  });
  expect(broken).toEqual([]);
});

const ROOMS = tracked.flatMap((file) => (file.includes("/") ? [file.split("/")[0]!] : []));
/** Made on the reader's machine. */
const GENERATED =
  /^(?:\.cache|\.state|\.simulator|logs|cdktf\.out|reports|ansible\/(?:inventory|collections|validation-suite|\.venv)|deployments\/(?:prod|demo|wrong|<name>)\.)/;

perDocument("%s names files that exist", (document) => {
  const paths = codeOf(textOf(document)).spans.filter((span) => /^[\w.<>{},*-]+(?:\/[\w.<>{},*-]+)+\/?$/.test(span));
  const missing = paths.filter((path) => {
    if (/[<*]/.test(path) || GENERATED.test(path) || !ROOMS.includes(path.split("/")[0]!)) return false;
    const alternatives = /^(.*)\{(.*)\}(.*)$/.exec(path);
    const all = alternatives
      ? alternatives[2]!.split(",").map((part) => `${alternatives[1]}${part}${alternatives[3]}`)
      : [path];
    return !all.every((each) => existsSync(join(CHECKOUT, each)));
  });
  expect(missing).toEqual([]);
});

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

const schema = deploymentJsonSchema() as JsonSchema;

function isField(path: readonly string[]): boolean {
  return path.reduce<JsonSchema | undefined>((at, name) => at?.properties?.[name], schema) !== undefined;
}

/** Paths of the mappings of a YAML value; a list is a value. */
function fieldsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[...path]];
  return Object.entries(value).flatMap(([name, inner]) => fieldsIn(inner, [...path, name]));
}

test.each(documents.filter((document) => document !== "docs/deployment-file.md"))(
  "%s names fields of the deployment file that exist",
  (document) => {
    const { blocks, spans } = codeOf(textOf(document));
    const dotted = spans
      .map((span) => /^([a-z]\w*(?:\.[a-zA-Z]\w*)+)(?::.*)?$/.exec(span)?.[1])
      .filter((path) => path !== undefined && Object.hasOwn(schema.properties!, path.split(".")[0]!))
      .filter((path) => !tracked.some((file) => posix.basename(file) === path))
      .map((path) => path!.split("."));
    const yaml = blocks.filter(({ language }) => language === "yaml").flatMap(({ text }) => fieldsIn(parse(text)));
    expect([...dotted, ...yaml].filter((path) => !isField(path)).map((path) => path.join("."))).toEqual([]);
  },
);

/** Attributes in OpenNebula's templates, which look the same. */
const NO_VARIABLES = ["SCW_FLEXIBLE_IP", "FLEXIBLE_IP_START_SCRIPT", "START_SCRIPT_BASE64", "NIC_ID", "INIT_SCRIPTS"];
/** Read by the programs around us: Go's HTTP client, curl and pip, Terraform's S3 backend, Ansible, cdktf. */
const READ_BY_OTHERS = ["HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "AWS_SHARED_CREDENTIALS_FILE", "PIP_INDEX_URL"];
const code = trackedFiles("*.ts", "*.js", "*.cjs", "*.sh", "Makefile", ".secret.example").filter(
  (file) => !file.startsWith("test/") && !file.startsWith(".gen/"),
);
const codeText = code.map(textOf).join("\n");

function isRead(variable: string): boolean {
  const reading = new RegExp(`(?:process\\.env|env|environment)\\.${variable}\\b|"${variable}"|\\$\\{?${variable}\\b`);
  return READ_BY_OTHERS.includes(variable) || reading.test(codeText);
}

perDocument("%s names environment variables that something reads", (document) => {
  const names = named(
    document,
    /(?<![\w.-])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|DEPLOYMENT|WORKERS|CONFIRM|JSON)(?![\w*…])/g,
  );
  expect(names.filter((name) => !isRead(name) && !NO_VARIABLES.includes(name) && !name.startsWith("TF_VAR_"))).toEqual(
    [],
  );
});

test("Terraform variables that documents set exist in a stack", () => {
  const stacks = Object.values(synthesize(deploymentFile()));
  const declared = stacks.flatMap((stack) => Object.keys(stack.variable ?? {}));
  const set = documents.flatMap((document) => named(document, /\bTF_VAR_([a-z_]+)/g));
  expect(set).toContain("ssh_timeout");
  expect(set.filter((name) => !declared.includes(name))).toEqual([]);
});

test("operations that documents call by name exist", () => {
  const called = documents.flatMap((document) => named(document, /\boperations -- ([a-z][a-z-]*)/g));
  expect(called).toContain("infra");
  for (const operation of new Set(called)) expect(textOf("operations/main.ts")).toContain(`"${operation}"`);
});

test("documents stay short; the generated reference of the deployment file may be longer", () => {
  const lines = (document: string) => textOf(document).split("\n").length;
  expect(documents.filter((document) => document !== "docs/deployment-file.md" && lines(document) > 220)).toEqual([]);
});
