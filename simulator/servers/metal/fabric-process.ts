import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { FabricClient } from "./fabric-client";
import type { RunFolder } from "./run-folder";

const DEADLINE_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * The fabric of a cloud: the one that runs in its folder, or a new one. It is a process of its own and outlives a killed
 * simulator, since guests lose their network for good when the other end of their NIC goes (QEMU 7.2, `-netdev stream`).
 */
export async function runFabric(binary: string, folder: RunFolder, log: string): Promise<FabricClient> {
  const client = new FabricClient(folder.file("control"));
  if (await answers(client)) return client;
  const output = openSync(log, "a", 0o600);
  const child = spawn(binary, ["--folder", folder.path], { detached: true, stdio: ["ignore", output, output] });
  closeSync(output);
  let ended: string | undefined;
  child.once("error", (error) => (ended = error.message));
  child.once("exit", (code, signal) => (ended = `it ended with ${code ?? signal}`));
  child.unref();
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await answers(client))) {
    if (ended !== undefined) throw new Error(`the fabric did not start: ${ended} (log: ${log})`);
    if (Date.now() > deadline) throw new Error(`the fabric does not answer in ${DEADLINE_MS / 1000} s (log: ${log})`);
    await pause(LOOK_EVERY_MS);
  }
  return client;
}

function answers(client: FabricClient): Promise<boolean> {
  return client.state().then(
    () => true,
    () => false,
  );
}
