import { execFile } from "node:child_process";

/** A finished command; `exitCode` 127 stands for a program that is not there. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end without a shell and never throws: the caller knows what a failure means.
 *
 * @param options.env replaces the environment. @default the environment of this process
 */
export function runCommand(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(program, args, { ...options, maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error && error.code === "ENOENT") resolve({ exitCode: 127, stdout: "", stderr: `${program} is not there` });
      else resolve({ exitCode: error ? Number(error.code ?? 1) || 1 : 0, stdout, stderr });
    });
  });
}

/** The end of a tool's output, where it says what went wrong, indented for a message. */
export function lastLines(output: string, count = 12): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return lines
    .slice(-count)
    .map((line) => `    ${line}`)
    .join("\n");
}
