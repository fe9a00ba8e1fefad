import fs from "node:fs";
import path from "node:path";
import { forgetInitializations, forgetLockFiles, placeLockFiles } from "../../../toolchain/terraform/lock-files";
import { emptyCheckout } from "../fake-program";

let places = emptyCheckout();
const lockOf = (deployment: string, stack: string) =>
  path.join(places.synthesized, deployment, "stacks", stack, ".terraform.lock.hcl");

beforeEach(() => {
  places = emptyCheckout();
  fs.mkdirSync(places.cache);
  fs.mkdirSync(places.synthesized);
  fs.writeFileSync(path.join(places.synthesized, ".gitkeep"), "");
});
afterEach(() => fs.rmSync(places.repository, { recursive: true }));

test("gives each of the five stacks the checksums of all platforms, but never over a lock that stands", () => {
  fs.writeFileSync(places.lockFile, "all platforms");
  placeLockFiles(places, "demo");
  fs.writeFileSync(lockOf("demo", "vpc"), "as Terraform left it");
  placeLockFiles(places, "demo");
  expect(
    ["state", "vpc", "instances", "network", "inventories"].map((name) =>
      fs.readFileSync(lockOf("demo", name), "utf8"),
    ),
  ).toEqual(["all platforms", "as Terraform left it", "all platforms", "all platforms", "all platforms"]);
});

test("writes none where the providers were built here", () => {
  placeLockFiles(places, "demo");
  expect(fs.readdirSync(places.synthesized)).toEqual([".gitkeep"]);
});

test("forgets the locks of every deployment and nothing else", () => {
  fs.writeFileSync(places.lockFile, "all platforms");
  for (const deployment of ["demo", "prod"]) placeLockFiles(places, deployment);
  const plan = path.join(path.dirname(lockOf("prod", "vpc")), "plan");
  fs.writeFileSync(plan, "");
  forgetLockFiles(places);
  expect([lockOf("demo", "state"), lockOf("prod", "vpc"), plan].map((file) => fs.existsSync(file))).toEqual([
    false,
    false,
    true,
  ]);
});

test("forgets what init noted, but no state, when Terraform and OpenTofu change places", () => {
  fs.writeFileSync(places.lockFile, "all platforms");
  placeLockFiles(places, "demo");
  const folder = path.dirname(lockOf("demo", "vpc"));
  fs.mkdirSync(path.join(folder, ".terraform"));
  fs.writeFileSync(path.join(folder, ".terraform", "terraform.tfstate"), "the backend, as one of them writes it");
  fs.writeFileSync(path.join(folder, "cdk.tf.json"), "{}");
  forgetInitializations(places);
  expect(fs.readdirSync(folder)).toEqual(["cdk.tf.json"]);
});
