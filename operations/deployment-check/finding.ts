/** One row of `make deployment CHECK=1`. */
export interface Finding {
  /** What was looked at, e.g. `disk of host01`. */
  readonly check: string;
  readonly status: "ok" | "failed" | "not run";
  /** What was found, or why it was not looked for. */
  readonly what: string;
  /** What to do about it; empty when there is nothing to do. */
  readonly remedy: string;
}

export function passed(check: string, what: string): Finding {
  return { check, status: "ok", what, remedy: "" };
}

export function failed(check: string, what: string, remedy: string): Finding {
  return { check, status: "failed", what, remedy };
}

export function notRun(check: string, reason: string, remedy = ""): Finding {
  return { check, status: "not run", what: reason, remedy };
}

/** A line for each, what needs something first, its remedy beneath; then the numbers. */
export function findingsText(findings: readonly Finding[]): string {
  const order = { failed: 0, "not run": 1, ok: 2 };
  const sorted = [...findings].sort((one, other) => order[one.status] - order[other.status]);
  const width = Math.max(...sorted.map(({ check }) => check.length));
  const lines = sorted.flatMap(({ check, status, what, remedy }) => [
    `  ${status.padEnd(7)}  ${check.padEnd(width)}  ${what}`,
    ...(remedy === "" ? [] : [`           -> ${remedy}`]),
  ]);
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  return [
    ...lines,
    "",
    `${count("ok")} ok, ${count("failed")} failed, ${count("not run")} not run. Nothing was changed.`,
  ].join("\n");
}
