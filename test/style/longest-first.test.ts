import { existsSync } from "node:fs";
import { join } from "node:path";

const LongestFirst = require("../helpers/longest-first");

test("long files start first, the longest before the others, and every file that is named stands", () => {
  const path = (name: string) => join(__dirname, "../integration", `${name}.test.ts`);
  const tests = ["locks/locks", "guards/guards", "demo/demo"].map((name) => ({
    path: path(name),
    context: { config: { cacheDirectory: "/nowhere", id: "none", name: "none" }, hasteFS: { getSize: () => 1 } },
  }));
  const order = new LongestFirst({ contexts: [], globalConfig: {} })
    .sort(tests)
    .map((one: { path: string }) => one.path);
  expect(order).toEqual(["demo/demo", "guards/guards", "locks/locks"].map(path));
  expect(LongestFirst.LONG.map(path).filter((file: string) => !existsSync(file))).toEqual([]);
});
