// Shell scripts in the place of python3, pip and Ansible: what runs them is judged by what they were told.

import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const REPOSITORY = resolve(__dirname, "../..");

/** A project folder with the pinned files, one inventory named `demo`, and a `bin` for stubs that PATH begins with. */
export function makeStubProject() {
  const folder = mkdtempSync(join(tmpdir(), "on-stub-"));
  const ansibleFolder = join(folder, "ansible");
  mkdirSync(join(ansibleFolder, "inventory/demo/secrets"), { recursive: true });
  for (const part of ["requirements", "requirements.yml", "validation-suite.yml", "ansible.cfg"]) {
    cpSync(join(REPOSITORY, "ansible", part), join(ansibleFolder, part), { recursive: true });
  }
  writeFileSync(join(ansibleFolder, "inventory/demo/hosts.yml"), "all: {}\n");
  mkdirSync(join(folder, "bin"));
  return { folder, ansibleFolder, bin: join(folder, "bin") };
}

export function writeScript(file: string, ...lines: readonly string[]): void {
  writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(file, 0o755);
}

/** A python3 of this version, whose `-m venv` makes an environment in which pip notes its call in `pip-calls` and ends with `pipStatus`. */
export function writePython(bin: string, version: string, pipStatus = 0): void {
  writeScript(
    join(bin, "python3"),
    `case "$2" in venv) ;; *) echo ${version}; exit ;; esac`,
    'mkdir -p "$3/bin"',
    'cat > "$3/bin/python" <<END',
    "#!/bin/sh",
    `echo "\\$* proxy=\\$HTTPS_PROXY" >> "${bin}/pip-calls"`,
    `echo "No route to the index" >&2`,
    `exit ${pipStatus}`,
    "END",
    'chmod +x "$3/bin/python"',
  );
}

/** Pretends that all of requirements.yml is installed, in these versions where they are named. */
export function writeCollections(ansibleFolder: string, versions: Readonly<Record<string, string>>): void {
  for (const [name, version] of Object.entries(versions)) {
    const folder = join(ansibleFolder, "collections/ansible_collections", ...name.split("."));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "MANIFEST.json"), JSON.stringify({ collection_info: { version } }));
  }
}

/** The versions that ansible/requirements.yml pins; one-deploy always calls itself 0.0.0. */
export const PINNED: Readonly<Record<string, string>> = {
  "opennebula.deploy": "0.0.0",
  ...Object.fromEntries(
    [
      ...readFileSync(join(REPOSITORY, "ansible/requirements.yml"), "utf8").matchAll(
        /name: (\w+\.\w+)\n\s+version: (\S+)/g,
      ),
    ].map(([, name, version]) => [name, version]),
  ),
};
