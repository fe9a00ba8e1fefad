// The checksums of a lock file hold a download to what its publisher has signed. Providers that were compiled on this machine have
// no publisher to be held to, while Terraform reads and hashes each of them for every command: half of what a command takes.
const fs = require("node:fs");
const { join } = require("node:path");

const LOCK_FILE = ".terraform.lock.hcl";
const CHECKSUMS = /^ *hashes *= *\[[^\]]*\]\n/gm;

/**
 * Takes the checksums out of a stack's lock file where its providers were compiled here; the versions stay locked. The next init
 * writes them again. Downloaded providers keep theirs.
 *
 * @param {string} folder of a stack that is initialized
 * @param {Record<string, string | undefined>} environment as env.sh makes it: `make toolchain` says there whether they were compiled
 */
function dropChecksums(folder, environment) {
  const lock = join(folder, LOCK_FILE);
  if (!environment.PROVIDERS_COMPILED_HERE || !fs.existsSync(lock)) return;
  fs.writeFileSync(lock, fs.readFileSync(lock, "utf8").replace(CHECKSUMS, ""));
}

module.exports = { dropChecksums, LOCK_FILE };
