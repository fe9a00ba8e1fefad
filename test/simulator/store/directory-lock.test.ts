import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DirectoryLock, lockHolder } from "../../../simulator/store/directory-lock";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("is held by one process at a time, and the second is told which", () => {
  DirectoryLock.take(folder);
  expect(() => DirectoryLock.take(folder)).toThrow(`${folder} is in use by process ${process.pid}`);
});

it("can be taken again after it was released", () => {
  DirectoryLock.take(folder).release();
  DirectoryLock.take(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});

it("is taken over from a process that was killed", async () => {
  const child = spawn("sleep", ["60"]);
  writeFileSync(join(folder, "lock"), JSON.stringify({ pid: child.pid, startTicks: null }));
  expect(() => DirectoryLock.take(folder)).toThrow(`in use by process ${child.pid}`);
  child.kill("SIGKILL");
  await once(child, "exit");
  DirectoryLock.take(folder);
  expect(lockHolder(folder)?.pid).toBe(process.pid);
  expect(readdirSync(folder)).toEqual(["lock"]);
});

/** Elsewhere nothing tells a dead, unburied process from a living one. */
const whereProcIs = existsSync("/proc/self/stat") ? it : it.skip;

whereProcIs("is taken over from a process that is dead and not yet buried", async () => {
  const code = 'const { spawn } = require("child_process"); const c = spawn("sleep", ["60"]); console.log(c.pid);';
  // The parent never returns to its event loop, so it does not reap the child that is killed.
  const parent = spawn(process.execPath, [
    "-e",
    `${code} Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
  ]);
  const [said] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(said.toString());
  const startTicks = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19];
  writeFileSync(join(folder, "lock"), JSON.stringify({ pid, startTicks }));
  expect(lockHolder(folder)?.pid).toBe(pid);
  process.kill(pid, "SIGKILL");
  const isStillRunning = () => !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  while (isStillRunning()) await new Promise((resolve) => setImmediate(resolve));
  expect(lockHolder(folder)).toBeUndefined();
  parent.kill("SIGKILL");
});

whereProcIs("does not take another process that got the same pid for the holder", () => {
  writeFileSync(join(folder, "lock"), JSON.stringify({ pid: process.pid, startTicks: "1" }));
  expect(lockHolder(folder)).toBeUndefined();
  DirectoryLock.take(folder);
});
