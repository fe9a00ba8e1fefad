// API keys of applications and users (scaleway-sdk-go api/iam/v1alpha1; cassettes api-key-expires, api-key-with-application,
// list-iamapi-keys-basic). The secret is in the answer to the creation and nowhere else.
import { z } from "zod";
import { projects } from "../account/model";
import { mustFitQuota } from "../account/quotas";
import { invalidArguments } from "../errors";
import { order, PAGING_QUERY, page } from "../paging";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { mustFind, mustListOwn } from "./access";
import { isExpired } from "./authorization";
import { description, uuid } from "./fields";
import { applyFilters, type Filters, isTrue } from "./list-filters";
import { type ApiKey, apiKeys, applications, users } from "./model";

const moment = z.iso.datetime({ offset: true });
const createBody = z.strictObject({
  application_id: uuid.nullish(),
  user_id: uuid.nullish(),
  expires_at: moment.nullish(),
  default_project_id: uuid.nullish(),
  description: description.default(""),
});
const updateBody = z.strictObject({
  default_project_id: uuid.optional(),
  description: description.optional(),
  expires_at: moment.optional(),
});

const BEARER_TYPES = ["unknown_bearer_type", "user", "application"];

function filters({ clock }: ServiceContext): Filters<ApiKey> {
  return {
    application_id: (key, id) => key.application_id === id,
    user_id: (key, id) => key.user_id === id,
    bearer_id: (key, id) => (key.application_id ?? key.user_id) === id,
    bearer_type: (key, type) => hasBearer(key, type),
    access_key: (key, accessKey) => key.id === accessKey,
    access_keys: (key, accessKey) => key.id === accessKey,
    description: (key, part) => key.description.includes(part),
    editable: (_, value) => isTrue("editable", value),
    expired: (key, value) => isExpired(key, clock) === isTrue("expired", value),
  };
}

function hasBearer(key: ApiKey, type: string): boolean {
  if (!BEARER_TYPES.includes(type)) throw refusal("bearer_type", `must be one of ${BEARER_TYPES.join(", ")}`);
  return type === "unknown_bearer_type" || (type === "user") === (key.user_id !== null);
}

function view(key: ApiKey, secret: string | null = null) {
  return {
    access_key: key.id,
    secret_key: secret,
    description: key.description,
    created_at: key.created_at,
    updated_at: key.updated_at,
    expires_at: key.expires_at,
    default_project_id: key.default_project_id,
    editable: true,
    deletable: true,
    managed: false,
    creation_ip: key.creation_ip,
    ...(key.application_id ? { application_id: key.application_id } : { user_id: key.user_id }),
  };
}

/** Without default_project_id the key gets the default Project of the organization (cassette api-key-expires). */
function createApiKey({ body, caller }: ApiRequest<z.infer<typeof createBody>>, context: ServiceContext): Result {
  const { store, ids, clock } = context;
  const { application_id, user_id } = body;
  if (Boolean(application_id) === Boolean(user_id)) {
    throw refusal("application_id", "exactly one of application_id and user_id must be set");
  }
  if (application_id) mustFind(applications(store).get(application_id), "application", application_id);
  if (user_id) mustFind(users(store).get(user_id), "user", user_id);
  const projectId = body.default_project_id ?? caller.organizationId;
  mustFind(projects(store).get(projectId), "project", projectId);
  const expires_at = body.expires_at ? futureMoment(body.expires_at, context) : null;
  mustFitQuota(store, "iam_api_keys", apiKeys(store).list().length);
  const now = clock.now();
  const key = apiKeys(store).put({
    id: `SCW${ids.alphanumeric(17)}`,
    secret_key: ids.uuid(),
    application_id: application_id ?? null,
    user_id: user_id ?? null,
    description: body.description,
    default_project_id: projectId,
    expires_at,
    creation_ip: "127.0.0.1",
    created_at: now,
    updated_at: now,
  });
  return { status: 200, body: view(key, key.secret_key) };
}

function listApiKeys(request: ApiRequest, context: ServiceContext): Result {
  mustListOwn(request, "api_key");
  const found = applyFilters(apiKeys(context.store).list(), request.query, filters(context));
  const sortable = found.map((key) => ({ ...key, access_key: key.id }));
  const fields = ["created_at", "updated_at", "expires_at", "access_key"];
  const orders = fields.flatMap((field) => [`${field}_asc`, `${field}_desc`]);
  const { items, totalCount } = page(order(sortable, request.query, orders), request.query);
  return { status: 200, body: { api_keys: items.map((key) => view(key)), total_count: totalCount } };
}

function getApiKey(request: ApiRequest, context: ServiceContext): Result {
  return { status: 200, body: view(find(request, context)) };
}

function updateApiKey(request: ApiRequest<z.infer<typeof updateBody>>, context: ServiceContext): Result {
  const { store, clock } = context;
  const key = find(request, context);
  const { default_project_id = key.default_project_id, description = key.description, expires_at } = request.body;
  mustFind(projects(store).get(default_project_id), "project", default_project_id);
  const changes = { expires_at: expires_at ? futureMoment(expires_at, context) : key.expires_at };
  const row = { ...key, default_project_id, description, ...changes, updated_at: clock.now() };
  return { status: 200, body: view(apiKeys(store).put(row)) };
}

function deleteApiKey(request: ApiRequest, context: ServiceContext): Result {
  apiKeys(context.store).delete(find(request, context).id);
  return { status: 204 };
}

/** A 404 names the key `access_key` (cassette api-key-expires). */
function find({ params }: ApiRequest, { store }: ServiceContext): ApiKey {
  const accessKey = params.access_key ?? "";
  return mustFind(apiKeys(store).get(accessKey), "access_key", accessKey);
}

/** The moment in UTC, whole seconds without a fraction: `…T11:00:00+02:00` comes back as `…T09:00:00Z` (same cassette). */
function futureMoment(text: string, { clock }: ServiceContext): string {
  if (Date.parse(text) <= Date.parse(clock.now())) throw refusal("expires_at", "must be in the future");
  return new Date(text).toISOString().replace(".000Z", "Z");
}

function refusal(argument_name: string, help_message: string): Refusal {
  return new Refusal(invalidArguments({ argument_name, reason: "constraint", help_message }));
}

const ALL = "/iam/v1alpha1/api-keys";
const ONE = `${ALL}/{access_key}`;
const read = { product: "iam", access: "read" } as const;
const write = { product: "iam", access: "write" } as const;
const query = [
  ...PAGING_QUERY,
  "organization_id",
  "application_id",
  "user_id",
  "bearer_id",
  "bearer_type",
  "access_key",
  "access_keys",
  "description",
  "editable",
  "expired",
];

export const apiKeyRoutes: readonly Route[] = [
  { method: "POST", path: ALL, operation: "iam.CreateAPIKey", ...write, body: createBody, handler: createApiKey },
  { method: "GET", path: ALL, operation: "iam.ListAPIKeys", ...read, query, handler: listApiKeys },
  { method: "GET", path: ONE, operation: "iam.GetAPIKey", ...read, handler: getApiKey },
  { method: "PATCH", path: ONE, operation: "iam.UpdateAPIKey", ...write, body: updateBody, handler: updateApiKey },
  { method: "DELETE", path: ONE, operation: "iam.DeleteAPIKey", ...write, handler: deleteApiKey },
];
