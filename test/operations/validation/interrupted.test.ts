import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { providePythonEnvironment } from "../../../operations/python-environment";
import type { ValidationReport } from "../../../operations/validation/report";
import { until } from "../../helpers/until";
import { makeStubProject, PINNED, writeCollections, writePython, writeScript } from "../ansible-stubs";

jest.setTimeout(20_000);

const TASK = '{"event": "task", "time": 2, "play": "a play", "role": "test_vm", "task": "Wait for VM come up"}';
const PATH = process.env.PATH;
let project: ReturnType<typeof makeStubProject>;

beforeEach(() => {
  project = makeStubProject();
  process.env.PATH = `${project.bin}:${PATH}`;
  writePython(project.bin, "3.12");
  writeCollections(project.ansibleFolder, PINNED);
  mkdirSync(join(project.ansibleFolder, "validation-suite/playbooks"), { recursive: true });
  writeFileSync(join(project.ansibleFolder, "validation-suite/playbooks/validation.yml"), "");
  // Waits as Ansible does for a task, and ends as Ansible does when it is interrupted.
  writeScript(
    join(
      providePythonEnvironment(project.ansibleFolder, "validation", () => {}),
      "ansible-playbook",
    ),
    "trap 'kill $waiting; exit 99' INT TERM",
    `echo '${TASK}' >> "$RESULTS_FILE"`,
    "sleep 60 & waiting=$!",
    "echo begun",
    "wait",
  );
});

afterEach(() => {
  process.env.PATH = PATH;
  rmSync(project.folder, { recursive: true });
});

test.each([
  ["Ctrl-C, which reaches every process of the terminal", "SIGINT", true],
  ["a signal to end, which reaches ours alone", "SIGTERM", false],
] as const)("%s: the run ends, and its report says in which task", async (_, signal, toAll) => {
  const script = join(__dirname, "run-from-outside.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, project.folder], {
    detached: true,
    env: { ...process.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part) => {
      said += part;
    });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  const log = join(project.folder, "logs/demo/latest.log");
  await until("the first task has begun", () => existsSync(log) && readFileSync(log, "utf8").includes("begun"), 15_000);
  process.kill(toAll ? -child.pid! : child.pid!, signal);
  expect(await ended).toBe(1);
  const report: ValidationReport = JSON.parse(
    readFileSync(join(project.folder, "reports/demo/latest/report.json"), "utf8"),
  );
  expect(report.ended).toBe("interrupted");
  expect(report.tests[0]!.results.at(-1)!.evidence).toBe("it was interrupted in the task Wait for VM come up");
  expect(said).toContain("test_vm (not run)");
});
