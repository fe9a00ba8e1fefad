import fs from "node:fs";
import path from "node:path";
import { type Environment, writeEnvironment } from "../../../toolchain/environment";
import { PINNED_PROVIDERS } from "../../../toolchain/providers/pinned-providers";
import { type ProviderSource, provideProviders } from "../../../toolchain/providers/provide-providers";
import type { Terraform } from "../../../toolchain/terraform/find-terraform";
import { emptyCheckout, fakeProgram, withPath } from "../fake-program";

const NO_REGISTRY = `printf '\\nError: Failed\\n\\nlookup registry: no such\\nhost\\n\\nMore\\n' >&2; exit 1`;
const REGISTRY = `case "$2" in lock) cp main.tf.json .terraform.lock.hcl;; mirror) mkdir -p "\${@: -1}";; esac`;
const BUILDS = `while [ "$1" != -o ]; do shift; done; echo "$3" > "$2"`;

let places = emptyCheckout();
let said: string[] = [];
const terraform = (script: string) => fakeProgram(places.repository, "terraform", script);
const go = () => fakeProgram(places.repository, "go", BUILDS);

/** One run of the toolchain, which notes the outcome as `prepare` does. */
async function provide(command: string, source: ProviderSource = "ask"): Promise<Environment> {
  said = [];
  const tool: Terraform = { command, product: "Terraform", version: "1.11.4" };
  const environment = await withPath(path.join(places.repository, "bin"), () =>
    provideProviders(tool, places, source, (line) => said.push(line)),
  );
  writeEnvironment(places, environment);
  return environment;
}

function leaveLock(): string {
  const lock = path.join(places.synthesized, "demo", "stacks", "vpc", ".terraform.lock.hcl");
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  fs.writeFileSync(lock, "earlier checksums");
  return lock;
}

beforeEach(() => {
  places = emptyCheckout();
});
afterEach(() => fs.rmSync(places.repository, { recursive: true }));

test("takes them from the registry where it is reached, with checksums for Linux and macOS on both architectures", async () => {
  const tool = terraform(REGISTRY);
  const lock = leaveLock();
  const environment = await provide(tool.path);
  expect(environment).toEqual({
    TF_CLI_CONFIG_FILE: places.cliConfig,
    TF_PLUGIN_CACHE_DIR: places.pluginCache,
    CDKTF_SKIP_PROVIDER_LOCK: "true",
  });
  expect(fs.readFileSync(places.cliConfig, "utf8")).toContain(JSON.stringify(places.downloaded));
  expect(tool.calls()[0]).toBe(
    "providers lock -no-color -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_amd64 -platform=darwin_arm64",
  );
  expect(fs.readFileSync(places.lockFile, "utf8")).toContain("scaleway/scaleway");
  expect(fs.existsSync(lock)).toBe(false);
});

test("asks the registry once", async () => {
  const tool = terraform(REGISTRY);
  await provide(tool.path);
  const calls = tool.calls().length;
  const lock = leaveLock();
  await provide(tool.path);
  expect([tool.calls().length, said, fs.existsSync(lock)]).toEqual([calls, [], true]);
});

test("builds them where the registry is not reached, and says why", async () => {
  const builds = go();
  const environment = await provide(terraform(NO_REGISTRY).path);
  expect(environment).toEqual({
    TF_CLI_CONFIG_FILE: places.cliConfig,
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    PROVIDERS_COMPILED_HERE: "true",
  });
  expect(said.slice(0, 2)).toEqual([
    "The Terraform registry cannot be used: lookup registry: no such host",
    "Building the providers from their pinned Go modules into .cache/providers; this happens once.",
  ]);
  expect(builds.calls()).toHaveLength(PINNED_PROVIDERS.length);
  expect(fs.readFileSync(places.cliConfig, "utf8")).toContain(JSON.stringify(places.built));
});

test("lays them out as Terraform and OpenTofu look for them", async () => {
  go();
  await provide(terraform(NO_REGISTRY).path);
  for (const host of ["registry.terraform.io", "registry.opentofu.org"]) {
    const folder = path.join(places.built, host, "hashicorp", "tls", "4.2.1");
    const [platform] = fs.readdirSync(folder);
    expect(platform).toMatch(/^(linux|darwin)_(amd64|arm64)$/);
    expect(fs.readdirSync(path.join(folder, platform!))).toEqual(["terraform-provider-tls_v4.2.1"]);
  }
});

test("remembers that it had to build, and forgets locks only when it builds again", async () => {
  const builds = go();
  const tool = terraform(NO_REGISTRY);
  await provide(tool.path);
  const lock = leaveLock();
  await provide(tool.path);
  expect([tool.calls().length, builds.calls().length, said, fs.existsSync(lock)]).toEqual([1, 4, [], true]);
  fs.rmSync(path.join(places.built, "registry.terraform.io", "scaleway"), { recursive: true });
  await provide(tool.path);
  expect([builds.calls().length, fs.existsSync(lock)]).toEqual([5, false]);
});

test("does not ask the registry when told to build, and does not build when told to download", async () => {
  go();
  const tool = terraform(NO_REGISTRY);
  await provide(tool.path, "build");
  expect(tool.calls()).toEqual([]);
  await expect(provide(tool.path, "registry")).rejects.toThrow(
    /registry cannot be used: lookup registry: no such host/,
  );
});

test("changes from built to downloaded providers without leaving locks that would refuse them", async () => {
  go();
  await provide(terraform(NO_REGISTRY).path);
  const lock = leaveLock();
  await provide(terraform(REGISTRY).path, "registry");
  expect(fs.existsSync(lock)).toBe(false);
  leaveLock();
  await provide(terraform(NO_REGISTRY).path, "build");
  expect([fs.existsSync(lock), fs.existsSync(places.lockFile)]).toEqual([false, false]);
});
