import { z } from "zod";

/** Raised when a reader of an older report.json could misread a newer one. */
export const SCHEMA_VERSION = 1;

const result = z
  .strictObject({
    name: z.string().describe("What was looked at"),
    host: z.string().optional().describe("Server of the inventory on which"),
    status: z
      .enum(["passed", "failed", "skipped", "info"])
      .describe("info: a value worth knowing, such as a version, that nothing is judged by"),
    seconds: z.number().optional().describe("Since the result before it, or since the test began"),
    evidence: z.string().optional().describe("What was found, or why it was skipped"),
  })
  .describe("One thing that a test has found");

const test = z
  .strictObject({
    name: z.string().describe("Name for SKIP and ONLY; `run` is the run itself"),
    title: z.string(),
    proves: z.string().describe("What a pass says"),
    status: z
      .enum(["passed", "failed", "skipped", "notRun"])
      .describe("notRun: it should have run, and the run ended before"),
    seconds: z.number(),
    reason: z.string().optional().describe("Why it was skipped or not run"),
    results: z.array(result),
  })
  .describe("One test");

/** What a validation leaves as report.json. */
export const validationReport = z
  .strictObject({
    schemaVersion: z.literal(SCHEMA_VERSION),
    deployment: z.string(),
    verdict: z
      .enum(["passed", "failed"])
      .describe("passed: the run came to its end, no test failed and at least one passed"),
    ended: z
      .enum(["completed", "aborted", "interrupted", "notStarted"])
      .describe("aborted: a failure ended it; interrupted: Ctrl-C or a kill; notStarted: before the first task"),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    versions: z.strictObject({
      project: z.string().describe("Commit of this project, `+changes` when files differ from it"),
      opennebula: z.strictObject({
        wanted: z.string().describe("one_version of the inventory"),
        found: z.string().optional().describe("What oned says"),
      }),
      suite: z.string().describe("Commit of the validation suite, or where it comes from"),
      ansibleCore: z.string().optional(),
    }),
    counts: z.strictObject({
      passed: z.number(),
      failed: z.number(),
      skipped: z.number(),
      notRun: z.number(),
    }),
    tests: z.array(test),
    files: z.array(z.string()).describe("Files of the suite beside this one"),
    notes: z.array(z.string()).describe("What else a reader should know"),
  })
  .describe("Report of `make validation`");

export type ValidationReport = Readonly<z.infer<typeof validationReport>>;
export type ReportTest = ValidationReport["tests"][number];
export type ReportResult = ReportTest["results"][number];

/** The same text in every string of a value, changed by `mask`. */
export function maskAll<Value>(value: Value, mask: (text: string) => string): Value {
  if (typeof value === "string") return mask(value) as Value;
  if (Array.isArray(value)) return value.map((inner) => maskAll(inner, mask)) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskAll(inner, mask)])) as Value;
}
