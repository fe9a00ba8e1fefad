// Finding what a request speaks of. Rows of a project that the caller may not enter are refused by id and left out of lists.
import { projects } from "../account/model";
import { permissionsDenied } from "../errors";
import { mustAllow } from "../iam/access";
import { applyFilters, type Filters } from "../iam/list-filters";
import { Refusal } from "../refusal";
import type { Access, ApiRequest, ServiceContext } from "../service";
import { serverNotFound } from "./errors";
import { type Server, servers } from "./model";
import { settleServers } from "./states";

/**
 * The server that the path names, as it is by now.
 * @throws Refusal 404 when the zone has none of that id, 403 without `access` to its project
 */
export function serverOf(request: ApiRequest, access: Access, context: ServiceContext): Server {
  settleServers(context);
  const server = servers(context.store).get(request.params.server_id ?? "");
  if (!server || server.zone !== request.params.zone) throw new Refusal(serverNotFound());
  mustAllow(request.caller, "elastic_metal", access, server.project_id, "server");
  return server;
}

/**
 * The project that something new goes to: the one asked for, else the key's default.
 * @throws Refusal 403 when there is no such project or the caller may not write in it; the API tells them apart for nobody
 */
export function projectFor(
  asked: string | null | undefined,
  resource: string,
  request: ApiRequest,
  context: ServiceContext,
) {
  const id = asked || request.caller.defaultProjectId;
  const project = projects(context.store).get(id);
  if (!project || !request.caller.allows("elastic_metal", "write", id)) {
    throw new Refusal(permissionsDenied(resource, "write"));
  }
  return project;
}

interface Owned {
  readonly zone: string;
  readonly project_id: string;
  readonly organization_id: string;
}

/** The filters that every list of this product takes. */
export const OWNER_FILTERS: Filters<Owned> = {
  project_id: (row, id) => row.project_id === id,
  organization_id: (row, id) => row.organization_id === id,
};

/** Rows of the request's zone that the caller may read and that pass the filters it names. */
export function visible<T extends Owned>(
  rows: readonly T[],
  filters: Filters<T>,
  { params, query, caller }: ApiRequest,
): T[] {
  const own = rows.filter((row) => row.zone === params.zone && caller.allows("elastic_metal", "read", row.project_id));
  return applyFilters(own, query, filters);
}
