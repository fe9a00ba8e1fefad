/** A reason not to go on that an operator can do something about; shown without a stack trace. */
export class AnsibleProblem extends Error {
  override readonly name = "AnsibleProblem";

  /** @param lines what failed, where, why, one way to put it right, and whether running again is safe */
  constructor(
    readonly exitCode: number,
    ...lines: readonly string[]
  ) {
    super(lines.join("\n"));
  }
}

/** The end of a tool's output, which is where it says what went wrong, indented for a message. */
export function lastLines(output: string, count = 8): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return lines
    .slice(-count)
    .map((line) => `    ${line}`)
    .join("\n");
}
