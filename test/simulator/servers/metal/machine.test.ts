import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endForgottenMachine } from "../../../../simulator/servers/metal/machine";

const folder = mkdtempSync(join(tmpdir(), "machine-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that waits and is called as QEMU is. */
async function start(name: string, ...words: string[]) {
  const program = join(folder, name);
  symlinkSync(process.execPath, program);
  const waiting = spawn(name, ["-e", "setTimeout(() => undefined, 30000)", ...words], {
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    stdio: "ignore",
  });
  await once(waiting, "spawn");
  return waiting;
}

test("a machine that nobody knows any more is ended; a process that only has its old pid is not", async () => {
  const machine = await start("qemu-system-x86_64", "--", join(folder, "disk.qcow2"));
  const other = await start("editor", "--", join(folder, "disk.qcow2"));
  const hasEnded = once(machine, "exit");
  writeFileSync(join(folder, "qemu.pid"), `${other.pid}\n`);
  endForgottenMachine(folder);
  writeFileSync(join(folder, "qemu.pid"), `${machine.pid}\n`);
  endForgottenMachine(folder);
  await hasEnded;
  expect(other.exitCode ?? other.signalCode).toBeNull();
  other.kill("SIGKILL");
});

test("a folder without a machine is left alone", () => {
  expect(() => endForgottenMachine(join(folder, "none"))).not.toThrow();
});
