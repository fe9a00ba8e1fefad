import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { regenerateBinding } from "../../../toolchain/bindings/regenerate";
import { USED_DATA_SOURCES, USED_RESOURCES } from "../../../toolchain/bindings/used-resources";
import { PLACES } from "../../../toolchain/places";

const COMMITTED = path.join(PLACES.repository, ".gen");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "binding-"));

afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Contents by path below `providers`. */
function filesOf(binding: string): Record<string, string> {
  const home = path.join(binding, "providers");
  const files = fs.readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => path.relative(home, path.join(entry.parentPath, entry.name))).sort();
  return Object.fromEntries(paths.map((file) => [file, fs.readFileSync(path.join(home, file), "utf8")]));
}

test("the committed binding is what the generator makes of the provider's own schema; make bindings mends it", async () => {
  await regenerateBinding(PLACES, folder);
  const committed = filesOf(COMMITTED);
  const fresh = filesOf(folder);
  expect(Object.keys(committed)).toEqual(Object.keys(fresh));
  for (const [file, content] of Object.entries(fresh)) expect({ [file]: committed[file] }).toEqual({ [file]: content });
  expect(Object.keys(fresh)).toHaveLength(1 + USED_RESOURCES.length + USED_DATA_SOURCES.length);
}, 60_000);
