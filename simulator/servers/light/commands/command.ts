import type { Account } from "../disk/accounts";
import { normalizePath } from "../disk/path-walk";
import type { UserFiles } from "../disk/user-files";
import type { Machine } from "../machine";

export interface Outcome {
  readonly stdout?: string;
  /** Bytes instead of text. */
  readonly stdoutBytes?: Buffer;
  readonly stderr?: string;
  /** @default 0 */
  readonly exitCode?: number;
}

export interface RunOptions {
  readonly stdin?: Buffer;
  /** @default the caller's exported environment */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** @default the caller */
  readonly as?: Account;
}

/** One invocation of a command. */
export interface Call {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Exported variables. */
  readonly env: Readonly<Record<string, string>>;
  readonly machine: Machine;
  /** The disk with the rights of whoever called. */
  readonly files: UserFiles;
  /** Paths of descriptors from 3 up that the shell opened for writing. */
  readonly descriptors: ReadonlyMap<number, string>;
  readonly shell: ShellControl;
  stdin(): Buffer;
  /** Every variable of the calling shell, exported or not. */
  variables(): Readonly<Record<string, string>>;
  /** Runs another program by argv. */
  run(argv: readonly string[], options?: RunOptions): Promise<Outcome>;
  /** Runs shell text in a shell of its own, with positional parameters. */
  runScript(
    script: string,
    options?: RunOptions & { readonly parameters?: readonly string[]; readonly scriptName?: string },
  ): Promise<Outcome>;
}

/** What belongs to the whole session rather than to one command. */
export interface ShellControl {
  /** Shell text to run when the session ends; empty for none. */
  exitTrap: string;
  exitTrapEnv: Readonly<Record<string, string>>;
  /** Called when the session ends, newest first. */
  readonly onExit: (() => void)[];
}

export interface Command {
  readonly names: readonly string[];
  run(call: Call): Outcome | Promise<Outcome>;
}

export function command(names: string | readonly string[], run: Command["run"]): Command {
  return { names: typeof names === "string" ? [names] : names, run };
}

export function failed(call: Call, message: string, exitCode = 1): Outcome {
  return { stderr: `${call.name}: ${message}\n`, exitCode };
}

export function pathOf(call: Call, path: string): string {
  return normalizePath(call.cwd, path);
}

/** A part of a real program that this server does not simulate: fails, says so, and is listed. */
export function notSimulated(call: Call, what: string, exitCode = 1): Outcome {
  call.machine.noteUnsupported(`${call.name} ${what}`);
  return { stderr: `${call.name}: ${what}: not simulated on light servers\n`, exitCode };
}

/** Names one is on PATH for: the file that would run, or undefined. */
export function findProgram(call: Call, name: string, path = call.env.PATH ?? ""): string | undefined {
  const candidates = name.includes("/")
    ? [pathOf(call, name)]
    : path
        .split(":")
        .filter(Boolean)
        .map((folder) => `${folder}/${name}`);
  return candidates.find((candidate) => call.files.exists(candidate) && call.files.stat(candidate).kind === "file");
}
