import fs from "node:fs";
import path from "node:path";
import type { Places } from "../places";

/** Names of the stacks' folders below `cdktf.out/<deployment>/stacks`. */
const STACKS = ["state", "vpc", "instances", "network", "inventories"];
const LOCK_FILE = ".terraform.lock.hcl";

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
  if (!fs.existsSync(places.synthesized)) return;
  for (const deployment of fs.readdirSync(places.synthesized, { withFileTypes: true })) {
    if (!deployment.isDirectory()) continue;
    for (const stack of STACKS)
      fs.rmSync(path.join(places.synthesized, deployment.name, "stacks", stack, LOCK_FILE), { force: true });
  }
}
