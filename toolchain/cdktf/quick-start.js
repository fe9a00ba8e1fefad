// Loaded into cdktf before it starts (cdktf.js). cdktf 0.21 loads at every start what only a few of its commands use: the
// translator from HCL with TypeScript's compiler, and two programs in WebAssembly. Each is loaded when it is used.
const Module = require("node:module");

/** Package and what cdktf's own bundle takes from it. */
const LATE = {
  // `convert`, `init`
  "@cdktf/hcl2cdk": ["convert", "convertProject", "getTerraformConfigFromDir", "parseProviderRequirements"],
  // `get` of a module
  "@cdktf/hcl2json": ["convertFiles"],
  // `synth --hcl`
  "@cdktf/hcl-tools": ["format"],
};

const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (!(request in LATE) || !parent?.filename?.includes("cdktf-cli")) return load.call(this, request, parent, isMain);
  const stand = Object.defineProperty({}, "__esModule", { value: true });
  for (const name of LATE[request]) {
    Object.defineProperty(stand, name, { enumerable: true, get: () => load.call(this, request, parent, isMain)[name] });
  }
  return stand;
};

module.exports = { LATE };
