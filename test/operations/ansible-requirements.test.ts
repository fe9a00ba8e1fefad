import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingCollections, provideCollections, provideValidationSuite } from "../../operations/ansible-requirements";
import { makeStubProject, PINNED, writeCollections, writeScript } from "./ansible-stubs";

let project: ReturnType<typeof makeStubProject>;
const quiet = () => {};

beforeEach(() => {
  project = makeStubProject();
});

afterEach(() => rmSync(project.folder, { recursive: true }));

describe("collections", () => {
  test("every pinned collection is missing in a fresh clone", () => {
    expect(
      missingCollections(project.ansibleFolder)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(PINNED).sort());
  });

  test("one in another version counts as missing, and says which is there", () => {
    writeCollections(project.ansibleFolder, { ...PINNED, "ansible.utils": "1.0.0" });
    expect(missingCollections(project.ansibleFolder)).toEqual([
      { name: "ansible.utils", wanted: PINNED["ansible.utils"], found: "1.0.0" },
    ]);
  });

  test("nothing is fetched when all are there", () => {
    writeCollections(project.ansibleFolder, PINNED);
    writeScript(join(project.bin, "ansible-galaxy"), "exit 1");
    expect(() => provideCollections(project.ansibleFolder, project.bin, quiet)).not.toThrow();
  });

  test("without Galaxy the message names what is missing, why, and how to bring it", () => {
    writeScript(join(project.bin, "ansible-galaxy"), 'echo "ERROR! Galaxy did not answer" >&2', "exit 1");
    const provide = () => provideCollections(project.ansibleFolder, project.bin, quiet);
    expect(provide).toThrow(/Missing in ansible\/collections: opennebula\.deploy [0-9a-f]{40}, ansible\.posix/);
    expect(provide).toThrow(/ {4}ERROR! Galaxy did not answer/);
    expect(provide).toThrow(/npm run ansible -- prepare[\s\S]*copy its folders\nansible\/collections/);
    expect(provide).toThrow(/running the same command again is safe/);
  });

  test("a Galaxy that ends well and brings nothing is no success", () => {
    writeScript(join(project.bin, "ansible-galaxy"), "exit 0");
    expect(() => provideCollections(project.ansibleFolder, project.bin, quiet)).toThrow(
      "Missing in ansible/collections",
    );
  });
});

describe("the validation suite", () => {
  /** A repository with one commit per content. @returns the commits */
  function makeRepository(...contents: readonly string[]): readonly string[] {
    const folder = join(project.folder, "suite");
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", folder, "-c", "user.name=n", "-c", "user.email=e", ...args], { encoding: "utf8" });
    mkdirSync(join(folder, "playbooks"), { recursive: true });
    git("init", "--quiet");
    git("config", "uploadpack.allowAnySHA1InWant", "true");
    return contents.map((content) => {
      writeFileSync(join(folder, "playbooks/validation.yml"), content);
      git("add", ".");
      git("commit", "--quiet", "--message", content);
      return git("rev-parse", "HEAD").trim();
    });
  }

  function pin(commit: string): void {
    const text = `repository: file://${join(project.folder, "suite")}\ncommit: ${commit}\n`;
    writeFileSync(join(project.ansibleFolder, "validation-suite.yml"), text);
  }

  const standing = () => readFileSync(join(project.ansibleFolder, "validation-suite/playbooks/validation.yml"), "utf8");

  test("is cloned at its pinned commit, and again when the pin moves", () => {
    const [older, newer] = makeRepository("older", "newer");
    pin(older!);
    provideValidationSuite(project.ansibleFolder, quiet);
    expect(standing()).toBe("older");
    pin(newer!);
    provideValidationSuite(project.ansibleFolder, quiet);
    expect(standing()).toBe("newer");
  });

  test("stays as it is when it was brought by hand, without git", () => {
    mkdirSync(join(project.ansibleFolder, "validation-suite/playbooks"), { recursive: true });
    writeFileSync(join(project.ansibleFolder, "validation-suite/playbooks/validation.yml"), "by hand");
    pin("0000000000000000000000000000000000000000");
    provideValidationSuite(project.ansibleFolder, quiet);
    expect(standing()).toBe("by hand");
  });

  test("out of reach: the message names commit and place, and nothing half-fetched is taken for it later", () => {
    pin("0123456789abcdef0123456789abcdef01234567");
    const provide = () => provideValidationSuite(project.ansibleFolder, quiet);
    expect(provide).toThrow(
      /Missing: ansible\/validation-suite, commit 0123456789ab[\s\S]*copy its folder\nansible\/validation-suite/,
    );
    expect(existsSync(join(project.ansibleFolder, "validation-suite"))).toBe(false);
  });
});
