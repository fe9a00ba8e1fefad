import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runCommand } from "../../../toolchain/command";
import { placesIn } from "../../../toolchain/places";
import { requireAllProviders } from "../../../toolchain/providers/pinned-providers";
import { provideProviders } from "../../../toolchain/providers/provide-providers";
import { findTerraform, type Terraform } from "../../../toolchain/terraform/find-terraform";
import { placeLockFiles } from "../../../toolchain/terraform/lock-files";
import { type ProviderRegistry, startProviderRegistry } from "./provider-registry";

/** The registry's null is newer than the one that can be built. */
const VERSIONS = {
  "scaleway/scaleway": "2.81.0",
  "hashicorp/null": "3.2.4",
  "hashicorp/tls": "4.1.0",
  "hashicorp/local": "2.5.3",
};

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "registry-")));
const places = placesIn(path.join(root, "checkout"));
const configBefore = process.env.TF_CLI_CONFIG_FILE;
let registry: ProviderRegistry;
let terraform: Terraform | undefined;

const missing = ["gpg", "python3", "terraform"].filter((tool) => spawnSync(tool, ["--version"]).status !== 0);
if (missing.length > 0) test.skip(`a registry on loopback (needs ${missing.join(" and ")})`, () => {});

(missing.length > 0 ? describe.skip : describe)("on a machine that reaches the registry", () => {
  beforeAll(async () => {
    fs.mkdirSync(path.join(places.synthesized, "demo"), { recursive: true });
    registry = await startProviderRegistry(root, VERSIONS);
    process.env.TF_CLI_CONFIG_FILE = registry.cliConfig;
    terraform = (await findTerraform(["terraform"])).found;
  }, 60_000);

  afterAll(async () => {
    process.env.TF_CLI_CONFIG_FILE = configBefore;
    if (configBefore === undefined) delete process.env.TF_CLI_CONFIG_FILE;
    await registry.close();
    spawnSync("gpgconf", ["--homedir", path.join(root, "gnupg"), "--kill", "all"]);
    fs.rmSync(root, { recursive: true });
  });

  test("the stacks install from the download, without a registry, and their locks serve four platforms", async () => {
    const environment = await provideProviders(terraform!, places, "ask", () => {});
    placeLockFiles(places, "demo");
    const asked = registry.requests.length;
    expect(asked).toBeGreaterThan(0);

    for (const stack of ["state", "vpc"]) {
      const folder = path.join(places.synthesized, "demo", "stacks", stack);
      fs.writeFileSync(path.join(folder, "cdk.tf.json"), requireAllProviders());
      const env = { ...process.env, ...environment };
      const init = await runCommand("terraform", ["init", "-no-color"], { cwd: folder, env });
      expect(init).toMatchObject({ exitCode: 0, stderr: "" });
      const lock = fs.readFileSync(path.join(folder, ".terraform.lock.hcl"), "utf8");
      expect([lock.match(/"h1:/g)?.length, lock.match(/"zh:/g)?.length]).toEqual([4 * 4, 4 * 4]);
      for (const version of Object.values(VERSIONS)) expect(lock).toContain(`version     = "${version}"`);
    }
    expect(registry.requests).toHaveLength(asked);

    const installed = path.join(places.synthesized, "demo", "stacks", "vpc", ".terraform", "providers");
    const scaleway = path.join(installed, "registry.terraform.io", "scaleway", "scaleway", "2.81.0");
    const [platform] = fs.readdirSync(scaleway);
    expect(fs.realpathSync(path.join(scaleway, platform!))).toContain(places.pluginCache);
  }, 120_000);
});
