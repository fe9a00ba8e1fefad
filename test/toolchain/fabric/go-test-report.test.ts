import { failuresOf, reportOf } from "../../../toolchain/fabric/go-test-report";

const events = [
  { Action: "start", Package: "p" },
  { Action: "output", Package: "p", Test: "TestOne", Output: "quiet\n" },
  { Action: "pass", Package: "p", Test: "TestOne" },
  { Action: "pass", Package: "p", Test: "TestTable/first" },
  { Action: "output", Package: "p", Test: "TestTable/second", Output: "it passed\n" },
  { Action: "fail", Package: "p", Test: "TestTable/second" },
  { Action: "fail", Package: "p", Test: "TestTable" },
  { Action: "skip", Package: "p", Test: "TestLater" },
  { Action: "fail", Package: "p" },
  { Action: "skip", Package: "without-tests" },
];

test("counts each case once, and not the group that it belongs to", () => {
  expect(reportOf(events)).toMatchObject({
    numPassedTests: 2,
    numFailedTests: 1,
    numPendingTests: 1,
    numRuntimeErrorTestSuites: 0,
  });
});

test("counts a package that does not compile or breaks outside of a test", () => {
  expect(reportOf([...events, { Action: "fail", Package: "broken" }]).numRuntimeErrorTestSuites).toBe(1);
});

test("repeats what failed tests said, and no more", () => {
  expect(failuresOf(events)).toBe("it passed\n");
});
