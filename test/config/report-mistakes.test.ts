import { DeploymentFileError } from "../../config/problems";
import { reportMistakes } from "../../config/report-mistakes";

const PROBLEM = { file: "environment", field: "DEPLOYMENT", expected: "a name", found: "none", fix: "set one" };

test("a mistake goes to stderr without stack trace, and the process ends with 64", () => {
  const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    reportMistakes(() => {
      throw new DeploymentFileError([PROBLEM]);
    });
    expect(process.exitCode).toBe(64);
    expect(written.mock.calls.map(([text]) => text)).toEqual([`${new DeploymentFileError([PROBLEM]).message}\n`]);
    expect(String(written.mock.calls[0])).not.toMatch(/^\s+at /m);
  } finally {
    process.exitCode = undefined;
    written.mockRestore();
  }
});

test("a defect keeps its stack trace", () => {
  expect(() =>
    reportMistakes(() => {
      throw new RangeError("a defect");
    }),
  ).toThrow(RangeError);
});

test("work without mistake leaves the exit code alone", () => {
  reportMistakes(() => {});

  expect(process.exitCode).toBeUndefined();
});
