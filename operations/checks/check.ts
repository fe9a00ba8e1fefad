/** One line of `make diagnose`. */
export interface Check {
  /** What was looked at, e.g. `server host01`. */
  readonly check: string;
  readonly status: "ok" | "warn" | "fail";
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
