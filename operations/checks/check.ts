/** One line of `make diagnose`, `make status` and `make deployment CHECK=1`. */
export interface Check {
  /** What was looked at, e.g. `server host01`. */
  readonly check: string;
  readonly status: "ok" | "warn" | "fail" | "not run";
  /** What was found, or why it was not looked for. */
  readonly what: string;
  /** What to do about it; empty when there is nothing to do. */
  readonly remedy: string;
}

export function ok(check: string, what: string): Check {
  return { check, status: "ok", what, remedy: "" };
}

export function warn(check: string, what: string, remedy: string): Check {
  return { check, status: "warn", what, remedy };
}

export function fail(check: string, what: string, remedy: string): Check {
  return { check, status: "fail", what, remedy };
}

export function notRun(check: string, reason: string, remedy = ""): Check {
  return { check, status: "not run", what: reason, remedy };
}
