import type { ServerChannel } from "ssh2";
import { needsInput } from "../shell/needs-input";
import { Shell, type ShellResult } from "../shell/shell";
import { serveScp } from "./scp";
import type { SessionContext } from "./session-context";

export interface CommandContext extends SessionContext {
  readonly env: Record<string, string>;
  /** The client asked for a terminal: line ends are its, and it sends no EOF. */
  readonly terminal: boolean;
}

/** Runs what an exec request asks for: scp's protocol, or a command line in the account's shell. Never rejects. */
export async function runCommand(channel: ServerChannel, command: string, context: CommandContext): Promise<void> {
  channel.on("error", () => {});
  let exitCode = 255;
  try {
    const scp = serveScp(channel, command, context);
    if (scp) exitCode = await scp;
    else {
      const result = await runInShell(channel, command, context);
      exitCode = result.exitCode;
      write(channel, result, context.terminal);
    }
  } catch (error) {
    // A fault of the simulation, not of the command: it must not take the other servers down, and it must show.
    const message = `the simulated shell failed: ${(error as Error).message}`;
    context.machine.noteUnsupported(message);
    channel.stderr.write(`${message}\n`);
  }
  context.save();
  context.tell({ event: "ssh-command", user: context.account.name, command, exitCode });
  if (channel.destroyed || !channel.writable) context.settle();
  else {
    channel.once("close", context.settle);
    channel.exit(exitCode);
    channel.end();
  }
}

async function runInShell(channel: ServerChannel, command: string, context: CommandContext): Promise<ShellResult> {
  const { machine, account, commands, signal, env, terminal } = context;
  const waits = !terminal && (await needsInput(command));
  const stdin = waits ? await readAll(channel) : Buffer.alloc(0);
  if (!waits) channel.resume();
  const shell = new Shell({ machine, account, commands, signal, env, cwd: account.home });
  // A lone path is executed as such, so that the options of its first line count.
  const line = command.trim();
  const lone = /^[\w@%+=:,./-]+$/.test(line) && line.includes("/");
  return lone ? shell.runProgram([line], stdin) : shell.run(command, { stdin });
}

function write(channel: ServerChannel, result: ShellResult, terminal: boolean): void {
  if (!terminal) {
    channel.write(result.stdout);
    channel.stderr.write(result.stderr);
    return;
  }
  const both = Buffer.concat([result.stdout, result.stderr]).toString("latin1");
  channel.write(Buffer.from(both.replace(/\n/g, "\r\n"), "latin1"));
}

/** Everything the client sends until it says EOF, or until it is gone. */
function readAll(channel: ServerChannel): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const done = (): void => resolve(Buffer.concat(chunks));
    channel.on("data", (chunk: Buffer) => chunks.push(chunk));
    channel.once("end", done);
    channel.once("close", done);
  });
}
