import fs from "node:fs";
import path from "node:path";
import { LOCK_FILE } from "../cdktf/checksums";
import type { Places } from "../places";

/** Names of the stacks' folders below `cdktf.out/<deployment>/stacks`. */
const STACKS = ["state", "vpc", "instances", "network", "inventories"];
const INITIALIZED = ".terraform";

/**
 * Gives each stack of a deployment the checksums for all platforms, before Terraform would note its own platform's
 * only. A lock that stands is left alone.
 *
 * @param deployment name of the deployment file without its ending
 */
export function placeLockFiles(places: Places, deployment: string): void {
  if (!fs.existsSync(places.lockFile)) return;
  for (const stack of STACKS) {
    const folder = path.join(places.synthesized, deployment, "stacks", stack);
    fs.mkdirSync(folder, { recursive: true });
    const lock = path.join(folder, LOCK_FILE);
    if (!fs.existsSync(lock)) fs.copyFileSync(places.lockFile, lock);
  }
}

/**
 * Removes the locks of every deployment: after providers were built anew, or come from elsewhere, Terraform would
 * refuse them for the checksums of the earlier ones. It writes new locks by itself.
 */
export function forgetLockFiles(places: Places): void {
  for (const folder of stackFolders(places)) fs.rmSync(path.join(folder, LOCK_FILE), { force: true });
}

/**
 * Removes what `init` left in every stack, the states aside: Terraform and OpenTofu note the backend each in its own way, and
 * either refuses the other's note ("Backend configuration changed"). The next deploy initializes anew.
 */
export function forgetInitializations(places: Places): void {
  for (const folder of stackFolders(places)) {
    for (const left of [LOCK_FILE, INITIALIZED]) fs.rmSync(path.join(folder, left), { recursive: true, force: true });
  }
}

function stackFolders(places: Places): readonly string[] {
  if (!fs.existsSync(places.synthesized)) return [];
  return fs
    .readdirSync(places.synthesized, { withFileTypes: true })
    .filter((deployment) => deployment.isDirectory())
    .flatMap(({ name }) => STACKS.map((stack) => path.join(places.synthesized, name, "stacks", stack)));
}
