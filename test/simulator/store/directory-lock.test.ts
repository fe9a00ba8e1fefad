import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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

it("does not take another process that got the same pid for the holder", () => {
  writeFileSync(join(folder, "lock"), JSON.stringify({ pid: process.pid, startTicks: "1" }));
  expect(lockHolder(folder)).toBeUndefined();
  DirectoryLock.take(folder);
});
