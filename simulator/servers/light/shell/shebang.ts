import { FileError } from "../disk/file-error";
import { mayAccess } from "../disk/path-walk";
import type { UserFiles } from "../disk/user-files";

const SHELLS = ["sh", "bash", "dash"];

/** First line of every simulated program: the shell knows it by name and does not read it. */
export const PROGRAM_MARK = "#!/bin/bash\n# simulated: ";

/**
 * How a file on PATH is run: undefined for a simulated program, shell text with the options of its `#!` line for a script,
 * or the kernel's refusal.
 */
export function interpreterOf(
  files: UserFiles,
  path: string,
): { readonly script: string } | { readonly refused: string } | undefined {
  const entry = files.stat(path);
  if (entry.kind !== "file" || !mayAccess(files.account, entry, 1) || (entry.mode & 0o111) === 0)
    return { refused: "Permission denied" };
  try {
    const text = files.read(path).toString("utf8");
    if (text.startsWith(PROGRAM_MARK)) return undefined;
    return fromFirstLine(text);
  } catch (error) {
    if (error instanceof FileError) return { refused: "Permission denied" };
    throw error;
  }
}

function fromFirstLine(text: string): { readonly script: string } | { readonly refused: string } {
  const match = /^#!\s*(\S+)(?:[ \t]+(.*?))?\s*(?:\n|$)/.exec(text);
  if (!match) return { script: text };
  const program = match[1]!;
  const words = (match[2] ?? "").split(/\s+/).filter(Boolean);
  const name = program.endsWith("/env") ? (words.shift() ?? "") : program.slice(program.lastIndexOf("/") + 1);
  if (!SHELLS.includes(name)) return { refused: `${program}: bad interpreter: No such file or directory` };
  const options = words.filter((word) => word.startsWith("-")).join(" ");
  return { script: options ? `set ${options}\n${text}` : text };
}
