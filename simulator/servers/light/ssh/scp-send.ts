import type { ServerChannel } from "ssh2";
import { reasonOf } from "../disk/file-error";
import type { UserFiles } from "../disk/user-files";
import { ByteReader } from "./byte-reader";
import type { ScpOptions } from "./scp-options";

/** The source of the scp protocol: sends one file, or with -r a folder, waiting for the sink's answer to each record. */
export async function sendFiles(channel: ServerChannel, files: UserFiles, options: ScpOptions): Promise<number> {
  const reader = new ByteReader(channel);
  const answered = async (): Promise<boolean> => (await reader.take(1))?.[0] === 0;
  const send = async (path: string): Promise<boolean> => {
    const entry = files.stat(path);
    const name = path.slice(path.lastIndexOf("/") + 1);
    const mode = entry.mode.toString(8).padStart(4, "0");
    if (entry.kind !== "directory") {
      const content = files.read(path);
      channel.write(`C${mode} ${content.length} ${name}\n`);
      if (!(await answered())) return false;
      channel.write(Buffer.concat([content, Buffer.from([0])]));
      return answered();
    }
    if (!options.recursive) {
      channel.write(`\u0001scp: ${path}: not a regular file\n`);
      return false;
    }
    channel.write(`D${mode} 0 ${name}\n`);
    if (!(await answered())) return false;
    for (const inner of files.list(path)) if (!(await send(`${path}/${inner}`))) return false;
    channel.write("E\n");
    return answered();
  };
  if (!(await answered())) return 1;
  try {
    return (await send(options.path)) ? 0 : 1;
  } catch (error) {
    channel.write(`\u0001scp: ${options.path}: ${reasonOf(error)}\n`);
    return 1;
  }
}
