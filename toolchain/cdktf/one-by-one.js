const { basename } = require("node:path");

/** The stack whose provisioners speak SSH. */
const SSH_STACK = "network";

/**
 * Variables for Terraform in a stack's folder. Behind a proxy of any kind Terraform's SSH connections must be opened one after the
 * other: each registers the proxy's dialer in a map without a lock, and two at once end Terraform with "concurrent map writes"
 * (communicator/ssh/http_proxy.go; seen with 1.11.4), its state unsaved.
 *
 * @param {string} folder where Terraform runs, `…/stacks/<stack>`
 * @param {Record<string, string | undefined>} environment
 * @returns {Record<string, string>}
 */
function oneByOne(folder, environment) {
  if (basename(folder) !== SSH_STACK || !environment.TF_VAR_ssh_proxy_host) return {};
  return { TF_CLI_ARGS_apply: [environment.TF_CLI_ARGS_apply, "-parallelism=1"].filter(Boolean).join(" ") };
}

module.exports = { oneByOne };
