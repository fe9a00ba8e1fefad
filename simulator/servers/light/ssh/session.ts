import type { ServerChannel, Session } from "ssh2";
import { needsInput } from "../shell/needs-input";
import { Shell } from "../shell/shell";
import { interact } from "../shell/terminal";
import { serveScp } from "./scp";
import type { SessionContext } from "./session-context";
import { serveSftp } from "./sftp";

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games:/usr/local/games:/snap/bin";
/** The client's end as the server sees it: a documentation address, since the proxy in between has none of its own. */
const CLIENT = "203.0.113.1 50000";

/** One session channel: a command, a shell, or a file transfer, with the rights of the account. */
export function serveSession(session: Session, context: SessionContext): void {
  const asked: Record<string, string> = {};
  let terminal = false;
  session.on("env", (accept, _reject, info) => {
    if (/^(LANG|LC_\w+)$/.test(info.key)) asked[info.key] = (info as unknown as { val: string }).val;
    accept?.();
  });
  session.on("pty", (accept) => {
    terminal = true;
    accept?.();
  });
  session.on("window-change", (accept) => accept?.());
  session.on("exec", (accept, _reject, info) => {
    const channel = accept();
    const original: Record<string, string> = context.forcedCommand ? { SSH_ORIGINAL_COMMAND: info.command } : {};
    void runCommand(channel, context.forcedCommand ?? info.command, {
      ...context,
      env: environment(context, { ...asked, ...original }),
      terminal,
    });
  });
  session.on("shell", (accept) => {
    const channel = accept();
    const env = environment(context, asked);
    if (context.forcedCommand !== undefined)
      void runCommand(channel, context.forcedCommand, { ...context, env, terminal });
    else if (terminal) void interact(channel, newShell(context, env), context);
    else void runCommand(channel, "bash -s", { ...context, env, terminal });
  });
  session.on("sftp", (accept, reject) => {
    if (context.forcedCommand !== undefined) reject();
    else serveSftp(accept(), context);
  });
}

async function runCommand(
  channel: ServerChannel,
  command: string,
  run: SessionContext & { env: Record<string, string>; terminal: boolean },
): Promise<void> {
  channel.on("error", () => {});
  const scp = serveScp(channel, command, run);
  if (scp) {
    finish(channel, command, await scp, run);
    return;
  }
  const waits = !run.terminal && (await needsInput(command));
  const stdin = waits ? await readAll(channel) : Buffer.alloc(0);
  if (!waits) channel.resume();
  const shell = newShell(run, run.env)(run.account.home);
  // A lone path is executed as such, so that the options of its first line count.
  const lone = /^\S+$/.test(command) && /^[\w@%+=:,./-]+$/.test(command) && command.includes("/");
  const result = lone ? await shell.runProgram([command], stdin) : await shell.run(command, { stdin });
  const newline = (bytes: Buffer): Buffer =>
    run.terminal ? Buffer.from(bytes.toString("latin1").replace(/\n/g, "\r\n"), "latin1") : bytes;
  channel.write(newline(result.stdout));
  if (run.terminal) channel.write(newline(result.stderr));
  else channel.stderr.write(result.stderr);
  finish(channel, command, result.exitCode, run);
}

function finish(channel: ServerChannel, command: string, exitCode: number, context: SessionContext): void {
  context.save();
  context.tell({ event: "ssh-command", user: context.account.name, command, exitCode });
  if (channel.destroyed || !channel.writable) context.settle();
  else {
    channel.once("close", context.settle);
    channel.exit(exitCode);
    channel.end();
  }
}

export function newShell(
  context: SessionContext,
  env: Record<string, string>,
): (cwd: string, more?: Record<string, string>) => Shell {
  const { machine, account, commands, signal } = context;
  return (cwd, more = {}) => new Shell({ machine, account, commands, signal, env: { ...env, ...more }, cwd });
}

function environment(context: SessionContext, asked: Record<string, string>): Record<string, string> {
  const { account, machine } = context;
  const { address } = machine.order.publicNetwork;
  return {
    USER: account.name,
    LOGNAME: account.name,
    HOME: account.home,
    PATH,
    SHELL: account.shell,
    LANG: "C.UTF-8",
    SSH_CLIENT: `${CLIENT} 22`,
    SSH_CONNECTION: `${CLIENT} ${address} 22`,
    ...asked,
  };
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
