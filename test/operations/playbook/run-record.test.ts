import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PlaybookRunRecord, readPlaybookRun, runRecordFile } from "../../../operations/playbook/run-record";
import { parsePs, processStart } from "../../../operations/process-start";

let logFolder: string;
beforeEach(() => {
  logFolder = mkdtempSync(join(tmpdir(), "run-record-"));
});
afterEach(() => rmSync(logFolder, { recursive: true }));

const record: PlaybookRunRecord = {
  playbook: "deployment",
  pid: process.pid,
  startedAt: "2026-03-01T12:00:00Z",
  stage: { number: 3, of: 9, name: "OpenNebula on the front-end" },
  log: "logs/house/20260301T120000Z-deployment.log",
};
const write = (text: string) => writeFileSync(runRecordFile(logFolder), text);
const at = (time: string) => () => new Date(time);

test("without the file nothing runs", () => expect(readPlaybookRun(logFolder)).toEqual({ kind: "none" }));

test("a process that began before the playbook is the one that runs it", () => {
  write(JSON.stringify(record));
  expect(readPlaybookRun(logFolder, at("2026-03-01T11:59:58Z"))).toEqual({ kind: "running", record });
});

test("a process that is gone has left the file behind, and so has one whose number another got later", () => {
  write(JSON.stringify(record));
  expect(readPlaybookRun(logFolder, () => undefined)).toEqual({ kind: "stale", record });
  expect(readPlaybookRun(logFolder, at("2026-03-01T12:00:06Z"))).toEqual({ kind: "stale", record });
});

test.each(["", "{", "null", '{"playbook": "deployment", "pid": "4"}', '{"playbook": "x", "pid": 4, "startedAt": "?"}'])(
  "%j is no record, and is told as such",
  (text) => {
    write(text);
    expect(readPlaybookRun(logFolder)).toMatchObject({ kind: "unreadable" });
  },
);

test("this very process is known by when it began, and one that has ended is not", () => {
  const began = processStart(process.pid)!.getTime();
  expect(Math.abs(began - (Date.now() - process.uptime() * 1000))).toBeLessThan(2000);
  const { pid } = spawnSync("true");
  expect(processStart(pid)).toBeUndefined();
  write(JSON.stringify({ ...record, startedAt: new Date().toISOString() }));
  expect(readPlaybookRun(logFolder)).toMatchObject({ kind: "running" });
  write(JSON.stringify({ ...record, pid, startedAt: new Date().toISOString() }));
  expect(readPlaybookRun(logFolder)).toMatchObject({ kind: "stale" });
});

test.each([
  ["S+      05:07\n", 307],
  ["Ss 01:02:03\n", 3723],
  ["S 2-00:00:01\n", 172801],
  ["Z+ 00:01\n", undefined],
  ["", undefined],
])("ps that says %j means %s seconds", (output, seconds) => expect(parsePs(output)).toBe(seconds));
