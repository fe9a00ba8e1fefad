import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Unified diff of texts by name, as git draws it; empty when all are the same. */
export function unifiedDiff(
  base: Readonly<Record<string, string>>,
  head: Readonly<Record<string, string>>,
  extension: string,
): string {
  const folder = mkdtempSync(join(tmpdir(), "diff-"));
  try {
    for (const [side, texts] of Object.entries({ base, head })) {
      mkdirSync(join(folder, side));
      for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, side, `${name}${extension}`), text);
    }
    const options = ["--no-index", "--no-color", "--no-ext-diff", "--no-prefix", "--unified=3"];
    const { stdout } = spawnSync("git", ["diff", ...options, "base", "head"], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    });
    return stdout
      .split("\n")
      .filter((line) => !/^(?:diff --git|index [0-9a-f]+\.\.)/.test(line))
      .join("\n")
      .trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
