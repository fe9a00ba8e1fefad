import type { ZodType } from "zod";
import type { Clock } from "../clock/clock";
import type { IdSource } from "../clock/ids";
import type { ServerBackend } from "../servers/server-backend";
import type { Store } from "../store/store";

/** What a token may do with one product: the two halves that Scaleway's permission sets have. */
export type Access = "read" | "write";

/** The product a route belongs to, as the IAM permission sets of Scaleway cut them. */
export type Product = "account" | "iam" | "vpc" | "ipam" | "elastic_metal" | "object_storage" | "ssh_keys";

/** Who calls, resolved from X-Auth-Token (or the S3 signature's key) before a handler runs. */
export interface Caller {
  readonly accessKey: string;
  readonly organizationId: string;
  readonly principal: { readonly kind: "user" | "application"; readonly id: string };
  /** The project that a key without further words acts in. */
  readonly defaultProjectId: string;
  /** True when the caller's permission sets allow `access` to `product` in this project. */
  allows(product: Product, access: Access, projectId: string): boolean;
  /** True when they allow it organization-wide (projects, IAM) or in any project: the check made before a handler runs. */
  allowsSomewhere(product: Product, access: Access): boolean;
}

/** One API request, already authenticated, its path matched and its body checked against the route's schema. */
export interface ApiRequest<Body = unknown> {
  /** Path parameters by name, e.g. `{ zone: "fr-par-2", server_id: "…" }`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly caller: Caller;
}

/** A handler's answer. A body is JSON; without one the answer has no content. */
export interface Result {
  readonly status: number;
  readonly body?: unknown;
}

/** What handlers work on. Everything that changes lies in `store`; time and ids come from outside, so runs repeat exactly. */
export interface ServiceContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly servers: ServerBackend;
}

/**
 * One route of the Scaleway API. The router refuses, before the handler: an unknown zone or region (404), a caller whose
 * permission sets have no `access` to `product` anywhere (403), a query parameter not listed (400), a body that the schema
 * does not take (400, every unknown or wrong field named). All refusals stand in the journal.
 */
export interface Route<Body = any> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** e.g. `/baremetal/v1/zones/{zone}/servers/{server_id}`. `{zone}` and `{region}` are checked by the router. */
  readonly path: string;
  /** Name used by faults and the journal: service and the SDK's operation name, e.g. `baremetal.CreateServer`. */
  readonly operation: string;
  readonly product: Product;
  readonly access: Access;
  /** Strict zod schema of the JSON body; absent: a body other than `{}` or none is refused. */
  readonly body?: ZodType<Body>;
  /** Query parameters that the handler reads; others are refused. `page`, `page_size`, `order_by` must be listed too. */
  readonly query?: readonly string[];
  readonly handler: (request: ApiRequest<Body>, context: ServiceContext) => Result;
}

/** A service is its routes and what it puts into an empty store. */
export interface Service {
  readonly name: string;
  readonly routes: readonly Route[];
}
