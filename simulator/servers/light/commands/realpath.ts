import { parentOf } from "../disk/disk";
import { reasonOf } from "../disk/file-error";
import { command, failed, pathOf } from "./command";

export const realpath = command("realpath", (call) => {
  const options = call.args.filter((word) => /^-./.test(word));
  const unknown = options.find((word) => !/^-[emsqLP]+$/.test(word));
  if (unknown) return failed(call, `invalid option -- '${unknown}'`);
  const lines: string[] = [];
  for (const name of call.args.filter((word) => !/^-./.test(word))) {
    const path = pathOf(call, name);
    try {
      const missing = !options.includes("-e") && !call.files.exists(path) && call.files.exists(parentOf(path));
      const tail = path.slice(path.lastIndexOf("/") + 1);
      lines.push(
        options.includes("-s") || options.includes("-m")
          ? path
          : missing
            ? `${call.files.realpath(parentOf(path))}/${tail}`
            : call.files.realpath(path),
      );
    } catch (error) {
      return {
        stdout: lines.map((line) => `${line}\n`).join(""),
        stderr: `realpath: ${name}: ${reasonOf(error)}\n`,
        exitCode: 1,
      };
    }
  }
  return { stdout: lines.map((line) => `${line}\n`).join("") };
});
