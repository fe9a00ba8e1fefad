// One virtual environment per suite: one-deploy asks for ansible-core below 2.17, its validation suite for 2.17 or newer.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../config/exit-codes";
import { lastLines } from "../toolchain/command";
import { oneAtATime } from "../toolchain/one-at-a-time";
import { installerEnvironment } from "./installer-environment";
import { OperationProblem } from "./operation-problem";

/** Newest first. ansible-core 2.16 runs on Python 3.10 to 3.12, 2.18 on 3.11 to 3.13 (their `requires-python` and release notes). */
const PYTHON_VERSIONS = ["3.12", "3.11"];

export type EnvironmentName = "deployment" | "validation" | "lint";

/**
 * Makes `.venv-<name>` from `requirements/<name>.txt`, or leaves it alone when it was made from the same file by the same Python.
 * @param ansibleFolder the folder `ansible`
 * @param say told one line before something that takes seconds
 * @returns the environment's folder of commands
 * @throws OperationProblem without a fitting Python, or when pip fails
 */
export function providePythonEnvironment(
  ansibleFolder: string,
  name: EnvironmentName,
  say: (line: string) => void,
): string {
  const requirements = join(ansibleFolder, "requirements", `${name}.txt`);
  const folder = join(ansibleFolder, `.venv-${name}`);
  const stampFile = join(folder, ".made-from");
  const python = findPython();
  const stamp = createHash("sha256").update(python.version).update(readFileSync(requirements)).digest("hex");
  const isMade = () => existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  if (isMade()) return join(folder, "bin");
  oneAtATime(folder, () => {
    // Somebody else may have made it while this process waited.
    if (isMade()) return;
    say(
      `Making the Python environment ansible/.venv-${name} from ansible/requirements/${name}.txt (Python ${python.version})`,
    );
    rmSync(folder, { recursive: true, force: true });
    step(
      name,
      python.command,
      ["-m", "venv", folder],
      "On Debian and Ubuntu the package python3-venv brings this module.",
    );
    step(
      name,
      join(folder, "bin", "python"),
      ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--requirement", requirements],
      "pip needs PyPI or a mirror of it (PIP_INDEX_URL); behind a proxy it reads HTTPS_PROXY.",
    );
    writeFileSync(stampFile, stamp);
  });
  return join(folder, "bin");
}

/** The first Python on PATH that both suites' ansible-core runs on. */
function findPython(): { readonly command: string; readonly version: string } {
  const found: string[] = [];
  for (const command of ["python3", ...PYTHON_VERSIONS.map((version) => `python${version}`)]) {
    const answer = spawnSync(command, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], {
      encoding: "utf8",
      env: process.env,
    });
    const version = answer.stdout?.trim() ?? "";
    if (answer.status === 0 && PYTHON_VERSIONS.includes(version)) return { command, version };
    if (answer.status === 0) found.push(`${command} is ${version}`);
  }
  throw new OperationProblem(
    EXIT_CODES.usage,
    `Ansible needs Python ${PYTHON_VERSIONS.join(" or ")}; ${found.join(", ") || "there is no Python on PATH"}.`,
    "Install one of them (it may stand beside another), then run the same command again. Nothing was changed.",
  );
}

function step(name: EnvironmentName, command: string, args: readonly string[], advice: string): void {
  const result = spawnSync(command, args, { encoding: "utf8", env: installerEnvironment() });
  if (result.status === 0) return;
  throw new OperationProblem(
    EXIT_CODES.failed,
    `The Python environment ansible/.venv-${name} could not be made:`,
    lastLines(`${result.stdout ?? ""}\n${result.stderr ?? ""}\n${result.error?.message ?? ""}`),
    advice,
    "No server was touched; running the same command again is safe and starts the environment afresh.",
  );
}
