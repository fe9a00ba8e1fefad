// cdktf 0.21 walks what a stack writes three times, and makes some closures for each text on the way: of a thousand workers' synth
// that was three quarters. These are the same walks, done once and without what plain values do not need. The bytes stay the same:
// test/integration/stacks/purity.test.ts compares them with those of cdktf as it is.
const fs = require("node:fs");
const path = require("node:path");

/** Each of cdktf's tokens records where it was made, for the text of an error that a wrong token would bring: half of a small synth. */
const STACK_TRACE = { "lib/tokens/private/stack-trace.js": () => "exports.captureStackTrace = () => [];" };

/** Of each file: texts that stand in it once, and what comes in their places. */
const REPLACED = {
  "lib/tokens/private/resolve.js": [
    [
      "function resolve(obj, options) {\n",
      `const plainKeys = new Set();
${isPlain}
${resolveParts}
function resolve(obj, options) {
    if (isPlain(obj)) return obj;
    const parts = resolveParts(obj, options);
    if (parts !== undefined) return parts;
`,
    ],
  ],
  "lib/tokens/private/encoding.js": [
    [
      "    test() {\n",
      '    test() {\n        if (this.re !== NUMBER_TOKEN_REGEX && !this.str.includes("{TfToken[")) return false;\n',
    ],
  ],
  "lib/util.js": [
    [
      "function snakeCase(str) {\n",
      `const snakeCased = new Map();
function snakeCase(str) {
    let known = snakeCased.get(str);
    if (known === undefined) snakeCased.set(str, (known = toSnakeCase(str)));
    return known;
}
function toSnakeCase(str) {
`,
    ],
  ],
  "lib/synthesize/synthesizer.js": [
    ["stringify(jsonTfConfig, { space: 2 })", "stringifyPlain(jsonTfConfig)"],
    ["class StackSynthesizer {\n", `${stringifyPlain}\nclass StackSynthesizer {\n`],
  ],
  "lib/terraform-stack.js": [
    // A preparing walk finds what a stack takes from others. What it makes of the stack is what will be written.
    [
      "terraformElements(this).forEach((e) => (0, _tokens_1.resolve)(this, e.toTerraform(), true));",
      "this.prepared = new Map(terraformElements(this).map((e) => [e, (0, _tokens_1.resolve)(this, e.toTerraform(), true)]));",
    ],
    [
      `const fragments = elements.map((e) => (0, _tokens_1.resolve)(this, e.toTerraform()));
        for (const fragment of fragments) {
            (0, util_1.deepMerge)(tf, fragment);
        }
        (0, util_1.deepMerge)(tf, this.rawOverrides);
        return (0, _tokens_1.resolve)(this, tf);
    }
    registerOut`,
      `for (const e of elements) {
            const fragment = this.prepared.get(e) ?? (0, _tokens_1.resolve)(this, e.toTerraform());
            for (const [kind, named] of Object.entries(fragment)) addNamed(tf, kind, named);
        }
        this.prepared = undefined;
        (0, util_1.deepMerge)(tf, (0, _tokens_1.resolve)(this, this.rawOverrides));
        return tf;
    }
    registerOut`,
    ],
    [
      "// eslint-disable-next-line jsdoc/require-jsdoc\nfunction terraformElements(",
      `${addNamed}\nfunction terraformElements(`,
    ],
  ],
  "lib/app.js": [
    // The last stack first: it is written and forgotten before the next is walked, and the outputs that it needs are all known by then.
    [
      `stacks.forEach((stack) => stack.prepareStack());
        stacks.forEach((stack) => stack.synthesizer.synthesize(session));`,
      `stacks.reverse().forEach((stack) => {
            stack.prepareStack();
            stack.synthesizer.synthesize(session);
        });`,
    ],
  ],
};

/** True for what resolves to itself: no token is in it, neither as text nor as one of the numbers that stand for tokens. */
function isPlain(value) {
  switch (typeof value) {
    case "string":
      return !value.includes("{TfToken[") && !/[-|\d.+]e[-|\d.eE+]/.test(value) && !value.endsWith("Token Value");
    case "number":
      return Number.isSafeInteger(value);
    case "boolean":
    case "undefined":
      return true;
    default:
      return value === null;
  }
}

/**
 * A list or an object without tokens among its keys; undefined for everything else. Such a one hands its own context on to its
 * parts unchanged, so none has to be made for them.
 */
function resolveParts(obj, options) {
  const prefix = options.prefix || [];
  if (prefix.length > 200) return undefined;
  const resolved = (part, key) => (isPlain(part) ? part : resolve(part, { ...options, prefix: [...prefix, key] }));
  if (Array.isArray(obj)) {
    if (encoding_1.containsStringListTokenElement(obj) || encoding_1.containsNumberListTokenElement(obj))
      return undefined;
    return obj.map((part, index) => resolved(part, `${index}`)).filter((part) => part !== undefined);
  }
  if (Object.getPrototypeOf(obj) !== Object.prototype || typeof obj.resolve === "function") return undefined;
  const result = {};
  for (const key of Object.keys(obj)) {
    if (!plainKeys.has(key)) {
      if (!isPlain(key)) return undefined;
      plainKeys.add(key);
    }
    const part = resolved(obj[key], key);
    if (part !== undefined) result[key] = part;
  }
  return result;
}

/** What deepMerge does with resolved parts, without copying them: only the levels above an object's name are shared. */
function addNamed(target, key, value, levels = 2) {
  const isObject = (it) => typeof it === "object" && it !== null && !Array.isArray(it);
  if (target[key] === undefined && levels === 0) target[key] = value;
  else if (isObject(value) && levels > 0) {
    target[key] ??= {};
    for (const [name, part] of Object.entries(value)) addNamed(target[key], name, part, levels - 1);
  } else util_1.deepMerge(target, { [key]: value });
}

/** As json-stable-stringify does it for plain data. */
function stringifyPlain(value, indent = "\n") {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[${value.map((part) => inner + stringifyPlain(part, inner)).join(",")}${indent}]`;
  const parts = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${inner}${JSON.stringify(key)}: ${stringifyPlain(value[key], inner)}`);
  return `{${parts.join(",")}${indent}}`;
}

exports.fasterCdktf = {
  name: "faster-cdktf",
  setup(build) {
    build.onLoad({ filter: /[\\/]node_modules[\\/]cdktf[\\/]lib[\\/].*\.js$/ }, ({ path: file }) => {
      const name = file.split(path.sep).join("/").split("/node_modules/cdktf/")[1];
      if (STACK_TRACE[name]) return { contents: STACK_TRACE[name]() };
      if (!REPLACED[name]) return undefined;
      const text = fs.readFileSync(file, "utf8");
      return { contents: REPLACED[name].reduce((result, [from, to]) => replaceOnce(name, result, from, to), text) };
    });
  },
};

function replaceOnce(name, text, from, to) {
  const parts = text.split(from);
  if (parts.length === 2) return parts.join(to);
  throw new Error(`cdktf's ${name} is not the one that toolchain/synth/faster-cdktf.js changes, at: ${from}`);
}
