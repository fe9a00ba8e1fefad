import fs from "node:fs";
import { EXIT_CODES } from "../../config/exit-codes";
import { runCommand } from "../command";
import { closingLine, countOf } from "../test-count";
import { failuresOf, type GoTestEvent, reportOf } from "./go-test-report";
import { FABRIC_MODULE } from "./provide-fabric";

/** `npm run fabric:test [-- --outputFile=FILE]`: go vet and the Go tests of the fabric, counted as jest counts. */
async function main(): Promise<void> {
  const options = {
    cwd: FABRIC_MODULE,
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" },
  };
  const vet = await runCommand("go", ["vet", "./..."], options);
  if (vet.exitCode !== 0) {
    console.error(vet.exitCode === 127 ? "The fabric is a Go program, and there is no go on PATH." : vet.stderr);
    process.exitCode = EXIT_CODES.failed;
    return;
  }
  const test = await runCommand("go", ["test", "-json", "./..."], options);
  const events = test.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as GoTestEvent);
  const report = reportOf(events);
  const file = process.argv.find((argument) => argument.startsWith("--outputFile="));
  if (file) fs.writeFileSync(file.slice("--outputFile=".length), JSON.stringify(report));
  if (test.exitCode !== 0) console.error(failuresOf(events) || test.stderr);
  console.log(closingLine([countOf(test.exitCode, report)]));
  process.exitCode = test.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.failed;
}

void main();
