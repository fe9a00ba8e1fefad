import { loadJustBash } from "./just-bash";

/** Programs that read standard input whatever their arguments are, or run another that might. */
const READERS = new Set(
  "bash sh dash read mapfile readarray tee xargs sudo env exec command nohup setsid nice timeout flock eval source . ssh scp".split(
    " ",
  ),
);
/** Programs that read standard input only where they are given no file. */
const FILTERS = new Set(
  "cat grep egrep fgrep sed awk head tail wc sort uniq cut tr base64 md5sum sha1sum sha256sum gzip gunzip zcat tar od cmp diff nl rev tac fold paste comm install ssh-keygen logger".split(
    " ",
  ),
);

/**
 * Whether a command line may read standard input, so that its run has to wait for the client's EOF. Clients of programs send
 * it at once; a person's terminal does not, and `ssh server hostname` shall answer without Ctrl-D. When in doubt: it may.
 */
export async function needsInput(commandLine: string): Promise<boolean> {
  const { parse } = await loadJustBash();
  try {
    return mayRead(parse(commandLine));
  } catch {
    return false;
  }
}

interface SimpleCommand {
  readonly type: "SimpleCommand";
  readonly name: unknown;
  readonly args: readonly unknown[];
}

function mayRead(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(mayRead);
  if (typeof node !== "object" || node === null) return false;
  if ((node as { type?: string }).type === "SimpleCommand") {
    const { name, args } = node as SimpleCommand;
    if (name !== null && wordsMayRead([name, ...args].map(literal))) return true;
  }
  return Object.values(node).some(mayRead);
}

function wordsMayRead(words: readonly (string | undefined)[]): boolean {
  const [first, ...rest] = words;
  if (first === undefined || first.includes("/")) return true;
  if (first === "sudo") {
    const inner = rest.findIndex((word) => word === undefined || !word.startsWith("-"));
    const takesUser = rest.some((word) => word === "-u" || word === "-i" || word === "-s");
    return takesUser || inner < 0 || wordsMayRead(rest.slice(inner));
  }
  if (READERS.has(first)) return true;
  if (rest.some((word) => word === "/dev/stdin" || word === "-")) return true;
  return FILTERS.has(first) && !rest.some((word) => word?.startsWith("/"));
}

/** A word's text when it is plain; undefined when it is only known at run time. */
function literal(word: unknown): string | undefined {
  const { parts } = word as { parts?: readonly { type: string; value?: string }[] };
  if (!parts) return undefined;
  const texts = parts.map((part) => (part.type === "Literal" || part.type === "SingleQuoted" ? part.value : undefined));
  return texts.some((text) => text === undefined) ? undefined : texts.join("");
}
