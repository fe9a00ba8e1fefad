import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const CHECKOUT = join(__dirname, "..", "..");

/** Paths of the committed files, relative to the checkout. */
export function trackedFiles(...patterns: string[]): string[] {
  const { stdout, status } = spawnSync("git", ["ls-files", "-z", "--", ...patterns], {
    cwd: CHECKOUT,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error("git ls-files failed: these tests need a clone");
  // A file that is being renamed is still in the index.
  return stdout.split("\0").filter((file) => file !== "" && existsSync(join(CHECKOUT, file)));
}

export function textOf(file: string): string {
  return readFileSync(join(CHECKOUT, file), "utf8");
}
