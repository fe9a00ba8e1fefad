const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { Script } = require("node:vm");

/** Bundles that nothing can be about to load any more. */
const OUTDATED_MS = 3_600_000;

/**
 * @typedef {object} BundleOptions
 * @property {string} root the checkout's folder, absolute
 * @property {string} entry TypeScript file below it, e.g. `main.ts`
 * @property {string} name folder of the bundles below `.cache`
 * @property {boolean} [withPackages] true: packages go into the bundle as well. Default: they stay where they are
 * @property {import("esbuild").Plugin[]} [plugins]
 * @property {string[]} [makers] files below the root that the plugins come from
 */

/**
 * One CommonJS file made of a program's TypeScript sources, made again when one of them (or package-lock.json) is another than it
 * was: compiling on the fly at each start costs more than the programs themselves do. The file's name holds the sizes and times of
 * its sources, so that two commands at once never load each other's half-made or outdated bundle; checkouts that share a
 * `.cache` have folders of their own in it. `__dirname` means the source's folder, as it does without a bundle.
 *
 * @param {BundleOptions} options
 * @returns {Promise<string>} path of the bundle
 */
async function bundle(options) {
  const folder = path.join(options.root, ".cache", options.name, hash(options.root).slice(0, 8));
  const record = path.join(folder, "sources.json");
  const known = readRecord(record);
  const made = known?.sources && path.join(folder, `${stampOf(options.root, known.sources)}.cjs`);
  if (made && fs.existsSync(made)) return made;
  return make(options, folder, record);
}

async function make(options, folder, record) {
  const { root, entry, withPackages = false, plugins = [], makers = [] } = options;
  const { build } = require("esbuild");
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    outdir: folder,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: true,
    sourcesContent: false,
    // Half as much to read; names stay for stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    logLevel: "error",
    ...(withPackages ? {} : { packages: "external" }),
    plugins: [keepFolders(root), ...plugins],
  });
  // What lies in node_modules changes with package-lock.json.
  const own = Object.keys(metafile.inputs).filter((source) => !source.includes("node_modules/"));
  const sources = [...own, ...makers, "package-lock.json"].sort();
  const stamp = stampOf(root, sources);
  fs.mkdirSync(folder, { recursive: true });
  removeOutdated(folder);
  removeOrphans(path.dirname(folder));
  const [code, map] = [".js", ".js.map"].map((end) => outputFiles.find((file) => file.path.endsWith(end)).text);
  replace(path.join(folder, `${stamp}.cjs.map`), map);
  replace(
    path.join(folder, `${stamp}.cjs`),
    code.replace(/\/\/# sourceMappingURL=.*\s*$/, `//# sourceMappingURL=${stamp}.cjs.map\n`),
  );
  replace(record, JSON.stringify({ root, sources }));
  return path.join(folder, `${stamp}.cjs`);
}

/** Puts the source's own folder in the place of `__dirname`. */
function keepFolders(root) {
  return {
    name: "keep-folders",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        if (!file.startsWith(root + path.sep) || file.includes(`${path.sep}node_modules${path.sep}`)) return undefined;
        const text = fs.readFileSync(file, "utf8");
        if (!/\b__dirname\b/.test(text)) return undefined;
        // On the first line, so that the lines of stack traces stay right.
        return { contents: `const __dirname = ${JSON.stringify(path.dirname(file))};${text}`, loader: "ts" };
      });
    },
  };
}

/**
 * Loads a bundled program that starts itself when it is loaded, as the file that Node was called with.
 *
 * @param {BundleOptions} options
 */
async function startBundled(options) {
  const file = await bundle(options);
  process.argv[1] = file;
  require(file);
}

/**
 * Calls `main` of a bundled program, with what V8 compiled of it the last time: that is a quarter of a synth. Node refuses the code
 * of another version of itself, which is then compiled and kept anew. An error tells its places in the sources.
 *
 * @param {BundleOptions} options
 */
async function runBundled(options) {
  const file = await bundle(options);
  const kept = `${file}.compiled`;
  const cachedData = fs.existsSync(kept) ? fs.readFileSync(kept) : undefined;
  const script = new Script(Module.wrap(fs.readFileSync(file, "utf8")), {
    filename: file,
    cachedData,
    columnOffset: -Module.wrapper[0].length,
  });
  const program = { exports: {} };
  try {
    script.runInThisContext()(program.exports, Module.createRequire(file), program, file, path.dirname(file));
    program.exports.main();
  } catch (error) {
    error.stack = traceToSources(error.stack, file);
    throw error;
  }
  if (!cachedData || script.cachedDataRejected) replace(kept, script.createCachedData());
}

/**
 * The places of a stack trace as places in the sources. (Node's own source maps would be read at every start, and slow down every
 * trace that anything records.)
 *
 * @param {string} stack
 * @param {string} file path of the bundle
 */
function traceToSources(stack, file) {
  const map = new Module.SourceMap(JSON.parse(fs.readFileSync(`${file}.map`, "utf8")));
  return stack.replaceAll(/\(?([^\s(]+\.cjs):(\d+):(\d+)/g, (place, named, line, column) => {
    const entry = named === file ? map.findEntry(Number(line) - 1, Number(column) - 1) : {};
    if (!entry.originalSource) return place;
    const source = path.join(path.dirname(file), entry.originalSource);
    return `${place.startsWith("(") ? "(" : ""}${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

/** Changes when a source does; "missing" stands for one that has gone. */
function stampOf(root, sources) {
  const states = sources.map((source) => {
    const state = fs.statSync(path.join(root, source), { throwIfNoEntry: false });
    return `${source} ${state ? `${state.size} ${state.mtimeMs}` : "missing"}`;
  });
  return hash(states.join("\n")).slice(0, 16);
}

function readRecord(record) {
  try {
    return JSON.parse(fs.readFileSync(record, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

function removeOutdated(folder) {
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    const state = fs.statSync(file, { throwIfNoEntry: false });
    if (state && state.mtimeMs < Date.now() - OUTDATED_MS) fs.rmSync(file, { force: true });
  }
}

/** Bundles of checkouts that are gone. */
function removeOrphans(folder) {
  for (const name of fs.readdirSync(folder)) {
    const made = readRecord(path.join(folder, name, "sources.json"));
    if (made?.root && !fs.existsSync(made.root)) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

function replace(file, text) {
  const unfinished = `${file}.${process.pid}`;
  fs.writeFileSync(unfinished, text);
  fs.renameSync(unfinished, file);
}

function hash(text) {
  return createHash("sha256").update(text).digest("hex");
}

module.exports = { bundle, runBundled, startBundled };
