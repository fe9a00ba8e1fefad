import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperationProblem } from "../../../operations/operation-problem";
import {
  defaultBase,
  filesOf,
  removeRevision,
  revisionOf,
  workingTree,
  writeRevision,
} from "../../../operations/review/revision";

let repository: string;
let folder: string;

function git(...args: string[]): string {
  const author = ["-c", "user.name=reviewer", "-c", "user.email=reviewer@example.org"];
  return execFileSync("git", ["-C", repository, ...author, ...args], { encoding: "utf8" }).trim();
}

function commit(file: string, text: string): string {
  writeFileSync(join(repository, file), text);
  git("add", file);
  git("commit", "--quiet", "--message", "one");
  return git("rev-parse", "HEAD");
}

let first: string;
let second: string;

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), "revisions-"));
  repository = join(root, "repository");
  folder = join(root, "folder");
  mkdirSync(repository);
  mkdirSync(folder);
  git("init", "--quiet", "--initial-branch=work");
  writeFileSync(join(repository, ".gitignore"), "ignored\n");
  git("add", ".gitignore");
  first = commit("a.txt", "1");
  second = commit("b.txt", "2");
});

afterEach(() => rmSync(join(repository, ".."), { recursive: true }));

test("the base is where the head left origin/main", () => {
  git("update-ref", "refs/remotes/origin/main", first);
  commit("c.txt", "3");
  expect(defaultBase(repository, workingTree(repository)).commit).toBe(first);
});

test("on the main branch itself the base is the commit before, or the last one when there is uncommitted work", () => {
  git("update-ref", "refs/remotes/origin/main", second);
  expect(defaultBase(repository, workingTree(repository)).commit).toBe(first);
  expect(defaultBase(repository, revisionOf(repository, "HEAD")).commit).toBe(first);
  writeFileSync(join(repository, "a.txt"), "changed");
  expect(defaultBase(repository, workingTree(repository)).commit).toBe(second);
});

test("a commit that is not there is a mistake with advice, and a name is never an option", () => {
  expect(() => revisionOf(repository, "nowhere")).toThrow(OperationProblem);
  expect(() => revisionOf(repository, "nowhere")).toThrow("--unshallow");
  expect(() => revisionOf(repository, "--all")).toThrow("There is no commit --all");
});

test("the working tree is what lies there: uncommitted files too, deleted and ignored ones not", () => {
  writeFileSync(join(repository, "new.txt"), "n");
  writeFileSync(join(repository, "ignored"), "i");
  rmSync(join(repository, "a.txt"));
  expect(filesOf(workingTree(repository))).toEqual([".gitignore", "b.txt", "new.txt"]);
  writeRevision(workingTree(repository), folder);
  expect(readFileSync(join(folder, "new.txt"), "utf8")).toBe("n");
});

test("one revision makes room for the next and leaves everything else", () => {
  const [old, head] = [revisionOf(repository, first), revisionOf(repository, second)];
  writeRevision(head, folder);
  writeFileSync(join(folder, "state"), "kept");
  removeRevision(head, folder);
  writeRevision(old, folder);
  expect(["a.txt", "b.txt", "state"].map((file) => existsSync(join(folder, file)))).toEqual([true, false, true]);
});

test("files are as new as their writing, not as their commit", () => {
  // What git archive takes for the files' time is the committer's.
  const env = { ...process.env, GIT_COMMITTER_DATE: "2020-01-01T00:00:00Z" };
  const author = ["-c", "user.name=reviewer", "-c", "user.email=reviewer@example.org"];
  execFileSync("git", ["-C", repository, ...author, "commit", "--amend", "--no-edit", "--quiet"], { env });
  writeRevision(revisionOf(repository, "HEAD"), folder);
  expect(Date.now() - statSync(join(folder, "b.txt")).mtimeMs).toBeLessThan(60_000);
});
