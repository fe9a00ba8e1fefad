import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { table } from "../../operations/cloud-text";

const FILE = join(__dirname, "../../reports/metal.jsonl");

export interface Row {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly seconds: number;
  readonly result: string;
}

/** Runs one claim of the table and notes how it ended. @param claim tells the result in words; what it throws goes on */
export async function row(what: string, from: string, to: string, claim: () => Promise<string>): Promise<void> {
  const begin = performance.now();
  const ended = (result: string) => noteRow({ what, from, to, seconds: (performance.now() - begin) / 1000, result });
  try {
    ended(await claim());
  } catch (error) {
    ended("FAILED");
    throw error;
  }
}

/** For a claim whose seconds are counted by itself. */
export function noteRow(row: Row): void {
  appendFileSync(FILE, `${JSON.stringify(row)}\n`);
}

export function clearTable(): void {
  mkdirSync(dirname(FILE), { recursive: true });
  rmSync(FILE, { force: true });
}

/** All rows so far, for people. */
export function tableText(): string {
  const lines = existsSync(FILE) ? readFileSync(FILE, "utf8").trim().split("\n") : [];
  const rows = lines.map((line) => JSON.parse(line) as Row);
  const cells = rows.map(({ what, from, to, result, seconds }) => [what, from, to, result, seconds.toFixed(1)]);
  return table(["what", "from", "to", "result", "seconds"], cells).join("\n");
}
