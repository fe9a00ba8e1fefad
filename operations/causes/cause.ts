/** A likely cause of a failure, known by what the failing tool says. */
export interface Cause {
  /** A few words, the row's name in docs/troubleshooting.md. */
  readonly name: string;
  /** Found in the message, or in the name of the task before it. */
  readonly says: RegExp;
  /** One sentence. */
  readonly because: string;
  /** One way to put it right, in a sentence of Markdown. `<host>` stands for the host that failed. */
  readonly fix: string;
}
