import { Accountv3 } from "@scaleway/sdk-account";
import type { Client } from "@scaleway/sdk-client";
import { EXIT_CODES } from "../../config/exit-codes";
import { OperationProblem } from "../operation-problem";

/**
 * Bare UUID of the organization's project of that name; undefined when there is none.
 * @throws OperationProblem when the key is refused
 */
export async function findProjectId(client: Client, name: string): Promise<string | undefined> {
  // The filter takes parts of names too.
  return (await listProjects(client, { name })).find((project) => project.name === name)?.id;
}

/**
 * Whether the organization has the project of that id, whatever it is called now.
 * @throws OperationProblem when the key is refused
 */
export async function projectStands(client: Client, projectId: string): Promise<boolean> {
  return (await listProjects(client, { projectIds: [projectId] })).some((project) => project.id === projectId);
}

async function listProjects(client: Client, filter: { readonly name?: string; readonly projectIds?: string[] }) {
  try {
    return await new Accountv3.ProjectAPI(client).listProjects(filter).all();
  } catch (error) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      `The projects of the organization cannot be read: ${reasonOf(error)}`,
      "Check SCW_ACCESS_KEY, SCW_SECRET_KEY and SCW_DEFAULT_ORGANIZATION_ID in .secret. Nothing was changed; running again is safe.",
    );
  }
}

/** What an error of the API or of the way to it says, in one line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message}${cause}`.replaceAll(/\s+/g, " ");
}
