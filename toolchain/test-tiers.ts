import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { EXIT_CODES } from "../config/exit-codes";
import { PLACES } from "./places";
import { type Count, closingLine, countOf, type JestReport } from "./test-count";

/** npm scripts, cheapest first. Those that write jest's report count each test, the others count as one. */
const TIERS = [
  { script: "types", reports: false },
  { script: "lint", reports: false },
  { script: "unit", reports: true },
  { script: "fabric:test", reports: true },
  { script: "integration", reports: true },
  { script: "metal:cases", reports: true },
] as const;

/** `npm run test:all`: every tier, also after one has failed, and one closing line over all of them. */
async function main(): Promise<void> {
  const reports = path.join(PLACES.repository, "reports");
  fs.mkdirSync(reports, { recursive: true });
  const counts: Count[] = [];
  const summary: string[] = [];
  for (const { script, reports: writesReport } of TIERS) {
    console.log(`\n== ${script}`);
    const start = performance.now();
    const report = path.join(reports, `${script.replace(":", "-")}.json`);
    fs.rmSync(report, { force: true });
    const exitCode = await npmRun(script, writesReport ? ["--json", `--outputFile=${report}`] : []);
    const count = countOf(exitCode, fs.existsSync(report) ? readReport(report) : undefined);
    counts.push(count);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    summary.push(`${script.padEnd(12)} ${seconds.padStart(4)} s  ${closingLine([count])}`);
  }
  console.log(`\n${summary.join("\n")}\n${closingLine(counts)}`);
  process.exitCode = counts.some(({ failed }) => failed > 0) ? EXIT_CODES.failed : EXIT_CODES.ok;
}

function npmRun(script: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn("npm", ["run", "--silent", script, "--", ...args], {
      cwd: PLACES.repository,
      stdio: "inherit",
    });
    child.on("close", (code) => resolve(code ?? EXIT_CODES.failed));
    child.on("error", () => resolve(EXIT_CODES.failed));
  });
}

function readReport(file: string): JestReport {
  return JSON.parse(fs.readFileSync(file, "utf8")) as JestReport;
}

void main();
