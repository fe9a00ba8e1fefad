// Account v3, projects: scaleway-sdk-go api/account/v3/account_sdk.go; answers of the cassettes
// internal/services/account/testdata. Contract signatures and qualifications are not simulated.
import { z } from "zod";
import { preconditionFailed } from "../errors";
import { mustBeOwn, mustFind, mustListOwn } from "../iam/access";
import { description, uuid } from "../iam/fields";
import { applyFilters, type Filters } from "../iam/list-filters";
import { order, PAGING_QUERY, page } from "../paging";
import type { ApiRequest, Result, Route, Service, ServiceContext } from "../service";
import { type Project, projects, viewProject } from "./model";
import { emptyProject, findContents } from "./project-contents";
import { mustFitQuota } from "./quotas";

// validation-rules of @scaleway/sdk-account 1.2.0.
const name = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-zA-Z0-9._\- ]+$/);
const createBody = z.strictObject({ name, organization_id: uuid, description: description.default("") });
const updateBody = z.strictObject({ name: name.optional(), description: description.optional() });

const FILTERS: Filters<Project> = {
  organization_id: (project, id) => project.organization_id === id,
  name: (project, part) => project.name.includes(part),
  project_ids: (project, id) => project.id === id,
};

function createProject({ body, caller }: ApiRequest<z.infer<typeof createBody>>, context: ServiceContext): Result {
  const { store, ids, clock } = context;
  mustBeOwn(body.organization_id, caller, "write", "project");
  mustFitQuota(store, "account_projects", projects(store).list().length);
  const now = clock.now();
  const project = projects(store).put({ id: ids.uuid(), ...body, created_at: now, updated_at: now });
  return { status: 200, body: viewProject(project, "write") };
}

function listProjects(request: ApiRequest, { store }: ServiceContext): Result {
  mustListOwn(request, "project");
  const found = applyFilters(projects(store).list(), request.query, FILTERS);
  const sorted = order(found, request.query, ["created_at_asc", "created_at_desc", "name_asc", "name_desc"]);
  const { items, totalCount } = page(sorted, request.query);
  return { status: 200, body: { projects: items.map((one) => viewProject(one, "read")), total_count: totalCount } };
}

function getProject({ params }: ApiRequest, { store }: ServiceContext): Result {
  return { status: 200, body: viewProject(find(params, store), "read") };
}

function updateProject(request: ApiRequest<z.infer<typeof updateBody>>, { store, clock }: ServiceContext): Result {
  const project = find(request.params, store);
  const updated = projects(store).put({ ...project, ...request.body, updated_at: clock.now() });
  return { status: 200, body: viewProject(updated, "write") };
}

/**
 * Only an empty project can be deleted (SDK, DeleteProject). What stands in it answers `resource_still_in_use`, on which the
 * provider gives up at once; what is on its way out answers `resource_not_usable`, which it retries, as the real API's
 * "please retry later" does (terraform-provider-scaleway issue 2426). Which of the two Scaleway says when is a choice.
 * Default VPCs do not count (docs-content pages/vpc/faq.mdx) and go with the project, as its SSH keys do (choice).
 */
function deleteProject({ params, caller }: ApiRequest, { store }: ServiceContext): Result {
  const project = find(params, store);
  if (project.id === caller.organizationId) {
    return preconditionFailed("protected_resource", "the default Project of an Organization cannot be deleted");
  }
  const contents = findContents(project.id, store);
  const standing = contents.filter((one) => !one.isLeaving);
  if (standing.length > 0) {
    const what = [...new Set(standing.map((one) => one.kind))].join(", ");
    return preconditionFailed("resource_still_in_use", `the Project must be empty to be deleted, it holds: ${what}`);
  }
  if (contents.length > 0) {
    return preconditionFailed("resource_not_usable", "resources of the Project are being deleted, please retry later");
  }
  emptyProject(project.id, store);
  projects(store).delete(project.id);
  return { status: 204 };
}

/** A 404 names the project `project_id` (cassette project-basic). */
function find(params: ApiRequest["params"], store: ServiceContext["store"]): Project {
  const id = params.project_id ?? "";
  return mustFind(projects(store).get(id), "project_id", id);
}

const PROJECTS = "/account/v3/projects";
const PROJECT = `${PROJECTS}/{project_id}`;
const read = { product: "account", access: "read" } as const;
const write = { product: "account", access: "write" } as const;

const routes: readonly Route[] = [
  {
    method: "POST",
    path: PROJECTS,
    operation: "account.CreateProject",
    ...write,
    body: createBody,
    handler: createProject,
  },
  {
    method: "GET",
    path: PROJECTS,
    operation: "account.ListProjects",
    ...read,
    query: [...PAGING_QUERY, ...Object.keys(FILTERS)],
    handler: listProjects,
  },
  { method: "GET", path: PROJECT, operation: "account.GetProject", ...read, handler: getProject },
  {
    method: "PATCH",
    path: PROJECT,
    operation: "account.UpdateProject",
    ...write,
    body: updateBody,
    handler: updateProject,
  },
  { method: "DELETE", path: PROJECT, operation: "account.DeleteProject", ...write, handler: deleteProject },
];

export const accountService: Service = { name: "account", routes };
