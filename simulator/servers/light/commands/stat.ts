import { findAccount, findGroup } from "../disk/accounts";
import type { Entry } from "../disk/disk";
import { reasonOf } from "../disk/file-error";
import { type Call, command, failed, pathOf } from "./command";

const KINDS = { file: "regular file", directory: "directory", symlink: "symbolic link" } as const;
const LETTERS = { file: "-", directory: "d", symlink: "l" } as const;

/** stat(1) with a format; `%a %A %f %F %g %G %n %N %s %u %U %x-%z %X-%Z` are known. */
export const stat = command("stat", (call) => {
  let format: string | undefined;
  let follow = false;
  const targets: string[] = [];
  const rest = [...call.args];
  while (rest.length > 0) {
    const word = rest.shift()!;
    const joined = /^(?:-c|--format=|--printf=)(.+)$/s.exec(word);
    if (word === "-c" || word === "--format" || word === "--printf") format = rest.shift() ?? "";
    else if (word === "-L" || word === "--dereference") follow = true;
    else if (joined) format = joined[1]!;
    else if (word.startsWith("-") && word !== "-" && word !== "--") return failed(call, `invalid option -- '${word}'`);
    else if (word !== "--") targets.push(word);
  }
  if (targets.length === 0) return failed(call, "missing operand");
  let stdout = "";
  let stderr = "";
  for (const target of targets) {
    try {
      const path = pathOf(call, target);
      const entry = follow ? call.files.stat(path) : call.files.lstat(path);
      stdout += `${fill(call, format ?? "  File: %n\n  Size: %s\t%F\nAccess: (0%a/%A)  Uid: (%u/%U)   Gid: (%g/%G)\nModify: %y", target, entry)}\n`;
    } catch (error) {
      stderr += `stat: cannot statx '${target}': ${reasonOf(error)}\n`;
    }
  }
  return { stdout, stderr, exitCode: stderr ? 1 : 0 };
});

function fill(call: Call, format: string, name: string, entry: Entry): string {
  const { disk } = call.machine;
  const seconds = String(Math.floor(entry.mtime / 1000));
  const moment = new Date(entry.mtime).toISOString().replace("T", " ").replace("Z", "000000 +0000");
  const size = entry.kind === "file" ? entry.content.length : entry.kind === "symlink" ? entry.target.length : 4096;
  const values: Readonly<Record<string, string>> = {
    a: entry.mode.toString(8),
    A: permissionString(entry),
    F: entry.kind === "file" && size === 0 ? "regular empty file" : KINDS[entry.kind],
    g: String(entry.gid),
    G: findGroup(disk, entry.gid)?.name ?? "UNKNOWN",
    n: name,
    N: entry.kind === "symlink" ? `'${name}' -> '${entry.target}'` : `'${name}'`,
    s: String(size),
    u: String(entry.uid),
    U: findAccount(disk, entry.uid)?.name ?? "UNKNOWN",
    x: moment,
    y: moment,
    z: moment,
    X: seconds,
    Y: seconds,
    Z: seconds,
    "%": "%",
  };
  return format.replace(/%(.)/g, (whole, letter: string) => values[letter] ?? whole);
}

export function permissionString(entry: Entry): string {
  const bits = [...entry.mode.toString(8).padStart(4, "0").slice(-3)].map((digit) => {
    const value = Number(digit);
    return `${value & 4 ? "r" : "-"}${value & 2 ? "w" : "-"}${value & 1 ? "x" : "-"}`;
  });
  const text = `${LETTERS[entry.kind]}${bits.join("")}`;
  return entry.mode & 0o1000 ? `${text.slice(0, -1)}${entry.mode & 1 ? "t" : "T"}` : text;
}
