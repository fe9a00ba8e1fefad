import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { initOnce } = require("../../toolchain/cdktf/init-once") as {
  initOnce: (
    program: string,
    args: string[],
    folder: string,
    environment: Record<string, string>,
  ) => { isDone: boolean; note: () => void } | undefined;
};

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

test("OpenTofu initializes what Terraform has", () => {
  expect(init("tofu")!.isDone).toBe(false);
});

test("an init that does more is left alone, and everything else", () => {
  for (const word of ["-upgrade", "-migrate-state", "-reconfigure"]) expect(init("terraform", word)).toBeUndefined();
  expect(initOnce("terraform", ["apply"], folder, environment)).toBeUndefined();
  environment.TF_CLI_ARGS_init = "-upgrade";
  expect(init()).toBeUndefined();
});
