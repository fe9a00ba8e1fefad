import {
  maskAll,
  type ReportResult,
  type ReportTest,
  type ValidationReport,
} from "../../../operations/validation/report";

export function someTest(
  name: string,
  status: ReportTest["status"],
  results: ReportResult[] = [],
  reason?: string,
): ReportTest {
  return {
    name,
    title: `Title of ${name}`,
    proves: `That ${name} works.`,
    status,
    seconds: 83.24,
    results,
    ...(reason && { reason }),
  };
}

/** A report with these tests, its counts among them. */
export function someReport(tests: ReportTest[], changes: Partial<ValidationReport> = {}): ValidationReport {
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const report: ValidationReport = {
    schemaVersion: 1,
    deployment: "demo",
    verdict: "failed",
    ended: "completed",
    startedAt: "2026-11-27T15:00:00.000Z",
    endedAt: "2026-11-27T15:20:30.500Z",
    versions: {
      project: "abc",
      opennebula: { wanted: "7.0", found: "7.0.1" },
      suite: "one-deploy-validation",
      ansibleCore: "2.18.19",
    },
    counts: { passed: count("passed"), failed: count("failed"), skipped: count("skipped"), notRun: count("notRun") },
    tests,
    files: [],
    notes: [],
  };
  return { ...report, ...changes };
}

export const masked = (report: ValidationReport, secret: string) =>
  maskAll(report, (text) => text.replaceAll(secret, "********"));
