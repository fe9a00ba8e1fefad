import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Commit of a checkout, `+changes` when its files differ from it; undefined without git. */
export function commitOf(folder: string): string | undefined {
  const git = (...args: string[]) => spawnSync("git", ["-C", folder, ...args], { encoding: "utf8" });
  const commit = git("rev-parse", "HEAD");
  if (commit.status !== 0) return undefined;
  return `${commit.stdout.trim()}${git("status", "--porcelain").stdout.trim() === "" ? "" : "+changes"}`;
}

/** Which validation suite stands in `ansible/validation-suite`; of a copy without git, the heading of its README says what it is. */
export function suiteVersion(ansibleFolder: string): string {
  const folder = join(ansibleFolder, "validation-suite");
  if (!existsSync(folder)) return "not installed";
  const commit = existsSync(join(folder, ".git")) ? commitOf(folder) : undefined;
  if (commit) return `one-deploy-validation, commit ${commit}`;
  const { commit: pinned } = parse(readFileSync(join(ansibleFolder, "validation-suite.yml"), "utf8")) as {
    commit: string;
  };
  const readme = join(folder, "README.md");
  const heading = existsSync(readme) ? /^# (.*)$/m.exec(readFileSync(readme, "utf8"))?.[1] : undefined;
  return `${heading ?? "unnamed"}, a copy without git (the project is made for commit ${pinned.slice(0, 12)})`;
}
