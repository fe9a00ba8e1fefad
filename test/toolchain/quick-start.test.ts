import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const QUICK_START = join(__dirname, "../../toolchain/cdktf/quick-start.js");
const HANDLERS = require.resolve("cdktf-cli/bundle/bin/cmds/handlers");

/** Evaluates an expression on `taken`, which cdktf's own bundle gets for the translator, and `loads`, which counts real loads of it. */
function inCdktf(expression: string): unknown {
  const script = `
    const Module = require("node:module");
    const load = Module._load;
    let loads = 0;
    Module._load = (request, ...others) =>
      request === "@cdktf/hcl2cdk" ? (loads++, { convert: "the real one" }) : load(request, ...others);
    require(${JSON.stringify(QUICK_START)});
    const taken = Module.createRequire(${JSON.stringify(HANDLERS)})("@cdktf/hcl2cdk");
    console.log(JSON.stringify(${expression}));`;
  return JSON.parse(spawnSync(process.execPath, ["-e", script], { encoding: "utf8" }).stdout);
}

test("the translator is loaded when it is used, and is the real one then", () => {
  expect(inCdktf("[taken.__esModule, loads, taken.convert, loads]")).toEqual([true, 0, "the real one", 1]);
});

test("everything that cdktf's bundle takes from the translator is there", () => {
  const text = readFileSync(HANDLERS, "utf8");
  const parts = text.split('require("@cdktf/hcl2cdk")');
  const held = parts.slice(0, -1).map((before) => /(\w+)=(?:\w+\()?$/.exec(before.slice(-40))![1]);
  const taken = held.flatMap((name) =>
    [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))].map(([, what]) => what),
  );
  expect(taken.length).toBeGreaterThan(3);
  expect(inCdktf("Object.keys(taken)")).toEqual([...new Set(taken)].sort());
});
