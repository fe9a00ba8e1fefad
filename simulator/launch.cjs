// Starts main.ts from one bundled file, made again whenever a source file is newer: compiling a hundred files on the fly at
// each command would cost more than the simulator's own start. `node --import tsx simulator/main.ts` does the same, slower.
const { mkdirSync, readdirSync, renameSync, statSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
// Two folders below the root, as the sources are, so that what they look up from `__dirname` is found from here as well.
const bundle = join(root, ".cache", "simulator", "main.cjs");

function newest(folder) {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? newest(path) : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}

function isFresh() {
  const made = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return made > newest(__dirname) && made > statSync(join(root, "package-lock.json")).mtimeMs;
}

if (!isFresh()) {
  mkdirSync(join(root, ".cache", "simulator"), { recursive: true });
  const unfinished = `${bundle}.${process.pid}`;
  require("esbuild").buildSync({
    entryPoints: [join(__dirname, "main.ts")],
    outfile: unfinished,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    packages: "external",
    logLevel: "error",
  });
  renameSync(unfinished, bundle);
}

process.argv[1] = bundle;
require(bundle);
