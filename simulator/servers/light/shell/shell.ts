import {
  type Call,
  type Command,
  findProgram,
  type Outcome,
  type RunOptions,
  type ShellControl,
} from "../commands/command";
import type { Account } from "../disk/accounts";
import { FileError, reasonOf } from "../disk/file-error";
import { UserFiles } from "../disk/user-files";
import type { Machine } from "../machine";
import {
  inBashWords,
  type JustBash,
  loadJustBash,
  openedFiles,
  outputBytes,
  quoteWord,
  toExecResult,
} from "./just-bash";
import { rewriteScript } from "./rewrite";
import { interpreterOf } from "./shebang";
import { ShellFileSystem } from "./shell-file-system";

export interface ShellOptions {
  readonly machine: Machine;
  readonly account: Account;
  readonly commands: readonly Command[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly umask?: number;
  readonly signal?: AbortSignal;
}

export interface ShellRun {
  readonly stdin?: Buffer;
  /** $0, then $1 and so on. */
  readonly scriptName?: string;
  readonly parameters?: readonly string[];
}

export interface ShellResult {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly exitCode: number;
  /** Variables at the end, PWD among them. */
  readonly env: Readonly<Record<string, string>>;
}

/** One shell process: it has an account, a umask and an exit trap, and shares the disk with every other. */
export class Shell {
  readonly #control: ShellControl = { exitTrap: "", exitTrapEnv: {}, onExit: [] };
  readonly #files: UserFiles;

  constructor(private readonly options: ShellOptions) {
    this.#files = new UserFiles(options.machine.disk, options.account);
    this.#files.umask = options.umask ?? 0o022;
  }

  async run(script: string, run: ShellRun = {}): Promise<ShellResult> {
    const parameters = run.parameters ?? [];
    const positional = Object.fromEntries(parameters.map((value, place) => [String(place + 1), value]));
    const all = parameters.join(" ");
    const env = { "0": run.scriptName ?? "bash", "#": String(parameters.length), "@": all, "*": all, ...positional };
    return this.#exec(script, { stdin: run.stdin, env });
  }

  /** Runs a program by argv, as execve would: scripts by the interpreter that their first line names. */
  async runProgram(argv: readonly string[], stdin?: Buffer): Promise<ShellResult> {
    const [name = "", ...args] = argv;
    const call = {
      ...this.#call(name, args, this.options.cwd, this.options.env, new Map()),
      stdin: () => stdin ?? Buffer.alloc(0),
    };
    const path = findProgram(call, name);
    const interpreter = path === undefined ? undefined : interpreterOf(this.#files, path);
    if (path === undefined) return this.#exec(quoteWord(name), { stdin, args });
    if (interpreter === undefined)
      return this.#exec(quoteWord(`/usr/bin/${name.slice(name.lastIndexOf("/") + 1)}`), { stdin, args });
    if ("refused" in interpreter) return failure(`bash: ${name}: ${interpreter.refused}`, 126);
    return this.run(interpreter.script, { stdin, scriptName: path, parameters: args });
  }

  async #exec(
    script: string,
    run: { stdin?: Buffer; env?: Record<string, string>; args?: readonly string[] },
  ): Promise<ShellResult> {
    const justBash = await loadJustBash();
    const { machine, account, cwd, signal } = this.options;
    const bash = new justBash.Bash({
      fs: new ShellFileSystem(this.#files, (name) => machine.noteUnsupported(name)),
      cwd,
      env: { HOSTNAME: (machine.disk.text("/etc/hostname") ?? "").trim(), ...this.options.env },
      customCommands: this.options.commands.flatMap((one) =>
        one.names.map((name) => this.#define(justBash, one, name)),
      ),
      defenseInDepth: false,
      processInfo: { pid: 1000, ppid: 1, uid: account.uid, gid: account.gid },
    });
    bash.registerTransformPlugin({ name: "as-bash-does", transform: ({ ast }) => ({ ast: rewriteScript(ast) }) });
    const options = { rawScript: true, cwd, signal, stdin: run.stdin?.toString("latin1"), stdinKind: "bytes" as const };
    try {
      const result = await bash.exec(script, { ...options, env: run.env, args: run.args ? [...run.args] : undefined });
      const { exitTrap, exitTrapEnv } = this.#control;
      this.#control.exitTrap = "";
      const after = exitTrap
        ? await bash.exec(exitTrap, { ...options, stdin: undefined, env: { ...exitTrapEnv } })
        : { stdout: "", stderr: "" };
      return {
        stdout: Buffer.concat([outputBytes(result.stdout), outputBytes(after.stdout)]),
        stderr: outputBytes(inBashWords(result.stderr + after.stderr)),
        exitCode: result.exitCode,
        env: result.env,
      };
    } catch (error) {
      // Where just-bash lets a refused file operation end the whole script.
      if (error instanceof FileError) return failure(`bash: ${error.path}: ${reasonOf(error)}`, 1);
      throw error;
    } finally {
      for (const release of this.#control.onExit.splice(0).reverse()) release();
    }
  }

  #define(justBash: JustBash, one: Command, name: string) {
    return justBash.defineCommand(name, async (args, context) => {
      const call = this.#call(name, args, context.cwd, context.exportedEnv ?? {}, openedFiles(context.fileDescriptors));
      const variables = (): Record<string, string> => Object.fromEntries([...context.env.entries()]);
      const stdin = (): Buffer => Buffer.from(justBash.latin1FromBytes(context.stdin), "latin1");
      return toExecResult(await one.run({ ...call, variables, stdin }));
    });
  }

  #call(
    name: string,
    args: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>>,
    descriptors: ReadonlyMap<number, string>,
  ): Call {
    const { machine, account } = this.options;
    const child = (run: RunOptions = {}): Shell =>
      new Shell({
        ...this.options,
        account: run.as ?? account,
        env: run.env ?? env,
        cwd: run.cwd ?? cwd,
        umask: this.#files.umask,
      });
    return {
      name,
      args,
      cwd,
      env,
      variables: () => env,
      machine,
      files: this.#files,
      descriptors,
      shell: this.#control,
      stdin: () => Buffer.alloc(0),
      run: async (argv, run) => toOutcome(await child(run).runProgram(argv, run?.stdin)),
      runScript: async (script, run) => toOutcome(await child(run).run(script, run)),
    };
  }
}

function failure(message: string, exitCode: number): ShellResult {
  return { stdout: Buffer.alloc(0), stderr: Buffer.from(`${message}\n`), exitCode, env: {} };
}

function toOutcome(result: ShellResult): Outcome {
  return { stdoutBytes: result.stdout, stderr: result.stderr.toString("utf8"), exitCode: result.exitCode };
}
