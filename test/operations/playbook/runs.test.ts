import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordPlaybookRun } from "../../../operations/playbook/runs";

let folder: string;
const file = () => join(folder, "running.json");
const take = () => recordPlaybookRun(folder, { playbook: "specifics", log: "logs/demo/x.log" });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "on-runs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the record is the operator's alone, is rewritten at each stage, and goes at the end with all that was beside it", () => {
  const run = take();
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  run.enter({ number: 2, of: 3, name: "Two" });
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({
    playbook: "specifics",
    pid: process.pid,
    startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    stage: { number: 2, of: 3, name: "Two" },
    log: "logs/demo/x.log",
  });
  run.end();
  expect(readdirSync(folder)).toEqual([]);
});

test("a second run is refused with who runs, since when, and where", () => {
  const run = take();
  run.enter({ number: 1, of: 1, name: "Flexible IPs" });
  expect(take).toThrow(
    /specifics runs .* since \d{4}-.*\(process \d+\); it is at: Flexible IPs[\s\S]*tail -f logs\/demo\/x\.log/,
  );
  run.end();
  take().end();
});

test("the record of a process that is gone is taken over, and so is half a record", () => {
  const { pid } = spawnSync("true");
  for (const left of [
    JSON.stringify({ playbook: "deployment", pid, startedAt: new Date(), log: "x" }),
    '{"playbook":',
  ]) {
    writeFileSync(file(), left);
    const run = take();
    expect(JSON.parse(readFileSync(file(), "utf8"))).toMatchObject({ playbook: "specifics", pid: process.pid });
    run.end();
  }
});

test("the record of somebody else is not removed", () => {
  const run = take();
  writeFileSync(file(), JSON.stringify({ playbook: "deployment", pid: 1, startedAt: new Date(), log: "x" }));
  run.end();
  expect(readdirSync(folder)).toEqual(["running.json"]);
});
