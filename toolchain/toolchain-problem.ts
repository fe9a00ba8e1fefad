/** Something that the operator can put right; shown as it is, without a stack trace. */
export class ToolchainProblem extends Error {
  override readonly name = "ToolchainProblem";

  /** @param lines what failed, why, one way to put it right, and whether running again is safe */
  constructor(...lines: readonly string[]) {
    super(lines.join("\n"));
  }
}
