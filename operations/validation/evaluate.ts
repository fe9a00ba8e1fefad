import type { AnsibleEvent, Facts } from "./events";
import {
  type Expectations,
  evidenceOf,
  missingServices,
  type OwnResult,
  silentNodes,
  verificationResults,
} from "./evidence";
import type { ReportResult, ReportTest, ValidationReport } from "./report";
import type { Selection } from "./selection";
import { OWN_ROLE, VALIDATION_TESTS, type ValidationTest } from "./tests";

/** The last play of the playbook: a run that has reached it has come to its end. */
export const LAST_PLAY = "Verdict on the validation";

/** Which test holds what the run itself met outside of every test. */
const RUN = "run";

export interface Evaluation {
  readonly ended: ValidationReport["ended"];
  readonly verdict: ValidationReport["verdict"];
  readonly counts: ValidationReport["counts"];
  readonly tests: readonly ReportTest[];
  /** What oned says of its version. */
  readonly opennebulaFound?: string;
  readonly ansibleCore?: string;
}

/**
 * Turns the events of a run into the outcome of each test. A test passes by evidence alone: without a result it has failed, or was not run.
 * @param lastWords last lines of the output, shown where the run ended before its end
 */
export function evaluate(
  events: readonly AnsibleEvent[],
  selection: Selection,
  expectations: Expectations,
  lastWords: readonly string[] = [],
): Evaluation {
  const ended = howItEnded(events);
  const found = new Findings(events);
  const tests = VALIDATION_TESTS.map((test) => outcome(test, found, selection, expectations, ended));
  const all = [runItself(found, ended, events, lastWords), ...tests];
  const count = (status: ReportTest["status"]) => tests.filter((test) => test.status === status).length;
  const counts = {
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    notRun: count("notRun"),
  };
  const clean = all.every(({ status }) => status === "passed" || status === "skipped");
  return {
    ended,
    verdict: clean && counts.passed > 0 ? "passed" : "failed",
    counts,
    tests: all,
    opennebulaFound: found.opennebulaVersion,
    ansibleCore: events.find(({ event }) => event === "start")?.ansible_core,
  };
}

function howItEnded(events: readonly AnsibleEvent[]): Evaluation["ended"] {
  if (!events.some(({ event }) => event === "task")) return "notStarted";
  if (!events.some(({ event }) => event === "end")) return "interrupted";
  return events.some(({ event, play }) => event === "play" && play === LAST_PLAY) ? "completed" : "aborted";
}

/** Events sorted by the test they belong to. */
class Findings {
  readonly seconds = new Map<string, number>();
  readonly results = new Map<string, ReportResult[]>();
  /** Reasons of tasks that were skipped. */
  readonly skips = new Map<string, Set<string>>();
  /** Facts by test and host, the last value of each. */
  readonly facts = new Map<string, Map<string, Facts>>();
  /** Tests of which a task did more than to be skipped. */
  readonly worked = new Set<string>();
  opennebulaVersion: string | undefined;
  /** Of the last task that began. */
  readonly lastRole: string | undefined;
  private readonly known = new Map<string, Record<string, unknown>>();
  private readonly last = new Map<string, number>();
  private ownResults = 0;

  constructor(events: readonly AnsibleEvent[]) {
    this.lastRole = events.findLast(({ event }) => event === "task")?.role;
    for (const [index, event] of events.entries()) {
      const test = testOf(event);
      if (event.play === LAST_PLAY) continue;
      if (event.event === "task") this.takeTime(test, event.time, events[index + 1]);
      else if (event.event === "result") this.takeResult(test, event, events, index);
    }
  }

  /** A task lasts until the next one begins, whatever comes between. */
  private takeTime(test: string, since: number, next: AnsibleEvent | undefined): void {
    if (!this.last.has(test)) this.last.set(test, since);
    if (next) this.seconds.set(test, (this.seconds.get(test) ?? 0) + Math.max(0, next.time - since));
  }

  private takeResult(test: string, event: AnsibleEvent, events: readonly AnsibleEvent[], index: number): void {
    const next = events[index + 1];
    if (next) this.seconds.set(test, (this.seconds.get(test) ?? 0) + Math.max(0, next.time - event.time));
    const { host = "", facts = {} } = event;
    if (event.status === "skipped") {
      const reasons = this.skips.get(test) ?? new Set();
      this.skips.set(test, reasons.add(event.message ?? ""));
      return;
    }
    this.worked.add(test);
    this.takeFacts(test, host, facts, event.time);
    if (event.status !== "failed" && event.status !== "unreachable") return;
    if (event.role === OWN_ROLE && isNotedLater(events, index)) return;
    const evidence = event.status === "unreachable" ? `unreachable: ${event.message ?? ""}` : (event.message ?? "");
    this.add(test, { name: event.task ?? "a task", host, status: "failed", evidence }, event.time);
  }

  private takeFacts(test: string, host: string, facts: Facts, time: number): void {
    const byHost = this.facts.get(test) ?? new Map<string, Facts>();
    this.facts.set(test, byHost.set(host, { ...byHost.get(host), ...facts }));
    const told = facts.verification_result as Record<string, unknown> | undefined;
    if (told) {
      const before = this.known.get(host) ?? {};
      const fresh = Object.entries(told).filter(
        ([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value),
      );
      this.known.set(host, { ...before, ...told });
      for (const result of verificationResults(Object.fromEntries(fresh), host)) this.add(test, result, time);
      if (typeof told["Oned version"] === "string")
        this.opennebulaVersion = /\d+\.\d+\.\d+/.exec(told["Oned version"])?.[0];
    }
    const own = facts.flexible_ip_validation_results as readonly OwnResult[] | undefined;
    for (const { test: name, outcome: status, name: what, message } of own?.slice(this.ownResults) ?? [])
      this.add(name, { name: what, host, status, ...(message && { evidence: message }) }, time);
    this.ownResults = Math.max(this.ownResults, own?.length ?? 0);
  }

  add(test: string, result: ReportResult, time?: number): void {
    const since = this.last.get(test);
    const seconds = time === undefined || since === undefined ? {} : { seconds: rounded(time - since) };
    if (time !== undefined) this.last.set(test, time);
    this.results.set(test, [...(this.results.get(test) ?? []), { ...result, ...seconds }]);
  }
}

/** A role that catches its failures notes them as results; the task is then named there. */
function isNotedLater(events: readonly AnsibleEvent[], index: number): boolean {
  return events.slice(index + 1).some(({ facts }) => {
    const own = (facts?.flexible_ip_validation_results ?? []) as readonly OwnResult[];
    return own.some(({ task }) => task === events[index]?.task);
  });
}

function testOf({ role }: AnsibleEvent): string {
  return VALIDATION_TESTS.find(({ roles }) => role !== undefined && roles.includes(role))?.name ?? RUN;
}

function outcome(
  test: ValidationTest,
  found: Findings,
  selection: Selection,
  expectations: Expectations,
  ended: Evaluation["ended"],
): ReportTest {
  const { name, title, proves } = test;
  const results = [...(found.results.get(name) ?? [])];
  for (const [host, facts] of found.facts.get(name) ?? []) results.push(...evidenceOf(facts, host, expectations));
  const worked = found.worked.has(name) || results.length > 0;
  const whyNot = selection.whyNot.get(name);
  const isCutOff = ended !== "completed" && !isFinished(test, found);
  if (worked && whyNot === undefined && !isCutOff) {
    if (name === "core_services") results.push(...missingServices(results, expectations.services));
    results.push(...silentNodes(name, found.facts.get(name), expectations.nodes));
  }
  const seconds = rounded(found.seconds.get(name) ?? 0);
  const has = (status: ReportResult["status"]) => results.some((result) => result.status === status);
  const reasons = [...(found.skips.get(name) ?? [])].filter((reason) => reason !== "").join("; ");
  const done = (status: ReportTest["status"], reason?: string) => ({
    name,
    title,
    proves,
    status,
    seconds,
    ...(reason !== undefined && { reason }),
    results,
  });
  if (has("failed")) return done("failed");
  // Cut off in the middle: what passed before says nothing about the rest.
  if (whyNot === undefined && isCutOff) {
    return done("notRun", worked ? "the run ended in the middle of it" : "the run ended before it");
  }
  if (has("passed")) return done("passed");
  if (whyNot !== undefined) return done("skipped", whyNot);
  if (has("skipped")) return done("skipped", results.find(({ status }) => status === "skipped")?.evidence ?? "");
  if (!worked && reasons !== "") return done("skipped", reasons);
  if (hasNobodyToMeet(test, expectations)) return done("skipped", "there is one host, and it takes two");
  results.push({ name: "Result", status: "failed", evidence: "it came to its end and left no result" });
  return done("failed");
}

/** In a run that was ended early, a test counts when the last task was another's. */
function isFinished({ name, roles }: ValidationTest, found: Findings): boolean {
  const isIn = (role: string | undefined) =>
    role !== undefined && (roles.length > 0 ? roles : [OWN_ROLE]).includes(role);
  return (found.worked.has(name) || found.results.has(name)) && !isIn(found.lastRole);
}

function hasNobodyToMeet({ name }: ValidationTest, { nodes }: Expectations): boolean {
  return nodes.length < 2 && ["conn_matrix", "network_benchmark"].includes(name);
}

function runItself(
  found: Findings,
  ended: Evaluation["ended"],
  events: readonly AnsibleEvent[],
  lastWords: readonly string[],
): ReportTest {
  const results = [...(found.results.get(RUN) ?? [])];
  if (ended !== "completed") {
    const during = events.findLast(({ event }) => event === "task")?.task;
    const how = { aborted: "a failure ended it", interrupted: "it was interrupted", notStarted: "it did not start" }[
      ended
    ];
    const said = ended === "notStarted" && lastWords.length > 0 ? `:\n${lastWords.join("\n")}` : "";
    const evidence = `${how}${during && ended !== "notStarted" ? ` in the task ${during}` : ""}${said}`;
    results.push({ name: "The run came to its end", status: "failed", evidence });
  } else {
    results.push({ name: "The run came to its end", status: "passed" });
  }
  return {
    name: RUN,
    title: "The run",
    proves: "The playbook came to its end, and nothing failed outside of the tests.",
    status: results.some(({ status }) => status === "failed") ? "failed" : "passed",
    seconds: rounded(found.seconds.get(RUN) ?? 0),
    results,
  };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
