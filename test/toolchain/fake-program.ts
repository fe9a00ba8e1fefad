import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Places, placesIn } from "../../toolchain/places";

/** An empty checkout in a folder of its own, gone after the test. */
export function emptyCheckout(): Places {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "checkout-"));
  return placesIn(fs.realpathSync(folder));
}

/**
 * A program on a PATH of its own that runs a bash script and notes its arguments.
 *
 * @param script body, run with the program's arguments
 */
export function fakeProgram(folder: string, name: string, script: string): { path: string; calls: () => string[] } {
  const bin = path.join(folder, "bin");
  const log = path.join(bin, `${name}.calls`);
  fs.mkdirSync(bin, { recursive: true });
  fs.writeFileSync(path.join(bin, name), `#!/bin/bash\necho "$*" >> '${log}'\n${script}\n`, { mode: 0o755 });
  return {
    path: path.join(bin, name),
    calls: () => (fs.existsSync(log) ? fs.readFileSync(log, "utf8").trimEnd().split("\n") : []),
  };
}

/** Runs with only the fake programs and the system's own on PATH. */
export async function withPath<T>(bin: string, work: () => Promise<T>): Promise<T> {
  const before = process.env.PATH;
  process.env.PATH = `${bin}:/usr/bin:/bin`;
  try {
    return await work();
  } finally {
    process.env.PATH = before;
  }
}
