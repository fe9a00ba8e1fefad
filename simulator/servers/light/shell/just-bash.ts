import type { Outcome } from "../commands/command";

export type JustBash = typeof import("just-bash");

let loading: Promise<JustBash> | undefined;

/** The shell interpreter costs half a second and 100 MB: it is loaded when the first command runs, not at start. */
export function loadJustBash(): Promise<JustBash> {
  loading ??= import("just-bash");
  return loading;
}

/** A command's outcome in just-bash's terms: text, or bytes as one character each. */
export function toExecResult(outcome: Outcome) {
  const { stderr = "", exitCode = 0 } = outcome;
  if (outcome.stdoutBytes) {
    return {
      stdout: outcome.stdoutBytes.toString("latin1"),
      stdoutKind: "bytes" as const,
      stdoutEncoding: "binary" as const,
      stderr,
      exitCode,
    };
  }
  return { stdout: outcome.stdout ?? "", stdoutKind: "text" as const, stderr, exitCode };
}

/**
 * just-bash gives output as text where it is UTF-8 and as one character per byte where it is not, without saying which.
 * Characters that text does not have (NUL, C1 controls) with nothing beyond byte range mean bytes.
 */
export function outputBytes(output: string): Buffer {
  const codes = [...output].map((letter) => letter.codePointAt(0)!);
  const bytes =
    codes.every((code) => code <= 0xff) && codes.some((code) => code === 0 || (code >= 0x80 && code <= 0x9f));
  return Buffer.from(output, bytes ? "latin1" : "utf8");
}

export function quoteWord(word: string): string {
  return `'${word.replace(/'/g, "'\\''")}'`;
}

/** For some programs that it could have had, just-bash says so instead of "command not found". */
export function inBashWords(stderr: string): string {
  return stderr.replace(/^(bash: \S+: command not) available in browser environments\..*$/gm, "$1 found");
}

/** just-bash encodes a descriptor opened for writing as a marker and the path (fd-table of the pinned version). */
export function openedFiles(table: ReadonlyMap<number, string> | undefined): Map<number, string> {
  const opened = new Map<number, string>();
  for (const [number, value] of table ?? []) {
    const path = /^__file(?:_append)?__:(.*)$/s.exec(value)?.[1];
    if (path !== undefined) opened.set(number, path);
  }
  return opened;
}
