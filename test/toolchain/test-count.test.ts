import { closingLine, countOf } from "../../toolchain/test-count";

const report = {
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  numRuntimeErrorTestSuites: 0,
};

test.each([
  ["a tier without tests that went well", 0, undefined, { passed: 1, failed: 0, skipped: 0 }],
  ["a tier that broke before it could report", 1, undefined, { passed: 0, failed: 1, skipped: 0 }],
  ["tests", 0, report, { passed: 5, failed: 0, skipped: 3 }],
  ["failed tests", 1, { ...report, numFailedTests: 2 }, { passed: 5, failed: 2, skipped: 3 }],
  ["a file that does not load", 1, { ...report, numRuntimeErrorTestSuites: 1 }, { passed: 5, failed: 1, skipped: 3 }],
  ["a failure that no test shows", 1, report, { passed: 5, failed: 1, skipped: 3 }],
])("counts %s", (_name, exitCode, given, expected) => {
  expect(countOf(exitCode, given)).toEqual(expected);
});

test("adds the tiers up in one line", () => {
  expect(closingLine([countOf(0, undefined), countOf(1, report)])).toBe("6 passed, 1 failed, 3 skipped");
});
