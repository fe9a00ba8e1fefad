import fs from "node:fs";
import path from "node:path";
import { provideTerraform } from "../../../toolchain/terraform/provide-terraform";
import { emptyCheckout, fakeProgram, withPath } from "../fake-program";

/** Stands in for `go build … -o FILE package`: the program that it makes tells a version. */
const BUILDS_A_TOFU = `while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\necho OpenTofu v1.12.6\\n' > "$2"; chmod +x "$2"`;

let places = emptyCheckout();
const bin = () => path.join(places.repository, "bin");

beforeEach(() => {
  places = emptyCheckout();
  delete process.env.TERRAFORM_BINARY_NAME;
});
afterEach(() => fs.rmSync(places.repository, { recursive: true }));

test("prefers terraform to tofu", async () => {
  fakeProgram(places.repository, "terraform", "echo Terraform v1.11.4");
  fakeProgram(places.repository, "tofu", "echo OpenTofu v1.12.6");
  await withPath(bin(), async () => {
    expect((await provideTerraform(places, fail)).command).toBe("terraform");
  });
});

test("takes tofu where terraform is too old", async () => {
  fakeProgram(places.repository, "terraform", "echo Terraform v1.5.7");
  fakeProgram(places.repository, "tofu", "echo OpenTofu v1.12.6");
  await withPath(bin(), async () => {
    expect((await provideTerraform(places, fail)).command).toBe("tofu");
  });
});

test("builds OpenTofu once where neither is there, and says so", async () => {
  const go = fakeProgram(places.repository, "go", BUILDS_A_TOFU);
  const said: string[] = [];
  await withPath(bin(), async () => {
    expect((await provideTerraform(places, (line) => said.push(line))).command).toBe(places.tofu);
    expect((await provideTerraform(places, fail)).command).toBe(places.tofu);
  });
  expect(said[0]).toMatch(/^There is neither terraform nor tofu on PATH: building OpenTofu/);
  expect(go.calls()).toHaveLength(1);
  expect(go.calls()[0]).toContain("github.com/opentofu/opentofu/cmd/tofu");
});

test("does not replace a Terraform that was named, but says why it does not serve", async () => {
  process.env.TERRAFORM_BINARY_NAME = fakeProgram(places.repository, "mine", "echo Terraform v1.9.0").path;
  await expect(provideTerraform(places, fail)).rejects.toThrow(/mine is Terraform 1.9.0, older than 1.10/);
  process.env.TERRAFORM_BINARY_NAME = "no-such-terraform";
  await expect(provideTerraform(places, fail)).rejects.toThrow(/there is no such program on PATH/);
});

/** For places at which nothing is worth a word. */
function fail(line: string): void {
  throw new Error(`nothing should be said, got: ${line}`);
}
