import { reasonOf } from "../disk/file-error";
import { command, failed, pathOf } from "./command";

/** cat of files and standard input, byte for byte; -n numbers lines. */
export const cat = command("cat", (call) => {
  const options = call.args.filter((word) => /^-./.test(word) && word !== "--");
  const unknown = options.find((word) => !/^-[nuv]+$/.test(word));
  if (unknown) return failed(call, `invalid option -- '${unknown}'`);
  const names = call.args.filter((word) => word === "-" || !word.startsWith("-"));
  const contents: Buffer[] = [];
  let stderr = "";
  for (const name of names.length > 0 ? names : ["-"]) {
    try {
      contents.push(name === "-" || name === "/dev/stdin" ? call.stdin() : call.files.read(pathOf(call, name)));
    } catch (error) {
      stderr += `cat: ${name}: ${reasonOf(error)}\n`;
    }
  }
  const whole = Buffer.concat(contents);
  const exitCode = stderr ? 1 : 0;
  if (!options.some((word) => word.includes("n"))) return { stdoutBytes: whole, stderr, exitCode };
  const lines = whole.toString("utf8").replace(/\n$/, "").split("\n");
  return {
    stdout: lines.map((line, place) => `${String(place + 1).padStart(6)}\t${line}\n`).join(""),
    stderr,
    exitCode,
  };
});

/** tee: standard input to every file and on. */
export const tee = command("tee", (call) => {
  const append = call.args.includes("-a") || call.args.includes("--append");
  let stderr = "";
  for (const name of call.args.filter((word) => !word.startsWith("-"))) {
    try {
      call.files.write(pathOf(call, name), call.stdin(), { append });
    } catch (error) {
      stderr += `tee: ${name}: ${reasonOf(error)}\n`;
    }
  }
  return { stdoutBytes: call.stdin(), stderr, exitCode: stderr ? 1 : 0 };
});
