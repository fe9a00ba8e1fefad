// Mistakes of an operator, told so that each can be put right without asking anyone: where, what was expected, what stands there,
// and one way to fix it.

/** One mistake in a deployment file or in the environment. */
export interface Problem {
  /** Path below the project's folder (`deployments/demo.yaml`), or `environment`. */
  readonly file: string;
  /** Line in the file, from 1; undefined when the file as a whole or the environment is meant. */
  readonly line?: number;
  /** Path of the field, `servers.workers[2]`, or name of the variable; empty when the file as a whole is meant. */
  readonly field: string;
  readonly expected: string;
  /** What stands there. Never the value of a secret. */
  readonly found: string;
  /** One way to put it right. */
  readonly fix: string;
}

export type Path = readonly (string | number)[];

/** `["servers", "workers", 2]` as `servers.workers[2]`; a name that is not a plain word stands in quotes. */
export function fieldName(path: Path): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === "number") {
      return `${name}[${step}]`;
    }
    const word = /^[\w-]+$/.test(step) ? step : `"${printable(step)}"`;
    return name === "" ? word : `${name}.${word}`;
  }, "");
}

/** Text of a file as it may go to a terminal: invisible characters escaped, cut at `maxLength` characters. */
export function printable(text: string, maxLength = 60): string {
  const short = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
  return short.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

function renderProblem(problem: Problem): string {
  const place = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
  return [
    problem.field === "" ? place : `${place}  ${problem.field}`,
    `  expected  ${problem.expected}`,
    `  found     ${problem.found}`,
    `  fix       ${problem.fix}`,
  ].join("\n");
}

/** All problems as plain text for a terminal, one block each. */
export function renderProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 mistake" : `${problems.length} mistakes`;
  return [
    `${count}; nothing was written or changed.`,
    ...problems.map(renderProblem),
    "Running the same command again after the correction is safe.",
  ].join("\n\n");
}

/** The operator's mistakes, all of them; the message is the rendered text. */
export class DeploymentFileError extends Error {
  override readonly name = "DeploymentFileError";

  constructor(readonly problems: readonly Problem[]) {
    super(renderProblems(problems));
  }
}

/** @throws DeploymentFileError when there is any problem. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new DeploymentFileError(problems);
  }
}
