import { reasonOf } from "../disk/file-error";
import { ownerChange } from "./chown";
import { type Call, command, failed, type Outcome, pathOf } from "./command";

interface Options {
  mode: number;
  owner?: string;
  group?: string;
  makeFolders: boolean;
  leadingFolders: boolean;
  into?: string;
  noFolderTarget: boolean;
}

/** install(1): copies with mode and owner, or makes folders; what scripts use to place a file in one step. */
export const install = command("install", (call) => {
  const options: Options = { mode: 0o755, makeFolders: false, leadingFolders: false, noFolderTarget: false };
  const operands: string[] = [];
  const rest = [...call.args];
  while (rest.length > 0) {
    const word = rest.shift()!;
    const long = /^--(mode|owner|group|target-directory)(?:=(.*))?$/.exec(word);
    const short = /^-([bcCDdpTvs]*)([mogt])?(.*)$/.exec(word);
    if (word === "--") operands.push(...rest.splice(0));
    else if (long)
      take(
        options,
        { mode: "m", owner: "o", group: "g", "target-directory": "t" }[long[1]!]!,
        long[2] ?? rest.shift() ?? "",
      );
    else if (word === "--directory") options.makeFolders = true;
    else if (word.startsWith("-") && word.length > 1 && short) {
      if (!short[2] && short[3]) return failed(call, `invalid option -- '${short[3][0]}'`);
      for (const letter of short[1]!) {
        if (letter === "d") options.makeFolders = true;
        if (letter === "D") options.leadingFolders = true;
        if (letter === "T") options.noFolderTarget = true;
      }
      if (short[2]) take(options, short[2], short[3] || (rest.shift() ?? ""));
    } else operands.push(word);
  }
  if (Number.isNaN(options.mode)) return failed(call, "invalid mode");
  if (operands.length === 0) return failed(call, "missing file operand");
  return options.makeFolders ? makeFolders(call, options, operands) : copy(call, options, operands);
});

function take(options: Options, letter: string, value: string): void {
  if (letter === "m") options.mode = /^[0-7]+$/.test(value) ? Number.parseInt(value, 8) : Number.NaN;
  if (letter === "o") options.owner = value;
  if (letter === "g") options.group = value;
  if (letter === "t") options.into = value;
}

function makeFolders(call: Call, options: Options, operands: readonly string[]): Outcome {
  for (const operand of operands) {
    try {
      call.files.makeFolder(pathOf(call, operand), { recursive: true });
      finish(call, options, pathOf(call, operand));
    } catch (error) {
      return failed(call, `cannot create directory '${operand}': ${reasonOf(error)}`);
    }
  }
  return {};
}

function copy(call: Call, options: Options, operands: readonly string[]): Outcome {
  const sources = options.into === undefined ? operands.slice(0, -1) : operands;
  const target = options.into ?? operands.at(-1)!;
  if (sources.length === 0) return failed(call, `missing destination file operand after '${target}'`);
  const path = pathOf(call, target);
  const isFolder = !options.noFolderTarget && call.files.exists(path) && call.files.stat(path).kind === "directory";
  if ((sources.length > 1 || options.into !== undefined) && !isFolder)
    return failed(call, `target '${target}' is not a directory`);
  for (const source of sources) {
    const goal = isFolder ? `${path}/${source.slice(source.lastIndexOf("/") + 1)}` : path;
    try {
      const content = source === "/dev/stdin" ? call.stdin() : call.files.read(pathOf(call, source));
      if (options.leadingFolders)
        call.files.makeFolder(goal.slice(0, goal.lastIndexOf("/")) || "/", { recursive: true });
      if (call.files.exists(goal)) call.files.remove(goal);
      call.files.write(goal, content);
      finish(call, options, goal);
    } catch (error) {
      return failed(call, `cannot install '${source}' to '${target}': ${reasonOf(error)}`);
    }
  }
  return {};
}

function finish(call: Call, options: Options, path: string): void {
  call.files.setAttributes(path, { mode: options.mode });
  const spec = `${options.owner ?? ""}${options.group === undefined ? "" : `:${options.group}`}`;
  if (spec) call.files.setAttributes(path, ownerChange(call, spec));
}
