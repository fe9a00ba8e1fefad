import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The folder for sockets of one cloud's machines. A Unix socket's path has room for 107 bytes (unix(7)), which a cloud's own
 * folder may exceed, so it lies in the system's folder for temporary files; the cloud's folder remembers where.
 */
export class RunFolder {
  private constructor(
    readonly path: string,
    private readonly note: string,
  ) {}

  /** The one that a note names, or a new one where there is none any more. */
  static open(note: string): RunFolder {
    const known = existsSync(note) ? readFileSync(note, "utf8") : "";
    if (known !== "" && existsSync(known)) return new RunFolder(known, note);
    const path = mkdtempSync(join(tmpdir(), "metal-"));
    writeFileSync(note, path, { mode: 0o600 });
    return new RunFolder(path, note);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
    rmSync(this.note, { force: true });
  }
}
