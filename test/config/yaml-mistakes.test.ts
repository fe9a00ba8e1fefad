import { check, problemsOf } from "./deployment-text";

const NOT_YAML: readonly [name: string, text: string, line: number, expected: string][] = [
  ["a tab", "ssh:\n\tuser: ubuntu\n", 5, "indentation by spaces, as YAML demands"],
  ["an open bracket", "servers: {workers: [host01, host02\nssh: {}\n", 5, "YAML"],
  ["an open quote", 'ssh: {user: "ubuntu}\ndisposable: true\n', 4, "YAML"],
  ["wrong indentation", "ssh:\n  user: ubuntu\n dns: 1\n", 6, "YAML"],
  ["a second document", "---\nproject: other\n", 4, "one YAML document"],
  ["an alias", "servers: &all {workers: 1}\nssh: *all\n", 5, "plain values"],
  ["a tag", "ssh: {user: !name ubuntu}\n", 4, "plain values"],
  ["a tag that makes a set of a mapping", "ssh: !!set {user}\n", 4, "plain values"],
  ["a list as a name", "? [ssh]\n: ubuntu\n", 4, "a word as the name of each field"],
  ["deep nesting", `ssh: ${"[".repeat(60_000)}\n`, 4, "fields at most three levels deep"],
];

test.each(NOT_YAML)("%s is reported with its line", (_, text, line, expected) => {
  const problems = problemsOf(text);

  expect(problems[0]).toMatchObject({ line, field: "", expected });
  expect(problems[0]?.fix).not.toBe("");
});

test("a field written twice is named, and the rest of the file is checked all the same", () => {
  const problems = problemsOf("ssh:\n  user: ubuntu\n  user: Root\ndisposable: no\n");

  expect(problems.map(({ line, field, found }) => [line, field, found])).toEqual([
    [6, "ssh.user", "a field that already stands further up"],
    [6, "ssh.user", "Root"],
    [7, "disposable", "no"],
  ]);
});

test("aliases that would unfold to a billion entries are refused without being unfolded", () => {
  const levels = Array.from({ length: 15 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`).join("\n");

  expect(problemsOf(`a0: &a0 [x]\n${levels}\n`)).toHaveLength(15 * 9);
});

const NO_MAPPING: readonly [text: string, found: string][] = [
  ["", "nothing"],
  ["# only a comment\n", "nothing"],
  ["- project\n", "a list of 1 entry"],
  ["demo\n", "demo"],
  ["42\n", "42 (a number)"],
];

test.each(NO_MAPPING)("the file %j is no deployment file", (text, found) => {
  expect(check(text)).toEqual({
    problems: [
      expect.objectContaining({ field: "", line: 1, expected: "a mapping with project, region and zone", found }),
    ],
  });
});

test("a byte order mark and Windows line ends are taken", () => {
  expect(problemsOf("ssh:\r\n  user: Root\r\n").map(({ line }) => line)).toEqual([5]);
  expect(check("\uFEFFproject: cloud\r\nregion: fr-par\r\nzone: fr-par-2\r\n")).toHaveProperty("config");
});
