import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readInventory } from "../../../operations/deployment-check/inventory-as-written";
import { checkInventoryContract } from "../../../operations/deployment-check/inventory-contract";
import { leafPaths, mutate, removeAt, VARIABLE_FILES, type VariableFile } from "../../ansible/inventory-mutation";
import { namesOf, OPTIONAL, REFUSALS } from "../../ansible/refusals";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "on-contract-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Names of the refused variables of the fixture, changed in one place. */
function refused(file: VariableFile, change: (data: any) => void): readonly string[] {
  mutate(folder, file, change);
  return checkInventoryContract(readInventory(folder))
    .filter(({ status }) => status === "fail")
    .map(({ check }) => check.replace(/^inventory: /, "").replace(/ of \w+$/, ""));
}

/** What the validation suite reads is no business of a deployment. */
const isValidation = (name: string) => name.split(".")[0] === "validation";

const REMOVALS = VARIABLE_FILES.flatMap((file) =>
  leafPaths(file).map((path) => ({ title: path.join("."), file, path, names: namesOf(file, path) })),
).filter(({ names }) => !isValidation(names[0]!) && !OPTIONAL.includes(names.at(-1)!));

test("the fixture is accepted", () => {
  expect(refused("hosts.yml", () => {})).toEqual([]);
});

test.each(REMOVALS)("an inventory without $title is refused by name", ({ file, path, names }) => {
  const found = refused(file, (data) => removeAt(data, path));
  // Of a map that has no value left, the map itself may be refused.
  const isNamed = (name: string) =>
    names.some((each) => name === each || name.startsWith(`${each}.`) || name.startsWith(`${each} `));
  expect(found.filter(isNamed)).not.toEqual([]);
});

test.each(REFUSALS.filter(({ names }) => !isValidation(names)))(
  "refused as the stand-in collection does: $title",
  ({ file, change, names }) => {
    const found = refused(file, change);
    expect(
      found.filter((name) => name === names || name.endsWith(`.${names}`) || name.startsWith(`${names}.`)),
    ).not.toEqual([]);
  },
);

test("all that is wrong is named at once", () => {
  const found = refused("group_vars/all.yml", (data) => {
    data.one_version = 7.0;
    data.vn.pubridge.move_ip = true;
  });
  expect(found).toEqual(["one_version", "vn.pubridge.move_ip"]);
});
