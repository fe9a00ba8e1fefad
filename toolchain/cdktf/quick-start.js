// Loaded into cdktf before it starts (cdktf.js). The translator from HCL, TypeScript's compiler and all, is half of what cdktf 0.21
// loads at every start, and only `convert` and `init` use it: it is loaded when it is used.
const Module = require("node:module");

const TRANSLATOR = "@cdktf/hcl2cdk";
/** What cdktf's own bundle takes from it. */
const TAKEN = ["convert", "convertProject", "getTerraformConfigFromDir", "parseProviderRequirements"];

const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (request !== TRANSLATOR || !parent?.filename?.includes("cdktf-cli"))
    return load.call(this, request, parent, isMain);
  const stand = Object.defineProperty({}, "__esModule", { value: true });
  for (const name of TAKEN) {
    Object.defineProperty(stand, name, { enumerable: true, get: () => load.call(this, request, parent, isMain)[name] });
  }
  return stand;
};

module.exports = { TRANSLATOR, TAKEN };
