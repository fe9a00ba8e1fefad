// cdktf runs `terraform init` before everything it does, and init reads and hashes each provider several times: a fifth of a run
// that has nothing to do. Where the last init was asked for the same, there is nothing left to initialize.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { join } = require("node:path");
const { dropChecksums, LOCK_FILE } = require("./checksums");

const NOTE = ".terraform/initialized-for";
/** With these init initializes and nothing else: no provider is upgraded, no state moved. */
const PLAIN = ["-no-color", "-input=false"];
/** Variables that change what init does. */
const OF_INIT = ["TF_CLI_ARGS_init", "TF_DATA_DIR"];

/**
 * Watches an init, or finds that it is not needed.
 *
 * @param {string} program Terraform or OpenTofu
 * @param {string[]} args
 * @param {string} folder where it runs, `…/stacks/<stack>`
 * @param {Record<string, string | undefined>} environment
 * @returns {{ isDone: boolean, note: () => void } | undefined} undefined where it is no plain init; `note` is for one that ended well
 */
function initOnce(program, args, folder, environment) {
  const isPlain = args[0] === "init" && args.slice(1).every((word) => PLAIN.includes(word));
  if (!isPlain || OF_INIT.some((name) => environment[name])) return undefined;
  const note = join(folder, NOTE);
  return {
    isDone: textOf(note) === fingerprint(program, folder, environment) && providersAreThere(folder),
    note: () => {
      dropChecksums(folder, environment);
      fs.writeFileSync(note, fingerprint(program, folder, environment));
    },
  };
}

/** Of all that init goes by: backend and providers of the stack, their checksums, where they come from. */
function fingerprint(program, folder, environment) {
  const { terraform } = JSON.parse(textOf(join(folder, "cdk.tf.json")) || "{}");
  const settings = textOf(environment.TF_CLI_CONFIG_FILE ?? "");
  return createHash("sha256")
    .update(JSON.stringify([program, terraform, textOf(join(folder, LOCK_FILE)), settings]))
    .digest("hex");
}

/** They are links into a mirror, which may have gone. */
function providersAreThere(folder) {
  const providers = join(folder, ".terraform/providers");
  if (!fs.existsSync(providers)) return false;
  return fs.readdirSync(providers, { recursive: true }).every((entry) => fs.existsSync(join(providers, entry)));
}

/** Empty where there is no such file. */
function textOf(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
}

module.exports = { initOnce };
