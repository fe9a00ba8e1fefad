import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initOnce } from "../../toolchain/cdktf/init-once";

let folder: string;
let environment: Record<string, string>;
const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
const stackOf = (bucket: string, more = {}) =>
  write("cdk.tf.json", JSON.stringify({ terraform: { backend: { s3: { bucket } } }, ...more }));
const init = (program = "terraform", ...words: string[]) => initOnce(program, ["init", ...words], folder, environment);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "init-once-"));
  for (const made of [".terraform/providers/tls", "mirror"]) mkdirSync(join(folder, made), { recursive: true });
  symlinkSync(join(folder, "mirror"), join(folder, ".terraform/providers/tls/4.2.1"));
  stackOf("states");
  write(".terraform.lock.hcl", "h1:one");
  write("terraform.rc", "mirror");
  environment = { TF_CLI_CONFIG_FILE: join(folder, "terraform.rc") };
  expect(init()!.isDone).toBe(false);
  init()!.note();
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what was initialized is not initialized again, whatever else has changed in the stack", () => {
  stackOf("states", { resource: { tls_private_key: {} } });
  expect(init()!.isDone).toBe(true);
  expect(init("terraform", "-no-color")!.isDone).toBe(true);
});

test.each<[string, () => void]>([
  ["another backend", () => stackOf("elsewhere")],
  ["other checksums", () => write(".terraform.lock.hcl", "h1:two")],
  ["no lock file", () => rmSync(join(folder, ".terraform.lock.hcl"))],
  ["another source of providers", () => write("terraform.rc", "registry")],
  ["a provider that is gone", () => rmSync(join(folder, "mirror"), { recursive: true })],
  ["nothing initialized", () => rmSync(join(folder, ".terraform"), { recursive: true })],
])("with %s it is", (_, change) => {
  change();
  expect(init()!.isDone).toBe(false);
});

test("it stays initialized without the checksums of providers that were compiled here", () => {
  environment.PROVIDERS_COMPILED_HERE = "true";
  write(".terraform.lock.hcl", 'provider "tls" {\n  hashes = [\n    "h1:one",\n  ]\n}\n');
  init()!.note();
  expect(readFileSync(join(folder, ".terraform.lock.hcl"), "utf8")).toBe('provider "tls" {\n}\n');
  expect(init()!.isDone).toBe(true);
});

test("OpenTofu initializes what Terraform has", () => {
  expect(init("tofu")!.isDone).toBe(false);
});

test("an init that does more is left alone, and everything else", () => {
  for (const word of ["-upgrade", "-migrate-state", "-reconfigure"]) expect(init("terraform", word)).toBeUndefined();
  expect(initOnce("terraform", ["apply"], folder, environment)).toBeUndefined();
  environment.TF_CLI_ARGS_init = "-upgrade";
  expect(init()).toBeUndefined();
});
