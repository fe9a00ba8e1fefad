import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { EXIT_CODES } from "../../config/exit-codes";
import { OperationProblem } from "../operation-problem";

/** A commit, or the files as they lie there, uncommitted ones included. */
export interface Revision {
  readonly repository: string;
  /** Full commit id; undefined: the working tree. */
  readonly commit: string | undefined;
  /** For people. */
  readonly label: string;
}

export function workingTree(repository: string): Revision {
  return { repository, commit: undefined, label: "the working tree" };
}

/** @throws OperationProblem when there is no such commit */
export function revisionOf(repository: string, name: string): Revision {
  const commit = git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`)?.trim();
  if (commit) return { repository, commit, label: `commit ${commit.slice(0, 10)}` };
  throw new OperationProblem(
    EXIT_CODES.usage,
    `There is no commit ${name} to review against.`,
    "Name one that this clone has with --base; a clone without history needs git fetch --unshallow. Nothing was changed.",
  );
}

/** Where the head left the main branch; on the main branch itself, the commit before. */
export function defaultBase(repository: string, head: Revision): Revision {
  const tip = head.commit ?? "HEAD";
  const fork = git(repository, "merge-base", "origin/main", tip)?.trim();
  const here = git(repository, "rev-parse", tip)?.trim();
  const isClean = head.commit !== undefined || git(repository, "status", "--porcelain") === "";
  if (fork && fork !== here) return revisionOf(repository, fork);
  // Uncommitted work is compared with the last commit, a clean tree with the one before it.
  return revisionOf(repository, isClean ? `${tip}~1` : tip);
}

export function filesOf({ repository, commit }: Revision, ...paths: string[]): string[] {
  const list = commit
    ? git(repository, "ls-tree", "-r", "-z", "--name-only", commit, "--", ...paths)
    : git(repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...paths);
  const deleted = commit ? "" : git(repository, "ls-files", "-z", "--deleted", "--", ...paths);
  const gone = new Set((deleted ?? "").split("\0"));
  return [...new Set((list ?? "").split("\0"))].filter((file) => file !== "" && !gone.has(file)).sort();
}

/** Writes the revision's files into a folder, as new: their times tell a bundle made from another revision apart. */
export function writeRevision(revision: Revision, folder: string): void {
  const { repository, commit } = revision;
  if (commit === undefined) {
    for (const file of filesOf(revision)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(repository, file), join(folder, file), { verbatimSymlinks: true });
    }
    return;
  }
  const archive = spawnSync("git", ["-C", repository, "archive", "--format=tar", commit], {
    maxBuffer: 512 * 1024 * 1024,
  });
  const unpacked = spawnSync("tar", ["-x", "-m", "-C", folder], { input: archive.stdout });
  if (archive.status !== 0 || unpacked.status !== 0)
    throw new Error(`cannot unpack ${commit}: ${archive.stderr}${unpacked.stderr}`);
}

export function removeRevision(revision: Revision, folder: string): void {
  for (const file of filesOf(revision)) rmSync(join(folder, file), { force: true });
}

/** @returns undefined when git fails */
function git(repository: string, ...args: string[]): string | undefined {
  const result = spawnSync("git", ["-C", repository, ...args], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return result.status === 0 ? result.stdout : undefined;
}
