import type { JestReport } from "../test-count";

/** One line of `go test -json`, as far as it is read here. */
export interface GoTestEvent {
  readonly Action: string;
  readonly Package?: string;
  /** Without it the event is about the package. */
  readonly Test?: string;
  readonly Output?: string;
}

/** Tests of `go test -json`, counted as jest counts: each case by itself, its group not once more. */
export function reportOf(events: readonly GoTestEvent[]): JestReport {
  const ended = events.filter(({ Action }) => ["pass", "fail", "skip"].includes(Action));
  const groups = new Set(
    ended.flatMap(({ Package, Test = "" }) =>
      Test.split("/").map((_, depth, parts) => `${Package} ${parts.slice(0, depth).join("/")}`),
    ),
  );
  const cases = ended.filter(({ Package, Test }) => Test !== undefined && !groups.has(`${Package} ${Test}`));
  const count = (action: string) => cases.filter(({ Action }) => Action === action).length;
  const packagesWithFailedCases = new Set(
    cases.filter(({ Action }) => Action === "fail").map(({ Package }) => Package),
  );
  return {
    numPassedTests: count("pass"),
    numFailedTests: count("fail"),
    numPendingTests: count("skip"),
    numTodoTests: 0,
    numRuntimeErrorTestSuites: ended.filter(
      ({ Action, Test, Package }) => Action === "fail" && Test === undefined && !packagesWithFailedCases.has(Package),
    ).length,
  };
}

/** What the failed tests said, and what broke outside of one. */
export function failuresOf(events: readonly GoTestEvent[]): string {
  const key = ({ Package, Test = "" }: GoTestEvent) => `${Package} ${Test}`;
  const failed = new Set(events.filter(({ Action }) => Action === "fail").map(key));
  return events
    .filter((event) => event.Output !== undefined && failed.has(key(event)))
    .map(({ Output }) => Output)
    .join("");
}
