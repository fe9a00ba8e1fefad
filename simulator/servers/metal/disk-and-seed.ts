import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InstallOrder } from "../server-backend";
import type { MetalImage } from "./metal-settings";
import type { MachineFiles } from "./qemu-command";
import { seedFiles } from "./seed-files";

/**
 * What an install puts into a server: an empty overlay over the image, and the seed that cloud-init reads at first boot.
 * @throws Error with the words of the program that failed
 */
export function makeDiskAndSeed(
  folder: string,
  files: MachineFiles,
  image: MetalImage,
  order: InstallOrder,
  caCertificate: string,
): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  run("qemu-img", ["create", "-q", "-f", "qcow2", "-b", image.disk, "-F", image.diskFormat, files.disk]);
  const seed = mkdtempSync(join(folder, "seed-"));
  for (const [name, text] of Object.entries(seedFiles({ ...order, caCertificate })))
    writeFileSync(join(seed, name), text, { mode: 0o600 });
  // The label is how cloud-init knows it (cloud-init, NoCloud).
  run("genisoimage", ["-quiet", "-output", files.seed, "-volid", "cidata", "-joliet", "-rock", seed]);
  rmSync(seed, { recursive: true });
}

function run(program: string, words: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr.trim()}`);
}
