import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { CHECKOUT, type Deployment } from "../deployment";
import { type Check, fail, ok } from "./check";

const OTHERS = 0o077;

/** Files that hold secrets must be the operator's alone: states, their credentials, the inventory, `.secret`. */
export function checkSecretFiles(deployment: Deployment, checkout = CHECKOUT): Check {
  const places = [join(checkout, ".secret"), deployment.stateFolder, deployment.inventoryFolder];
  const paths = places.filter(existsSync).flatMap(filesBelow);
  const open = paths.filter((path) => (statSync(path).mode & OTHERS) !== 0).map((path) => relative(checkout, path));
  if (open.length === 0) return ok("files with secrets", `${paths.length} files and folders, yours alone`);
  return fail(
    "files with secrets",
    `others may read ${open.join(", ")}`,
    `chmod go= ${open.map((path) => `'${path}'`).join(" ")}`,
  );
}

function filesBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return [path, ...readdirSync(path).flatMap((entry) => filesBelow(join(path, entry)))];
}
