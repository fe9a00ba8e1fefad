import type { Session } from "ssh2";
import { interact } from "../shell/terminal";
import { runCommand } from "./run-command";
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
    const env = environment(context, { ...asked, ...original });
    void runCommand(channel, context.forcedCommand ?? info.command, { ...context, env, terminal });
  });
  session.on("shell", (accept) => {
    const channel = accept();
    const env = environment(context, asked);
    const { forcedCommand } = context;
    if (forcedCommand !== undefined) void runCommand(channel, forcedCommand, { ...context, env, terminal });
    else if (terminal) void interact(channel, { ...context, env });
    else void runCommand(channel, "bash -s", { ...context, env, terminal });
  });
  session.on("sftp", (accept, reject) => {
    if (context.forcedCommand !== undefined) reject();
    else serveSftp(accept(), context);
  });
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
