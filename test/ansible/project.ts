// A project folder as an operator has it, in a temporary place: the real playbooks and ansible.cfg, the fixture's inventory, and a vendor.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { installedVersion } from "../../operations/ansible-requirements";
import { type EnvironmentName, providePythonEnvironment } from "../../operations/python-environment";

const REPOSITORY = resolve(__dirname, "../..");
const ANSIBLE = join(REPOSITORY, "ansible");
const STAND_IN = join(__dirname, "stand-in");
export const FIXTURE = join(__dirname, "fixtures/inventory");

/** The suites in the order of their ansible-core: 2.16 and 2.18. */
export const SUITES = ["deployment", "validation"] as const;
export type Suite = (typeof SUITES)[number];

/** Whose collection and validation suite stand in the project; `none` is a clone before its first run. */
export type Vendor = "stand-in" | "real" | "none";

/** `real` is among them where `npm run ansible -- prepare` has run in this clone. */
export const VENDORS: readonly ("stand-in" | "real")[] =
  installedVersion(ANSIBLE, "opennebula.deploy") !== undefined && existsSync(join(ANSIBLE, "validation-suite"))
    ? ["stand-in", "real"]
    : ["stand-in"];

export interface AnsibleProject {
  readonly folder: string;
  readonly ansibleFolder: string;
  /** `ansible/inventory/fixture`, a copy that a test may change. */
  readonly inventoryFolder: string;
  /** Environment for commands of Ansible run in `ansibleFolder`; nothing of this machine's own Ansible settings. */
  readonly environment: NodeJS.ProcessEnv;
  remove(): void;
}

/** @param name part of the folder's name, e.g. one with a blank */
export function makeProject(vendor: Vendor, name = "ansible-project"): AnsibleProject {
  const folder = join(mkdtempSync(join(tmpdir(), "on-")), name);
  const ansibleFolder = join(folder, "ansible");
  const inventoryFolder = join(ansibleFolder, "inventory/fixture");
  mkdirSync(inventoryFolder, { recursive: true });
  for (const part of [
    "ansible.cfg",
    ".ansible-lint",
    ".yamllint",
    "playbooks",
    "callback_plugins",
    "roles",
    "requirements",
    "validation-suite.yml",
  ]) {
    cpSync(join(ANSIBLE, part), join(ansibleFolder, part), { recursive: true });
  }
  // Only what stands in is required here, or a run would ask Galaxy for the rest.
  writeFileSync(
    join(ansibleFolder, "requirements.yml"),
    "---\ncollections:\n  - name: https://github.com/OpenNebula/one-deploy.git\n    type: git\n    version: abc\n",
  );
  cpSync(FIXTURE, inventoryFolder, { recursive: true });
  writeFileSync(join(inventoryFolder, "id_ed25519"), "");
  if (vendor !== "none") {
    const from =
      vendor === "real"
        ? { collections: join(ANSIBLE, "collections"), suite: join(ANSIBLE, "validation-suite") }
        : undefined;
    symlinkSync(from?.collections ?? STAND_IN, join(ansibleFolder, "collections"));
    symlinkSync(from?.suite ?? join(STAND_IN, "validation-suite"), join(ansibleFolder, "validation-suite"));
  }
  for (const suite of SUITES) {
    const made = join(ANSIBLE, `.venv-${suite}`);
    if (existsSync(made)) symlinkSync(made, join(ansibleFolder, `.venv-${suite}`));
  }
  const inherited = Object.entries(process.env).filter(([variable]) => !variable.startsWith("ANSIBLE_"));
  return {
    folder,
    ansibleFolder,
    inventoryFolder,
    environment: {
      ...Object.fromEntries(inherited),
      ANSIBLE_CONFIG: join(ansibleFolder, "ansible.cfg"),
      ANSIBLE_NOCOLOR: "1",
    },
    remove: () => rmSync(resolve(folder, ".."), { recursive: true, force: true }),
  };
}

/** Commands of the environment that the repository's own runs use; made on first use. */
export function commandsOf(name: EnvironmentName): string {
  return providePythonEnvironment(ANSIBLE, name, () => {});
}
