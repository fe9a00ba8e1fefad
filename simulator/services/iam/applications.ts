// Applications are users without a person; deleting one deletes its API keys, and policies that name it apply no longer
// (comment of DeleteApplication in scaleway-sdk-go api/iam/v1alpha1; cassettes application-basic, list-iam-applications-basic).
import { z } from "zod";
import { mustFitQuota } from "../account/quotas";
import { order, PAGING_QUERY, page } from "../paging";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { mustBeOwn, mustFind, mustListOwn } from "./access";
import { description, iamName, iamTags, uuid } from "./fields";
import { applyFilters, type Filters, isTrue } from "./list-filters";
import { type Application, apiKeys, applications, groups, policies } from "./model";

const createBody = z.strictObject({
  name: iamName,
  organization_id: uuid,
  description: description.default(""),
  tags: iamTags,
});
const updateBody = z.strictObject({
  name: iamName.optional(),
  description: description.optional(),
  tags: iamTags,
});

const FILTERS: Filters<Application> = {
  organization_id: (application, id) => application.organization_id === id,
  application_ids: (application, id) => application.id === id,
  name: (application, part) => application.name.includes(part),
  tag: (application, part) => application.tags.some((tag) => tag.includes(part)),
  // Everything made through the API is editable; what Scaleway manages itself is not simulated.
  editable: (_, value) => isTrue("editable", value),
};
const ORDERS = ["created_at_asc", "created_at_desc", "updated_at_asc", "updated_at_desc", "name_asc", "name_desc"];

function view(application: Application, { store }: ServiceContext) {
  return {
    id: application.id,
    name: application.name,
    description: application.description,
    created_at: application.created_at,
    updated_at: application.updated_at,
    organization_id: application.organization_id,
    editable: true,
    deletable: true,
    managed: false,
    nb_api_keys: apiKeys(store)
      .list()
      .filter((key) => key.application_id === application.id).length,
    tags: application.tags,
  };
}

function createApplication(request: ApiRequest<z.infer<typeof createBody>>, context: ServiceContext): Result {
  const { store, ids, clock } = context;
  const { tags, ...body } = request.body;
  mustBeOwn(body.organization_id, request.caller, "write", "application");
  mustFitQuota(store, "iam_applications", applications(store).list().length);
  const now = clock.now();
  const row = { id: ids.uuid(), ...body, tags: tags ?? [], created_at: now, updated_at: now };
  return { status: 200, body: view(applications(store).put(row), context) };
}

function listApplications(request: ApiRequest, context: ServiceContext): Result {
  mustListOwn(request, "application");
  const found = applyFilters(applications(context.store).list(), request.query, FILTERS);
  const { items, totalCount } = page(order(found, request.query, ORDERS), request.query);
  return { status: 200, body: { applications: items.map((one) => view(one, context)), total_count: totalCount } };
}

function getApplication(request: ApiRequest, context: ServiceContext): Result {
  return { status: 200, body: view(find(request, context), context) };
}

function updateApplication(request: ApiRequest<z.infer<typeof updateBody>>, context: ServiceContext): Result {
  const application = find(request, context);
  const { tags, ...changes } = request.body;
  const updated_at = context.clock.now();
  const row = { ...application, ...changes, tags: tags ?? application.tags, updated_at };
  return { status: 200, body: view(applications(context.store).put(row), context) };
}

function deleteApplication(request: ApiRequest, context: ServiceContext): Result {
  const { store } = context;
  const { id } = find(request, context);
  for (const key of apiKeys(store).list()) if (key.application_id === id) apiKeys(store).delete(key.id);
  for (const group of groups(store).list()) {
    if (!group.application_ids.includes(id)) continue;
    groups(store).put({ ...group, application_ids: group.application_ids.filter((member) => member !== id) });
  }
  for (const policy of policies(store).list()) {
    if (policy.application_id === id) policies(store).put({ ...policy, application_id: undefined, no_principal: true });
  }
  applications(store).delete(id);
  return { status: 204 };
}

function find({ params }: ApiRequest, { store }: ServiceContext): Application {
  const id = params.application_id ?? "";
  return mustFind(applications(store).get(id), "application", id);
}

const ALL = "/iam/v1alpha1/applications";
const ONE = `${ALL}/{application_id}`;
const read = { product: "iam", access: "read" } as const;
const write = { product: "iam", access: "write" } as const;
const query = [...PAGING_QUERY, ...Object.keys(FILTERS)];

export const applicationRoutes: readonly Route[] = [
  {
    method: "POST",
    path: ALL,
    operation: "iam.CreateApplication",
    ...write,
    body: createBody,
    handler: createApplication,
  },
  { method: "GET", path: ALL, operation: "iam.ListApplications", ...read, query, handler: listApplications },
  { method: "GET", path: ONE, operation: "iam.GetApplication", ...read, handler: getApplication },
  {
    method: "PATCH",
    path: ONE,
    operation: "iam.UpdateApplication",
    ...write,
    body: updateBody,
    handler: updateApplication,
  },
  { method: "DELETE", path: ONE, operation: "iam.DeleteApplication", ...write, handler: deleteApplication },
];
