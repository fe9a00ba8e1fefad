import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { oneAtATime, oneAtATimeAsync } from "../../toolchain/one-at-a-time";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "one-at-a-time-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const MODULE = join(__dirname, "../../toolchain/one-at-a-time.ts");

/** A process that notes when it begins and ends its work of 300 ms. */
function worker(): Promise<number | null> {
  const script = `
    const { appendFileSync } = require("node:fs");
    const { oneAtATime } = require(${JSON.stringify(MODULE)});
    oneAtATime(${JSON.stringify(join(folder, "thing"))}, () => {
      appendFileSync(${JSON.stringify(join(folder, "log"))}, "(");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      appendFileSync(${JSON.stringify(join(folder, "log"))}, ")");
    });`;
  const child = spawn(process.execPath, ["--import", "tsx", "-e", script], { cwd: join(__dirname, "../..") });
  return new Promise((resolve) => child.on("close", resolve));
}

test("three processes that want the same work do it one after the other", async () => {
  expect(await Promise.all([worker(), worker(), worker()])).toEqual([0, 0, 0]);
  expect(readFileSync(join(folder, "log"), "utf8")).toBe("()()()");
});

test("the lock of a process that is gone does not stand in the way, and none is left", () => {
  writeFileSync(join(folder, "thing.lock"), "2147483646");
  expect(oneAtATime(join(folder, "thing"), () => "done")).toBe("done");
  expect(existsSync(join(folder, "thing.lock"))).toBe(false);
});

test("a failure gives the lock back", () => {
  expect(() =>
    oneAtATime(join(folder, "thing"), () => {
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(existsSync(join(folder, "thing.lock"))).toBe(false);
});

test("work that gives way to other work of the same process is done one after the other too", async () => {
  const seen: string[] = [];
  const waited: number[] = [];
  const work = async (name: string) => {
    seen.push(`${name} begins`);
    await new Promise(setImmediate);
    seen.push(`${name} ends`);
  };
  const path = join(folder, "thing");
  await Promise.all(
    ["a", "b"].map((name) =>
      oneAtATimeAsync(
        path,
        () => work(name),
        (holder) => waited.push(holder),
      ),
    ),
  );
  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  expect(waited).toEqual([process.pid]);
  expect(existsSync(`${path}.lock`)).toBe(false);
});
