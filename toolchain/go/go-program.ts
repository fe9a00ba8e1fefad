import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { lastLines, runCommand } from "../command";
import { type Say, timed } from "../progress";
import { ToolchainProblem } from "../toolchain-problem";

/**
 * A program built from a Go module that is pinned, with all it needs, by a go.mod and go.sum of ours: one of another
 * author, or our own, whose sources are then in the module's folder.
 */
export interface GoProgram {
  /** For people, e.g. `scaleway 2.81.0`. */
  readonly label: string;
  /** Folder of go.mod and go.sum, absolute. */
  readonly module: string;
  /** Package path of the program; `.` for the module itself. */
  readonly package: string;
  /** Handed to the linker beside `-s -w`, e.g. `-X main.version=1.0`. @default "" */
  readonly linkerFlags?: string;
  /** The binary, absolute. */
  readonly output: string;
}

/**
 * GOFLAGS, GOWORK and cgo of the user's own work shall not change what is built. go.sum holds every hash, so neither a
 * checksum database nor GONOSUMDB is asked for; GOPROXY stays the user's.
 */
const BUILD_ENVIRONMENT = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" };

/** True when the binary is there and was built from the same module files and sources with the same flags. */
export function isBuilt(program: GoProgram, stamps: string): boolean {
  const stamp = stampFile(program, stamps);
  return (
    fs.existsSync(program.output) && fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === fingerprint(program)
  );
}

/**
 * Builds the program unless it stands already. The binary appears whole or not at all, so an interrupted build is
 * repeated by running again.
 *
 * @throws ToolchainProblem without Go, or with the last lines of a failed build
 */
export async function buildGoProgram(program: GoProgram, stamps: string, say: Say): Promise<void> {
  if (isBuilt(program, stamps)) return;
  fs.mkdirSync(path.dirname(program.output), { recursive: true });
  fs.mkdirSync(stamps, { recursive: true });
  const unfinished = path.join(stamps, `${path.basename(program.output)}.${process.pid}`);
  const flags = `-s -w ${program.linkerFlags ?? ""}`.trim();
  const result = await timed(program.label, say, () =>
    runCommand("go", ["build", "-trimpath", "-ldflags", flags, "-o", unfinished, program.package], {
      cwd: program.module,
      env: { ...process.env, ...BUILD_ENVIRONMENT },
    }),
  );
  if (result.exitCode === 127)
    throw new ToolchainProblem(
      `${program.label} has to be built from its Go module, and there is no go on PATH.`,
      "Install Go 1.21 or newer (it fetches the version it needs by itself), then run the same command again.",
    );
  if (result.exitCode !== 0)
    throw new ToolchainProblem(
      `${program.label} could not be built; go build ended with:`,
      lastLines(result.stderr),
      "The modules come from the Go module proxy (GOPROXY; behind a proxy Go reads HTTPS_PROXY).",
      "Nothing but .cache was written; running again is safe and continues with what is missing.",
    );
  fs.renameSync(unfinished, program.output);
  fs.writeFileSync(stampFile(program, stamps), fingerprint(program));
}

function stampFile(program: GoProgram, stamps: string): string {
  return path.join(stamps, path.basename(program.output));
}

function fingerprint(program: GoProgram): string {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum"]) hash.update(fs.readFileSync(path.join(program.module, file)));
  for (const file of sources(program.module))
    hash.update(`\n${file}\n`).update(fs.readFileSync(path.join(program.module, file)));
  return hash.update(`${program.package} ${program.linkerFlags ?? ""}`).digest("hex");
}

/** What go build compiles of our own: tests do not count. */
function sources(module: string): string[] {
  return fs
    .readdirSync(module, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"))
    .sort();
}
