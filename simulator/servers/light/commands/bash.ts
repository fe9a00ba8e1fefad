import { FileError, reasonOf } from "../disk/file-error";
import { command, failed, pathOf } from "./command";

/** bash and sh as programs: options before the script, `-c`, a file, or a script on standard input. */
export const bash = command(["bash", "sh", "dash"], async (call) => {
  const set: string[] = [];
  const rest = [...call.args];
  let fromOption = false;
  let fromStdin = false;
  while (rest.length > 0 && /^[-+]./.test(rest[0]!)) {
    const option = rest.shift()!;
    if (option === "--") break;
    if (["--login", "--noprofile", "--norc", "--posix"].includes(option)) continue;
    if (option === "--version") return { stdout: "GNU bash, version 5.2.21(1)-release (x86_64-pc-linux-gnu)\n" };
    if (option.startsWith("--")) return failed(call, `${option}: invalid option`, 2);
    for (const letter of option.slice(1)) {
      if (letter === "c") fromOption = true;
      else if (letter === "s") fromStdin = true;
      else if (letter === "o") set.push(`set ${option[0]}o ${rest.shift() ?? ""}`);
      else if ("euxvfanC".includes(letter)) set.push(`set ${option[0]}${letter}`);
      else if (letter !== "l" && letter !== "i" && letter !== "p") return failed(call, `${option}: invalid option`, 2);
    }
  }
  const prelude = set.length > 0 ? `${set.join("; ")}\n` : "";
  if (fromOption) {
    const script = rest.shift();
    if (script === undefined) return failed(call, "-c: option requires an argument", 2);
    const scriptName = rest.shift() ?? call.name;
    return call.runScript(prelude + script, { scriptName, parameters: rest, stdin: call.stdin() });
  }
  if (fromStdin || rest.length === 0)
    return call.runScript(prelude + call.stdin().toString("utf8"), { scriptName: call.name, parameters: rest });
  const [file, ...parameters] = rest as [string, ...string[]];
  try {
    const script = call.files.read(pathOf(call, file)).toString("utf8");
    return call.runScript(prelude + script, { scriptName: file, parameters, stdin: call.stdin() });
  } catch (error) {
    const missing = error instanceof FileError && error.code === "ENOENT";
    return { stderr: `${call.name}: ${file}: ${reasonOf(error)}\n`, exitCode: missing ? 127 : 126 };
  }
});
