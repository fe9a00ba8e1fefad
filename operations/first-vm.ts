import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the role first_vm notes of the machine. */
interface FirstVm {
  readonly name: string;
  readonly id: string;
  readonly image: string;
  readonly address: string;
  /** File in the inventory, or empty: the operator's own key, where ssh looks. */
  readonly key: string;
}

/** The last lines of `make first-vm`: what answers, and the command that logs in there. */
export function firstVmText(projectFolder: string, deployment: string): string {
  const record = join(projectFolder, "logs", deployment, "first-vm.json");
  const { name, id, image, address, key } = JSON.parse(readFileSync(record, "utf8")) as FirstVm;
  const identity = key === "" ? "" : `-i ansible/inventory/${deployment}/${key} `;
  return `${name} (VM ${id}, image ${image}) answers at ${address}\nssh ${identity}root@${address}`;
}
