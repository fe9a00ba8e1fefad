import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { isProjectRenamed } = require("../../toolchain/cdktf/renamed-project") as {
  isProjectRenamed(checkout: string, deployment: string): boolean;
};

let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "renamed-project-"));
  mkdirSync(join(checkout, "deployments"));
  mkdirSync(join(checkout, ".state/house"), { recursive: true });
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function standing(project: string): void {
  const state = { outputs: { project_name: { value: project } } };
  writeFileSync(join(checkout, ".state/house/state.tfstate"), JSON.stringify(state));
}

function asked(project: string): void {
  writeFileSync(join(checkout, "deployments/house.yaml"), `# a cloud\nproject: ${project}\nregion: fr-par\n`);
}

test.each([
  ["house", "mansion", true],
  ["house", "house", false],
  ["house", '"house" # quoted', false],
])("made as %s, asked for as %s: renamed is %s", (made, wanted, renamed) => {
  standing(made);
  asked(wanted);
  expect(isProjectRenamed(checkout, "house")).toBe(renamed);
});

test("what has not been deployed cannot be renamed", () => {
  asked("mansion");
  expect(isProjectRenamed(checkout, "house")).toBe(false);
});
