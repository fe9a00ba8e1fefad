import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const QUICK_START = join(__dirname, "../../toolchain/cdktf/quick-start.js");
const HANDLERS = require.resolve("cdktf-cli/bundle/bin/cmds/handlers");
const LATE = ["@cdktf/hcl2cdk", "@cdktf/hcl2json", "@cdktf/hcl-tools"];

/** Evaluates an expression on `taken`, which cdktf's own bundle gets for a package, and `loads`, which counts real loads of it. */
function inCdktf(name: string, expression: string): unknown {
  const script = `
    const Module = require("node:module");
    const load = Module._load;
    let loads = 0;
    const real = new Proxy({}, { get: (_, what) => "the real " + what });
    Module._load = (request, ...others) => (request === ${JSON.stringify(name)} ? (loads++, real) : load(request, ...others));
    require(${JSON.stringify(QUICK_START)});
    const taken = Module.createRequire(${JSON.stringify(HANDLERS)})(${JSON.stringify(name)});
    console.log(JSON.stringify(${expression}));`;
  return JSON.parse(spawnSync(process.execPath, ["-e", script], { encoding: "utf8" }).stdout);
}

test.each(LATE)("%s is loaded when it is used, and is the real one then", (name) => {
  const [isModule, before, [what], used, after] = inCdktf(
    name,
    "[taken.__esModule, loads, Object.keys(taken), taken[Object.keys(taken)[0]], loads]",
  ) as [boolean, number, string[], string, number];
  expect([isModule, before]).toEqual([true, 0]);
  expect([used, after]).toEqual([`the real ${what}`, 1]);
});

test.each(LATE)("everything that cdktf's bundle takes from %s is there", (name) => {
  const text = readFileSync(HANDLERS, "utf8");
  const parts = text.split(`require("${name}")`);
  const held = parts.slice(0, -1).map((before) => /(\w+)=(?:\w+\()?$/.exec(before.slice(-40))![1]);
  const taken = held.flatMap((one) =>
    [...text.matchAll(new RegExp(`\\b${one}\\.(\\w+)`, "g"))].map(([, what]) => what),
  );
  expect(taken).not.toEqual([]);
  expect(inCdktf(name, "Object.keys(taken)")).toEqual([...new Set(taken)].sort());
});
