const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

/**
 * Whether the deployment file names another project than the one that `state` has made in this checkout. The name is in the
 * name of the bucket that holds the other stacks' states, so their initialization would fail on it before any guard can speak.
 *
 * @param {string} checkout
 * @param {string} deployment
 */
function isProjectRenamed(checkout, deployment) {
  const state = join(checkout, ".state", deployment, "state.tfstate");
  const file = join(checkout, "deployments", `${deployment}.yaml`);
  if (!existsSync(state) || !existsSync(file)) return false;
  const made = JSON.parse(readFileSync(state, "utf8")).outputs?.project_name?.value;
  const { project } = require("yaml").parse(readFileSync(file, "utf8"), { logLevel: "silent" }) ?? {};
  return made !== undefined && typeof project === "string" && project !== made;
}

module.exports = { isProjectRenamed };
