import { existsSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../../config/exit-codes";
import { OperationProblem } from "../operation-problem";

/** @returns the folder of the deployment's inventory. @throws OperationProblem that says what makes one */
export function requireInventory(projectFolder: string, deployment: string): string {
  const folder = join(projectFolder, "ansible", "inventory", deployment);
  if (existsSync(join(folder, "hosts.yml"))) return folder;
  throw new OperationProblem(
    EXIT_CODES.usage,
    `There is no inventory for deployment ${deployment}: ansible/inventory/${deployment}/hosts.yml is absent.`,
    `Terraform writes it: make infra DEPLOYMENT=${deployment}, then run this again.`,
  );
}
