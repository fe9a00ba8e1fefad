import { moveCursor } from "node:readline";

/** Progress on standard error: lines that stay, and at a terminal one more that is replaced. */
export class TerminalLine {
  private isShown = false;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  say(line: string): void {
    this.clear();
    this.stream.write(`${line}\n`);
  }

  /** Nothing where nobody looks: a log would hold each of them. */
  show(text: string): void {
    if (!this.stream.isTTY) return;
    this.clear();
    this.stream.write(`    ${text.slice(0, (this.stream.columns ?? 80) - 6)}\n`);
    this.isShown = true;
  }

  private clear(): void {
    if (!this.isShown) return;
    moveCursor(this.stream, 0, -1);
    this.stream.write("\r\u001b[K");
    this.isShown = false;
  }
}
