import { reasonOf } from "../disk/file-error";
import { EXEC, OPEN } from "../shell/rewrite";
import { command, pathOf } from "./command";

/** Whether the targets of a command's output redirections can be opened; see shell/rewrite.ts. */
export const openTargets = command(OPEN, (call) => {
  for (const target of call.args) {
    try {
      call.files.assertWritable(pathOf(call, target));
    } catch (error) {
      return { stderr: `bash: ${target}: ${reasonOf(error)}\n`, exitCode: 1 };
    }
  }
  return {};
});

/** Runs a program given by path. */
export const execPath = command(EXEC, (call) => {
  const [path = ""] = call.args;
  const file = pathOf(call, path);
  if (!call.files.exists(file)) return { stderr: `bash: ${path}: No such file or directory\n`, exitCode: 127 };
  if (call.files.stat(file).kind === "directory") return { stderr: `bash: ${path}: Is a directory\n`, exitCode: 126 };
  return call.run(call.args, { stdin: call.stdin() });
});
