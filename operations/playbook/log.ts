import { createWriteStream, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Everything that a run says; for the operator's eyes only. */
export interface PlaybookLog {
  write(line: string): void;
  close(): Promise<void>;
}

/** Path of a new log below the project's folder. */
export function playbookLogName(deployment: string, what: string): string {
  return join("logs", deployment, `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "")}-${what}.log`);
}

/** Opens it; `latest.log` beside it points there from now on. */
export function openPlaybookLog(projectFolder: string, name: string): PlaybookLog {
  const file = join(projectFolder, name);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const stream = createWriteStream(file, { flags: "a", mode: 0o600 });
  const latest = join(dirname(file), "latest.log");
  rmSync(latest, { force: true });
  symlinkSync(basename(file), latest);
  return {
    write: (line) => stream.write(`${line}\n`),
    close: () => new Promise((closed) => stream.end(closed)),
  };
}
