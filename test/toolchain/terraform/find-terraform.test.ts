import fs from "node:fs";
import { findTerraform } from "../../../toolchain/terraform/find-terraform";
import { emptyCheckout, fakeProgram } from "../fake-program";

const { repository } = emptyCheckout();
const says = (name: string, words: string) => fakeProgram(repository, name, `printf '%s\\n' '${words}'`).path;

afterAll(() => fs.rmSync(repository, { recursive: true }));

test.each([
  ["Terraform v1.10.0", { product: "Terraform", version: "1.10.0" }],
  ["Terraform v2.0.1", { product: "Terraform", version: "2.0.1" }],
  ["OpenTofu v1.12.6", { product: "OpenTofu", version: "1.12.6" }],
])("takes %s", async (words, expected) => {
  const command = says("new", words);
  expect((await findTerraform([command])).found).toEqual({ command, ...expected });
});

test("passes over one without conditional locks, and says which", async () => {
  const old = says("old", "Terraform v1.9.8");
  const fine = says("fine", "OpenTofu v1.10.2");
  const search = await findTerraform([`${repository}/absent`, old, fine]);
  expect(search.found?.command).toBe(fine);
  expect(search.rejected).toEqual([`${old} is Terraform 1.9.8, older than 1.10`]);
});

test("does not take a program that only has the name", async () => {
  const other = says("other", "hello");
  const broken = fakeProgram(repository, "broken", "echo no such library >&2; exit 3").path;
  const search = await findTerraform([other, broken]);
  expect(search.found).toBeUndefined();
  expect(search.rejected).toEqual([
    expect.stringContaining(`${other} does not tell its version`),
    `${broken} does not tell its version: no such library`,
  ]);
});
