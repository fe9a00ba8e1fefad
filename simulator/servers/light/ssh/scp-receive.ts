import type { ServerChannel } from "ssh2";
import { FileError, reasonOf } from "../disk/file-error";
import type { UserFiles } from "../disk/user-files";
import { ByteReader } from "./byte-reader";
import type { ScpOptions } from "./scp-options";
import type { SessionContext } from "./session-context";

const OK = Buffer.from([0]);

/** The sink of the scp protocol: C (file), D and E (folder), T (times) records, each answered. */
export async function receiveFiles(
  channel: ServerChannel,
  files: UserFiles,
  options: ScpOptions,
  context: SessionContext,
): Promise<number> {
  const reader = new ByteReader(channel);
  const isFolder = files.exists(options.path) && files.stat(options.path).kind === "directory";
  const stack: string[] = [];
  let failed = false;
  const refuse = (message: string): void => {
    failed = true;
    channel.write(`\u0001scp: ${message}\n`);
  };
  /** Where a record's file goes: into the folder we are in, or to the target itself. */
  const goalOf = (name: string): string => {
    const folder = stack.at(-1);
    if (folder !== undefined) return `${folder}/${name}`;
    return isFolder ? `${options.path}/${name}` : options.path;
  };
  if (options.targetIsFolder && !isFolder) {
    refuse(`${options.path}: ${files.exists(options.path) ? "Not a directory" : "No such file or directory"}`);
    return 1;
  }
  channel.write(OK);
  for (let line = await reader.line(); line !== undefined; line = await reader.line()) {
    const record = /^([CD])(\d{4}) (\d+) (.+)$/.exec(line);
    if (line.startsWith("T")) channel.write(OK);
    else if (line === "E") {
      stack.pop();
      channel.write(OK);
    } else if (!record) {
      refuse(`protocol error: ${JSON.stringify(line)}`);
      return 1;
    } else {
      const [, kind, mode, size, name] = record as unknown as [string, string, string, string, string];
      if (name.includes("/") || name === ".." || name === ".") {
        refuse(`error: unexpected filename: ${name}`);
        return 1;
      }
      const goal = goalOf(name);
      try {
        if (kind === "D") {
          if (!options.recursive) throw new FileError("EISDIR", "scp", goal);
          const made = goal === options.path && !isFolder ? options.path : goal;
          if (!files.exists(made)) files.makeFolder(made, { mode: Number.parseInt(mode, 8) | 0o700 });
          stack.push(made);
          channel.write(OK);
        } else {
          files.write(goal, Buffer.alloc(0), { mode: Number.parseInt(mode, 8) });
          channel.write(OK);
          const content = await reader.take(Number(size));
          const end = await reader.take(1);
          if (content === undefined || end === undefined) return 1;
          files.write(goal, content);
          if (options.preserve) files.setAttributes(goal, { mode: Number.parseInt(mode, 8) & 0o777 });
          context.tell({
            event: "ssh-upload",
            user: context.account.name,
            path: goal,
            bytes: content.length,
            via: "scp",
          });
          channel.write(OK);
        }
      } catch (error) {
        refuse(`${goal}: ${reasonOf(error)}`);
        if (kind === "D") return 1;
      }
    }
  }
  return failed ? 1 : 0;
}
