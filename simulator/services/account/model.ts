// Account v3 projects: scaleway-sdk-go api/account/v3/account_sdk.go (Project) and the provider's cassettes
// internal/services/account/testdata/project-basic.
import type { Store, Table } from "../../store/store";

export interface Organization {
  readonly id: string;
  readonly name: string;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly organization_id: string;
  readonly description: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export const organizations = (store: Store): Table<Organization> => store.table("account.organizations");
export const projects = (store: Store): Table<Project> => store.table("account.projects");

/** The project as the API answers it; `qualification` is null after a write and the empty questionnaire after a read. */
export function viewProject(project: Project, answerTo: "read" | "write") {
  return {
    id: project.id,
    name: project.name,
    organization_id: project.organization_id,
    created_at: project.created_at,
    updated_at: project.updated_at,
    description: project.description,
    qualification: answerTo === "read" ? { architecture_type: "unknown_architecture_type" } : null,
  };
}
