/** A text that a pull request may have chosen, shown as nothing but text: no markup, no links, nobody mentioned. */
export function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>|#~]/g, (sign) => `\\${sign}`)
    .replaceAll("@", "@\u200b")
    .replaceAll("://", ":\u200b//");
}

/** A block of code that its content cannot end. */
export function codeBlock(content: string, language = ""): string {
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${content.trimEnd()}\n${fence}`;
}

/** As many whole lines as fit, and a word about the others. */
export function firstLines(content: string, characters: number, where: string): string {
  if (content.length <= characters) return content;
  const lines = content.split("\n");
  const kept: string[] = [];
  for (let used = 0; kept.length < lines.length; used += lines[kept.length - 1]!.length + 1) {
    if (used + lines[kept.length]!.length > characters) break;
    kept.push(lines[kept.length]!);
  }
  return [...kept, `… ${lines.length - kept.length} more lines: ${where}`].join("\n");
}
