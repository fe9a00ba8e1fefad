import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dropChecksums } from "../../toolchain/cdktf/checksums";

// cdktf adds the second by itself.
const COMPILED = { PROVIDERS_COMPILED_HERE: "true", TF_PLUGIN_CACHE_DIR: "/plugins" };
const VERSIONS = `provider "registry.terraform.io/hashicorp/tls" {
  version     = "4.2.1"
  constraints = "~> 4.0"
}

provider "registry.terraform.io/scaleway/scaleway" {
  version     = "2.81.0"
  constraints = "2.81.0"
}
`;
const WITH_CHECKSUMS = VERSIONS.replaceAll(
  /( +constraints = .*\n)/g,
  '$1  hashes = [\n    "h1:TjgieDeDq/1XdEeWhabKEC8pvNEtGek6XrRmJN6tqkk=",\n    "zh:00",\n  ]\n',
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "checksums-"));
  writeFileSync(join(folder, ".terraform.lock.hcl"), WITH_CHECKSUMS);
});
afterEach(() => rmSync(folder, { recursive: true }));
const lock = () => readFileSync(join(folder, ".terraform.lock.hcl"), "utf8");

test("providers that were compiled here are locked to a version, not to a checksum", () => {
  dropChecksums(folder, COMPILED);
  expect(lock()).toBe(VERSIONS);
  dropChecksums(folder, COMPILED);
  expect(lock()).toBe(VERSIONS);
});

test.each([
  ["downloaded ones", { CDKTF_SKIP_PROVIDER_LOCK: "true", TF_PLUGIN_CACHE_DIR: "/plugins" }],
  ["those of a shell without env.sh", {}],
])("%s keep their checksums", (_, environment) => {
  dropChecksums(folder, environment);
  expect(lock()).toBe(WITH_CHECKSUMS);
});

test("a stack without a lock file gets none", () => {
  rmSync(join(folder, ".terraform.lock.hcl"));
  dropChecksums(folder, COMPILED);
  expect(lock).toThrow("ENOENT");
});
