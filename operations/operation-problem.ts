/** A reason not to go on that an operator can do something about; shown without a stack trace. */
export class OperationProblem extends Error {
  override readonly name = "OperationProblem";

  /** @param lines what failed, where, why, one way to put it right, and whether running again is safe */
  constructor(
    readonly exitCode: number,
    ...lines: readonly string[]
  ) {
    super(lines.join("\n"));
  }
}
