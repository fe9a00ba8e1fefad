import { DeploymentFileError, fieldName, printable, renderProblems } from "../../config/problems";

const PROBLEM = {
  file: "deployments/prod.yaml",
  line: 3,
  field: "zone",
  expected: "a zone",
  found: "nowhere",
  fix: "write zone: fr-par-2",
};

test("a report names place, expectation, finding and fix of each mistake", () => {
  const { line: _, ...wholeFile } = { ...PROBLEM, field: "" };

  expect(renderProblems([PROBLEM, wholeFile])).toBe(
    [
      "2 mistakes; nothing was written or changed.",
      "",
      "deployments/prod.yaml:3  zone",
      "  expected  a zone",
      "  found     nowhere",
      "  fix       write zone: fr-par-2",
      "",
      "deployments/prod.yaml",
      "  expected  a zone",
      "  found     nowhere",
      "  fix       write zone: fr-par-2",
      "",
      "Running the same command again after the correction is safe.",
    ].join("\n"),
  );
});

test("the error's message is the report", () => {
  expect(new DeploymentFileError([PROBLEM]).message).toBe(renderProblems([PROBLEM]));
});

test("a field's name follows its path", () => {
  expect(fieldName(["servers", "workers", 2])).toBe("servers.workers[2]");
  expect(fieldName([])).toBe("");
  expect(fieldName(["a.b", "", "c\n"])).toBe('"a.b".""."c\\u{a}"');
});

test("what a file holds cannot steer the terminal", () => {
  expect(printable("\u001b[2J\u202Eabc\n")).toBe("\\u{1b}[2J\\u{202e}abc\\u{a}");
  expect(printable("x".repeat(61))).toBe(`${"x".repeat(59)}…`);
});
