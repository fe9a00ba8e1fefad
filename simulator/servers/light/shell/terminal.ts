import type { ServerChannel } from "ssh2";
import { chunksOf } from "../ssh/chunks";
import type { SessionContext } from "../ssh/session-context";
import { Shell } from "./shell";

/** Variables that each shell makes for itself. */
const OWN = ["PWD", "SHELLOPTS", "BASHOPTS", "IFS"];

/** A line-by-line shell for a person: echo, backspace, Ctrl-C, Ctrl-D; variables and folder carry over between lines. */
export async function interact(
  channel: ServerChannel,
  context: SessionContext & { readonly env: Record<string, string> },
): Promise<void> {
  const { account, machine, commands, signal } = context;
  let cwd = account.home;
  let carried: Record<string, string> = {};
  let last = 0;
  const prompt = (): void => {
    const host = (machine.disk.text("/etc/hostname") ?? "").trim();
    const shown =
      cwd === account.home ? "~" : cwd.startsWith(`${account.home}/`) ? `~${cwd.slice(account.home.length)}` : cwd;
    channel.write(`${account.name}@${host}:${shown}${account.uid === 0 ? "#" : "$"} `);
  };
  channel.on("error", () => {});
  channel.write("This is a simulated server: a shell on an in-memory disk.\r\n");
  prompt();
  for await (const line of linesOf(channel)) {
    const leave = /^\s*(?:exit|logout)(?:\s+(\d+))?\s*$/.exec(line);
    if (leave) {
      last = Number(leave[1] ?? last);
      break;
    }
    if (line.trim() !== "") {
      const env = { ...context.env, ...carried };
      const result = await new Shell({ machine, account, commands, signal, env, cwd }).run(line);
      channel.write(`${result.stdout.toString("utf8")}${result.stderr.toString("utf8")}`.replace(/\r?\n/g, "\r\n"));
      last = result.exitCode;
      cwd = result.env.PWD ?? cwd;
      const variables = Object.entries(result.env);
      carried = Object.fromEntries(variables.filter(([name]) => /^[A-Za-z_]\w*$/.test(name) && !OWN.includes(name)));
      context.tell({ event: "ssh-command", user: account.name, command: line, exitCode: last });
      context.save();
      context.settle();
    }
    prompt();
  }
  channel.exit(last);
  channel.end();
}

async function* linesOf(channel: ServerChannel): AsyncGenerator<string> {
  let line = "";
  for await (const chunk of chunksOf(channel)) {
    for (const letter of chunk.toString("utf8")) {
      if (letter === "\r" || letter === "\n") {
        channel.write("\r\n");
        yield line;
        line = "";
      } else if (letter === "\u0004" && line === "") {
        channel.write("logout\r\n");
        return;
      } else if (letter === "\u0003") {
        channel.write("^C\r\n");
        line = "";
        yield "";
      } else if (letter === "\u007f" || letter === "\b") {
        if (line !== "") channel.write("\b \b");
        line = line.slice(0, -1);
      } else if (letter >= " ") {
        line += letter;
        channel.write(letter);
      }
    }
  }
}
