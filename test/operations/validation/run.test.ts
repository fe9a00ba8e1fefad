import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../../../config/exit-codes";
import { OperationProblem } from "../../../operations/operation-problem";
import { type ValidationReport, validationReport } from "../../../operations/validation/report";
import { runValidation, type ValidationRun } from "../../../operations/validation/run";
import { makeStubProject } from "../ansible-stubs";

let project: ReturnType<typeof makeStubProject>;
let said: string[];
let output: string;
let played: Parameters<ValidationRun["play"]>[0][];

beforeEach(() => {
  project = makeStubProject();
  said = [];
  played = [];
  output = join(project.folder, "tmp");
  mkdirSync(output);
  writeFileSync(join(project.ansibleFolder, "inventory/demo/secrets/one_password"), "s3cret-of-one");
});

afterEach(() => rmSync(project.folder, { recursive: true }));

const place = { play: "a play", role: "test_vm", task: "Note" };
const PASSING = [
  { event: "start", time: 1, ansible_core: "2.18.1" },
  { event: "task", time: 2, ...place },
  {
    event: "result",
    time: 3,
    ...place,
    host: "fe",
    status: "ok",
    facts: { verification_result: { "Test VM": "ok s3cret-of-one" } },
  },
  { event: "play", time: 4, play: "Verdict on the validation" },
  { event: "end", time: 5 },
];

/** Runs with an Ansible that leaves these events, and then does as told. */
async function validate(events: readonly object[], then: () => void = () => {}, asked: Partial<ValidationRun> = {}) {
  const failure = await runValidation({
    projectFolder: project.folder,
    deployment: "demo",
    only: "test_vm",
    say: (line) => said.push(line),
    suiteOutput: output,
    play: async (run) => {
      played.push(run);
      const file = run.environment.RESULTS_FILE;
      if (file && events.length > 0) writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
      then();
    },
    ...asked,
  }).then(
    () => undefined,
    (error: unknown) => error as OperationProblem,
  );
  return failure;
}

const latest = () => join(project.folder, "reports/demo/latest");
const report = (): ValidationReport => JSON.parse(readFileSync(join(latest(), "report.json"), "utf8"));

test("a passing run leaves three forms of its report for the operator's eyes, and no secret in any", async () => {
  expect(await validate(PASSING)).toBeUndefined();
  expect(readdirSync(latest()).sort()).toEqual(["junit.xml", "report.html", "report.json"]);
  for (const name of readdirSync(latest())) {
    expect(statSync(join(latest(), name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(latest(), name), "utf8")).not.toContain("s3cret");
  }
  expect(validationReport.parse(report()).verdict).toBe("passed");
  expect(said).toContain(`Report: reports/demo/${readlinkSync(latest())}/report.html`);
});

test("two runs in one second do not share a folder; latest is the newer", async () => {
  jest.useFakeTimers({ now: new Date("2026-11-27T15:00:00Z"), doNotFake: ["nextTick", "setImmediate"] });
  await validate(PASSING);
  await validate(PASSING);
  jest.useRealTimers();
  expect(readdirSync(join(project.folder, "reports/demo")).sort()).toEqual([
    "20261127T150000Z",
    "20261127T150000Z-2",
    "latest",
  ]);
  expect(readlinkSync(latest())).toBe("20261127T150000Z-2");
});

test("a run that is cut off leaves its report, with a last line that was not written to its end", async () => {
  const failure = await validate(PASSING.slice(0, 2), () => {
    writeFileSync(played[0]!.environment.RESULTS_FILE!, '{"event": "res', { flag: "a" });
    throw new OperationProblem(EXIT_CODES.failed, "ansible-playbook ended with 99");
  });
  expect(failure).toMatchObject({
    exitCode: EXIT_CODES.failed,
    message: expect.stringContaining("run, test_vm (not run)"),
  });
  expect(report()).toMatchObject({ ended: "interrupted", counts: { notRun: 1 } });
});

test("a run that did not start fails with its own words and leaves a report all the same", async () => {
  const failure = await validate([], () => {
    throw new OperationProblem(EXIT_CODES.failed, "Missing: ansible/validation-suite");
  });
  expect(failure!.message).toMatch(/^Missing: ansible\/validation-suite\nA report of this stands in reports\/demo\//);
  expect(report().tests[0]!.results[0]!.evidence).toContain("Missing: ansible/validation-suite");
});

test("Ansible ending badly is a failure though every test passed, and so is a failed test though Ansible ended well", async () => {
  const badly = await validate(PASSING, () => {
    throw new OperationProblem(EXIT_CODES.failed, "ended with 2");
  });
  expect(badly!.message).toContain("Ansible ended with a failure");
  const failing = JSON.parse(JSON.stringify(PASSING).replace("ok s3cret-of-one", "failed"));
  expect((await validate(failing))!.message).toMatch(
    /failed: test_vm\.[\s\S]*docs\/validation\.md[\s\S]*again is safe/,
  );
});

test("switches reach the playbook; the events of a run leave nothing behind", async () => {
  await validate(PASSING, undefined, { extraArguments: ["--limit", "fe"] });
  const [name, value, ...rest] = played[0]!.extraArguments;
  expect([name, JSON.parse(value!).validation_switches.run_core_services, rest]).toEqual([
    "-e",
    false,
    ["--limit", "fe"],
  ]);
  expect(existsSync(played[0]!.environment.RESULTS_FILE!)).toBe(false);
});

test("a mistake in SKIP is refused before anything runs; a question to Ansible is no run", async () => {
  expect(await validate(PASSING, undefined, { only: undefined, skip: "nothing" })).toMatchObject({
    exitCode: EXIT_CODES.usage,
  });
  expect(played).toEqual([]);
  await validate([], undefined, { extraArguments: ["--list-tasks"] });
  expect(existsSync(join(project.folder, "reports"))).toBe(false);
});

test("of the suite's files those of this run are copied: no older ones, no links, no secret, no PDF of a page that held one", async () => {
  const write = (name: string, text: string) => writeFileSync(join(output, name), text);
  await validate(PASSING, () => {
    write("cloud_verification_report.html", "password s3cret-of-one");
    write("cloud_verification_report.pdf", "%PDF");
    write("conn-matrix-report.html", "of yesterday");
    utimesSync(join(output, "conn-matrix-report.html"), 1000, 1000);
    write("elsewhere", "not the suite's");
    symlinkSync(join(output, "elsewhere"), join(output, "fe_ha_report.html"));
    write("conn-matrix-raw-data.json", "{}");
  });
  expect(report().files).toEqual(["cloud_verification_report.html", "conn-matrix-raw-data.json"]);
  expect(readFileSync(join(latest(), "cloud_verification_report.html"), "utf8")).toBe("password ********");
  expect(report().notes).toEqual([expect.stringContaining("cloud_verification_report.pdf was left")]);
  expect(existsSync(join(latest(), "cloud_verification_report.pdf"))).toBe(false);
});
