import type { ReportResult, ReportTest, ValidationReport } from "./report";

/**
 * JUnit XML as CI systems read it: one test suite per test, one test case per result. Values that nothing is judged by are properties. A test
 * that was not run is an error, so that no reader takes it for one that passed.
 */
export function renderJunit(report: ValidationReport): string {
  const suites = report.tests.map((test) => suite(test, report));
  const total = (pick: (counts: Counts) => number) => suites.reduce((sum, { counts }) => sum + pick(counts), 0);
  const seconds = (Date.parse(report.endedAt) - Date.parse(report.startedAt)) / 1000;
  const attributes = [
    `name="validation of ${attribute(report.deployment)}"`,
    `tests="${total(({ tests }) => tests)}"`,
    `failures="${total(({ failures }) => failures)}"`,
    `errors="${total(({ errors }) => errors)}"`,
    `skipped="${total(({ skipped }) => skipped)}"`,
    `time="${seconds.toFixed(3)}"`,
  ].join(" ");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes}>\n${suites.map(({ xml }) => xml).join("")}</testsuites>\n`;
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

function suite(test: ReportTest, report: ValidationReport): { readonly xml: string; readonly counts: Counts } {
  const cases = casesOf(test);
  const count = (status: string) => cases.filter((one) => one.status === status).length;
  const counts = { tests: cases.length, failures: count("failed"), errors: count("notRun"), skipped: count("skipped") };
  const information = test.results.filter(({ status }) => status === "info");
  const properties = information.map(
    ({ name, evidence }) => `      <property name="${attribute(name)}" value="${attribute(evidence ?? "")}"/>\n`,
  );
  const xml = [
    `  <testsuite name="${attribute(test.name)}" tests="${counts.tests}" failures="${counts.failures}" errors="${counts.errors}" `,
    `skipped="${counts.skipped}" time="${test.seconds.toFixed(3)}" timestamp="${report.startedAt.replace(/\.\d+Z$|Z$/, "")}">\n`,
    properties.length > 0 ? `    <properties>\n${properties.join("")}    </properties>\n` : "",
    ...cases.map((one) => testCase(test, one)),
    "  </testsuite>\n",
  ].join("");
  return { xml, counts };
}

type Case = Omit<ReportResult, "status"> & { readonly status: "passed" | "failed" | "skipped" | "notRun" };

function casesOf(test: ReportTest): readonly Case[] {
  const judged = test.results.flatMap((one): Case[] => (one.status === "info" ? [] : [{ ...one, status: one.status }]));
  if (test.status === "notRun") return [...judged, { name: test.title, status: "notRun", evidence: test.reason }];
  if (judged.length > 0) return judged;
  return [{ name: test.title, status: test.status, seconds: test.seconds, evidence: test.reason }];
}

function testCase(test: ReportTest, one: Case): string {
  const name = one.host ? `${one.name} (${one.host})` : one.name;
  const opening = `    <testcase classname="${attribute(test.name)}" name="${attribute(name)}" time="${(one.seconds ?? 0).toFixed(3)}"`;
  const evidence = one.evidence ?? "";
  const message = attribute(evidence.split("\n")[0] ?? "");
  switch (one.status) {
    case "passed":
      return `${opening}/>\n`;
    case "skipped":
      return `${opening}>\n      <skipped message="${message}"/>\n    </testcase>\n`;
    case "failed":
      return `${opening}>\n      <failure message="${message}" type="failed">${content(evidence)}</failure>\n    </testcase>\n`;
    case "notRun":
      return `${opening}>\n      <error message="${message}" type="not run">${content(evidence)}</error>\n    </testcase>\n`;
  }
}

/** XML knows no control characters, escaped or not; colours of a terminal go as a whole. */
function content(text: string): string {
  return text
    .replaceAll(/\p{Cc}\[[0-9;]*m/gu, "")
    .replaceAll(/[^\P{Cc}\n\t\r]|\p{Cs}|\p{Noncharacter_Code_Point}/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function attribute(text: string): string {
  return content(text)
    .replaceAll('"', "&quot;")
    .replaceAll(/[\n\t\r]/g, " ");
}
