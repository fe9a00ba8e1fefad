/** What netplan prints before it gives up; worded as netplan 1.x words it, with file, line and column where it has them. */
export class NetplanError extends Error {}

/** Where a YAML value stands, so that an error can show its line. */
export interface Position {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** The whole line. */
  readonly text: string;
}

export function definitionError(message: string, at: Position): NetplanError {
  return new NetplanError(`${at.file}:${at.line}:${at.column}: Error in network definition: ${message}\n${marked(at)}`);
}

export function yamlError(message: string, at: Position): NetplanError {
  return new NetplanError(`${at.file}:${at.line}:${at.column}: Invalid YAML: ${message}:\n${marked(at)}`);
}

function marked(at: Position): string {
  return `${at.text}\n${" ".repeat(at.column - 1)}^`;
}
