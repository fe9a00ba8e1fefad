import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const MASK = "********";

/**
 * Hides the secrets of an inventory in a tool's output. Most tasks that handle them hide them themselves; one-deploy's task that writes
 * oneadmin's password does not, and shows it with `--diff` or when it fails.
 * @param inventoryFolder folder with `secrets/`; each file there is one secret
 * @returns a function from a line to the line that may be shown and logged
 */
export function secretMask(inventoryFolder: string): (line: string) => string {
  const folder = join(inventoryFolder, "secrets");
  const secrets = existsSync(folder)
    ? readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8").trim())
    : [];
  // Results are printed as JSON, strings inside strings once more.
  const shown = secrets
    .filter((secret) => secret !== "")
    .flatMap((secret) => [secret, quoted(secret), quoted(quoted(secret))]);
  const longestFirst = [...new Set(shown)].sort((one, other) => other.length - one.length);
  return (line) => longestFirst.reduce((text, secret) => text.replaceAll(secret, MASK), line);
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
