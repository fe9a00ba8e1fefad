import { closeSync, constants, fstatSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the suite leaves on the controller, always under these names. */
const SUITE_FILES = [
  "cloud_verification_report.html",
  "cloud_verification_report.pdf",
  "conn-matrix-raw-data.json",
  "conn-matrix-report.html",
  "fe_ha_report.html",
];

export interface CopiedFiles {
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Copies the suite's files that this run has written. The folder is everybody's: only files of one's own count, and no links. Secrets are
 * hidden; a PDF cannot be searched for them, so it stays behind when its HTML held one.
 * @param folder where the suite writes, /tmp
 * @param since milliseconds; older files are another run's
 */
export function copySuiteFiles(
  folder: string,
  target: string,
  since: number,
  mask: (text: string) => string,
): CopiedFiles {
  const files: string[] = [];
  const notes: string[] = [];
  let hasSecret = false;
  for (const name of SUITE_FILES) {
    const content = readOwn(join(folder, name), since);
    if (content === undefined) continue;
    if (name.endsWith(".pdf")) {
      if (hasSecret) {
        notes.push(`${name} was left in ${folder}: its HTML held a secret`);
        continue;
      }
      writeFileSync(join(target, name), content, { mode: 0o600 });
    } else {
      const text = content.toString("utf8");
      const masked = mask(text);
      hasSecret ||= masked !== text;
      writeFileSync(join(target, name), masked, { mode: 0o600 });
    }
    files.push(name);
  }
  return { files, notes };
}

function readOwn(path: string, since: number): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    // Not there, a link, or another's: nothing of this run.
    if (["ENOENT", "ELOOP", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
  try {
    const { uid, mtimeMs } = fstatSync(file);
    const isFile = fstatSync(file).isFile();
    // File systems keep whole milliseconds at best.
    return isFile && uid === process.getuid?.() && mtimeMs >= since - 1000 ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}
