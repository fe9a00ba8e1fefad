import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a command in a given environment, its input and output being ours, and answers with its exit code, or 128 + n when
 * signal n has ended it, as a shell would. Signals that reach us meanwhile are its business: it gets them, we wait.
 */
export function runCommand(command: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const [program, ...words] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program!, words, { stdio: "inherit", env: environment });
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    process.on("SIGTERM", forward).on("SIGHUP", forward);
    // A terminal sends SIGINT to the whole group, so the child has it already.
    process.on("SIGINT", () => undefined);
    child.once("error", (error) => reject(new Error(`cannot run ${program}: ${error.message}`)));
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
  });
}

/** Refuses where the environment could not do what it promises. */
export function mustReachGoPrograms(platform: NodeJS.Platform = process.platform): void {
  if (platform !== "darwin") return;
  throw new Error(
    "on macOS, Go programs (Terraform and its providers) ignore SSL_CERT_FILE, so they would not trust the simulated " +
      "Scaleway. Run this in a Linux container or virtual machine; nothing was changed.",
  );
}
