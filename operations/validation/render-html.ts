import type { ReportResult, ReportTest, ValidationReport } from "./report";

const WORDS = {
  passed: "passed",
  failed: "failed",
  skipped: "skipped",
  notRun: "not run",
  info: "noted",
} as const;

const ENDINGS: Readonly<Record<ValidationReport["ended"], string>> = {
  completed: "The run came to its end.",
  aborted: "A failure ended the run before its end; tests that were still to come are marked as not run.",
  interrupted: "The run was interrupted; tests that were still to come are marked as not run.",
  notStarted: "The run did not start.",
};

const STYLE = `
:root { color-scheme: light dark; --passed: #1a7f37; --failed: #cf222e; --skipped: #6e7781; --line: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 2.5rem; } h3 { margin-bottom: 0.2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.7rem 0.3rem 0; border-bottom: 1px solid var(--line); }
td.number { text-align: right; white-space: nowrap; } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; font-size: 0.85rem; }
.status { font-weight: 600; white-space: nowrap; } .passed { color: var(--passed); } .failed, .notRun { color: var(--failed); } .skipped, .info { color: var(--skipped); }
.failure { border-left: 4px solid var(--failed); padding: 0.1rem 1rem; margin: 1rem 0; }
@media (prefers-color-scheme: dark) { :root { --passed: #3fb950; --failed: #f85149; --skipped: #9198a1; } }
@media print { body { max-width: none; margin: 0; } }
`;

/** One file that needs no other: summary, what failed, then every test. */
export function renderHtml(report: ValidationReport): string {
  const title = `Validation of ${report.deployment}: ${report.verdict}`;
  return [
    "<!DOCTYPE html>",
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${text(title)}</title><style>${STYLE}</style></head><body>`,
    summary(report),
    failures(report),
    "<h2>Every test</h2>",
    ...report.tests.map(details),
    "</body></html>",
    "",
  ].join("\n");
}

function summary(report: ValidationReport): string {
  const { counts, versions } = report;
  const seconds = (Date.parse(report.endedAt) - Date.parse(report.startedAt)) / 1000;
  const rows: readonly (readonly [string, string])[] = [
    ["Deployment", report.deployment],
    ["Began", report.startedAt],
    ["Ended", `${report.endedAt}, after ${duration(seconds)}`],
    ["OpenNebula", `${versions.opennebula.found ?? "not seen"} (inventory: ${versions.opennebula.wanted})`],
    ["Validation suite", versions.suite],
    ["Commit of the project", versions.project],
    ["ansible-core", versions.ansibleCore ?? "not seen"],
    ...report.notes.map((note) => ["Note", note] as const),
  ];
  return [
    `<h1>Validation of ${text(report.deployment)}</h1>`,
    `<p><span class="status ${report.verdict}">${report.verdict}</span>: ${counts.passed} passed, ${counts.failed} failed, ` +
      `${counts.skipped} skipped, ${counts.notRun} not run. ${ENDINGS[report.ended]}</p>`,
    `<table>${rows.map(([name, value]) => `<tr><th>${name}</th><td>${text(value)}</td></tr>`).join("")}`,
    report.files.length > 0
      ? `<tr><th>Files of the suite</th><td>${report.files.map((file) => `<a href="${encodeURIComponent(file)}">${text(file)}</a>`).join("<br>")}</td></tr>`
      : "",
    "</table>",
    "<h2>Summary</h2><table><tr><th>Test</th><th>Outcome</th><th>Time</th><th>Why</th></tr>",
    ...report.tests.map(
      (test) =>
        `<tr><td><a href="#${test.name}">${text(test.title)}</a></td><td>${badge(test.status)}</td>` +
        `<td class="number">${duration(test.seconds)}</td><td>${text(test.reason ?? "")}</td></tr>`,
    ),
    "</table>",
  ].join("\n");
}

function failures(report: ValidationReport): string {
  const failed = report.tests.flatMap((test) =>
    test.results.filter(({ status }) => status === "failed").map((result) => ({ test, result })),
  );
  if (failed.length === 0) return "<h2>Failures</h2><p>None.</p>";
  const entries = failed.map(
    ({ test, result }) =>
      `<div class="failure"><h3>${text(test.title)}: ${text(result.name)}</h3>` +
      `<p>${result.host ? `On ${text(result.host)}. ` : ""}</p><pre>${text(result.evidence ?? "")}</pre></div>`,
  );
  return `<h2>Failures</h2>\n${entries.join("\n")}`;
}

function details(test: ReportTest): string {
  const rows = test.results.map(
    (result) =>
      `<tr><td>${text(result.name)}</td><td>${text(result.host ?? "")}</td><td>${badge(result.status)}</td>` +
      `<td class="number">${result.seconds === undefined ? "" : duration(result.seconds)}</td><td><pre>${text(result.evidence ?? "")}</pre></td></tr>`,
  );
  return [
    `<h3 id="${test.name}">${text(test.title)} ${badge(test.status)}</h3>`,
    `<p>${text(test.proves)}${test.reason ? ` <strong>${WORDS[test.status]}:</strong> ${text(test.reason)}.` : ""} Name for SKIP and ONLY: ` +
      `<code>${test.name}</code>. Time: ${duration(test.seconds)}.</p>`,
    rows.length > 0
      ? `<table><tr><th>Result</th><th>Host</th><th>Outcome</th><th>Time</th><th>Evidence</th></tr>${rows.join("\n")}</table>`
      : "",
  ].join("\n");
}

function badge(status: ReportTest["status"] | ReportResult["status"]): string {
  return `<span class="status ${status}">${WORDS[status]}</span>`;
}

/** @param seconds e.g. 83.2, shown as `1 min 23 s` */
function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** A terminal's colours have no place in a document. */
function text(value: string): string {
  return value
    .replaceAll(/\p{Cc}\[[0-9;]*m/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
