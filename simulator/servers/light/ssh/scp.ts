import type { ServerChannel } from "ssh2";
import { UserFiles } from "../disk/user-files";
import type { ScpOptions } from "./scp-options";
import { receiveFiles } from "./scp-receive";
import { sendFiles } from "./scp-send";
import type { SessionContext } from "./session-context";

/**
 * The server side of the scp protocol, which clients start as a command: `scp -t PATH` to receive, `scp -f PATH` to send
 * (Terraform: `'scp' -vt /tmp`). Undefined when the command is something else; else the exit code in the end.
 */
export function serveScp(
  channel: ServerChannel,
  command: string,
  context: SessionContext,
): Promise<number> | undefined {
  const words = plainWords(command);
  const [program, ...rest] = words ?? [];
  if (program !== "scp" && program !== "/usr/bin/scp") return undefined;
  const flags = rest.filter((word) => /^-[a-zA-Z]+$/.test(word)).join("");
  const operands = rest.filter((word) => !/^-[a-zA-Z]+$/.test(word) && word !== "--");
  if (!/[tf]/.test(flags)) return undefined;
  const home = context.account.home;
  const [path = "."] = operands;
  const options: ScpOptions = {
    recursive: flags.includes("r"),
    targetIsFolder: flags.includes("d"),
    preserve: flags.includes("p"),
    path: path.startsWith("/") ? path : path === "~" ? home : `${home}/${path.replace(/^~\//, "")}`,
  };
  const files = new UserFiles(context.machine.disk, context.account);
  return flags.includes("t") ? receiveFiles(channel, files, options, context) : sendFiles(channel, files, options);
}

/** The words of a command line without substitutions, quotes removed; undefined for anything a shell has to interpret. */
function plainWords(command: string): string[] | undefined {
  const words: string[] = [];
  let rest = command.trim();
  while (rest !== "") {
    const match = /^((?:'[^']*'|"[^"$`\\]*"|\\.|[^\s'"\\$`;&|<>(){}*?!])+)\s*/s.exec(rest);
    if (!match) return undefined;
    words.push(
      match[1]!.replace(
        /'([^']*)'|"([^"]*)"|\\(.)/gs,
        (_whole, single, double, escaped) => single ?? double ?? escaped ?? "",
      ),
    );
    rest = rest.slice(match[0].length);
  }
  return words;
}
