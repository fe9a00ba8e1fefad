// The vendor's collections and validation suite: pinned in ansible/, installed on first use, never committed.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { EXIT_CODES } from "../config/exit-codes";
import { lastLines } from "../toolchain/command";
import { installerEnvironment } from "./installer-environment";
import { OperationProblem } from "./operation-problem";

interface Requirement {
  /** `namespace.name`, or the repository's URL for `type: git`. */
  readonly name: string;
  readonly type?: "git";
  /** Version, or commit for `type: git`. */
  readonly version: string;
}

/** one-deploy's repository does not say in its name which collection it holds. */
const COLLECTION_OF_REPOSITORY: Readonly<Record<string, string>> = {
  "https://github.com/OpenNebula/one-deploy.git": "opennebula.deploy",
};

/** A collection of requirements.yml that is not there, or is there in another version. */
export interface MissingCollection {
  readonly name: string;
  readonly wanted: string;
  /** Undefined: not installed at all. */
  readonly found: string | undefined;
}

/**
 * Compares `requirements.yml` with what stands in `collections/`. Of a collection from git only the presence is compared: an installed
 * one does not record its commit.
 */
export function missingCollections(ansibleFolder: string): readonly MissingCollection[] {
  const { collections } = parse(readFileSync(join(ansibleFolder, "requirements.yml"), "utf8")) as {
    collections: readonly Requirement[];
  };
  return collections.flatMap(({ name, type, version }) => {
    const collection = COLLECTION_OF_REPOSITORY[name] ?? name;
    const found = installedVersion(ansibleFolder, collection);
    const satisfied = type === "git" ? found !== undefined : found === version;
    return satisfied ? [] : [{ name: collection, wanted: version, found }];
  });
}

/** Version of an installed collection, `unknown` for a plain checkout, undefined when it is absent. */
export function installedVersion(ansibleFolder: string, collection: string): string | undefined {
  const folder = join(ansibleFolder, "collections", "ansible_collections", ...collection.split("."));
  if (!existsSync(folder)) return undefined;
  const manifest = join(folder, "MANIFEST.json");
  if (!existsSync(manifest)) return "unknown";
  return (JSON.parse(readFileSync(manifest, "utf8")) as { collection_info: { version: string } }).collection_info
    .version;
}

/**
 * Installs what `missingCollections` names.
 * @param binFolder commands of the environment that will use them
 * @throws OperationProblem when Galaxy or the repository cannot be reached
 */
export function provideCollections(ansibleFolder: string, binFolder: string, say: (line: string) => void): void {
  const missing = missingCollections(ansibleFolder);
  if (missing.length === 0) return;
  say(`Installing ${missing.map(({ name }) => name).join(", ")} into ansible/collections`);
  const result = spawnSync(
    join(binFolder, "ansible-galaxy"),
    ["collection", "install", "--force", "-r", "requirements.yml", "-p", "collections"],
    { cwd: ansibleFolder, encoding: "utf8", env: withoutPrompts() },
  );
  const still = result.status === 0 ? missingCollections(ansibleFolder) : missing;
  if (still.length === 0) return;
  throw new OperationProblem(
    EXIT_CODES.failed,
    `Missing in ansible/collections: ${still.map(describe).join(", ")}.`,
    "They come from Ansible Galaxy and, one-deploy, from its git repository (ansible/requirements.yml). The attempt ended with:",
    lastLines(`${result.stdout ?? ""}\n${result.stderr ?? ""}\n${result.error?.message ?? ""}`),
    "Where this machine cannot reach them: run `npm run ansible -- prepare` in a clone on one that can, and copy its folders",
    "ansible/collections and ansible/validation-suite into the same places here.",
    "No server was touched; running the same command again is safe.",
  );
}

/**
 * Clones the validation suite at the commit of `validation-suite.yml`, or leaves it alone when it stands there. A copy without git, brought
 * by hand, is taken as it is.
 * @throws OperationProblem when the repository cannot be reached
 */
export function provideValidationSuite(ansibleFolder: string, say: (line: string) => void): void {
  const pin = parse(readFileSync(join(ansibleFolder, "validation-suite.yml"), "utf8")) as {
    repository: string;
    commit: string;
  };
  const folder = join(ansibleFolder, "validation-suite");
  const present = existsSync(join(folder, "playbooks", "validation.yml"));
  if (
    present &&
    (!existsSync(join(folder, ".git")) || git(["-C", folder, "rev-parse", "HEAD"]).stdout.trim() === pin.commit)
  ) {
    return;
  }
  say("Cloning the validation suite into ansible/validation-suite");
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  for (const args of [
    ["init", "--quiet", partial],
    ["-C", partial, "fetch", "--quiet", "--depth", "1", pin.repository, pin.commit],
    ["-C", partial, "-c", "advice.detachedHead=false", "checkout", "--quiet", "FETCH_HEAD"],
  ]) {
    const result = git(args);
    if (result.status === 0) continue;
    throw new OperationProblem(
      EXIT_CODES.failed,
      `Missing: ansible/validation-suite, commit ${pin.commit.slice(0, 12)} of ${pin.repository} (ansible/validation-suite.yml). git said:`,
      lastLines(`${result.stderr ?? ""}\n${result.error?.message ?? ""}`),
      "Where this machine cannot reach it: run `npm run ansible -- prepare` in a clone on one that can, and copy its folder",
      "ansible/validation-suite into the same place here.",
      "No server was touched; running the same command again is safe.",
    );
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
}

function git(args: readonly string[]) {
  return spawnSync("git", args, { encoding: "utf8", env: withoutPrompts() });
}

/** A private mirror that wants a password shall fail and say so, not wait at a prompt that nobody sees. */
function withoutPrompts(): NodeJS.ProcessEnv {
  return { ...installerEnvironment(), GIT_TERMINAL_PROMPT: "0" };
}

function describe({ name, wanted, found }: MissingCollection): string {
  return found === undefined ? `${name} ${wanted}` : `${name} ${wanted} (there: ${found})`;
}
