// The people of the organization, to be looked up and put into groups; inviting, changing and removing them is not simulated
// (scaleway-sdk-go api/iam/v1alpha1 User; cassette list-iam-users-basic).
import { invalidArguments } from "../errors";
import { order, PAGING_QUERY, page } from "../paging";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { mustFind, mustListOwn } from "./access";
import { applyFilters, type Filters, isTrue } from "./list-filters";
import { type User, users } from "./model";

const TYPES = ["unknown_type", "owner", "member"];

const FILTERS: Filters<User> = {
  organization_id: (user, id) => user.organization_id === id,
  user_ids: (user, id) => user.id === id,
  mfa: (_, value) => !isTrue("mfa", value),
  tag: () => false,
  type: (user, type) => isOfType(user, type),
};

function isOfType(user: User, type: string): boolean {
  if (!TYPES.includes(type)) {
    const help_message = `must be one of ${TYPES.join(", ")}`;
    throw new Refusal(invalidArguments({ argument_name: "type", reason: "constraint", help_message }));
  }
  return type === "unknown_type" || user.type === type;
}

function view(user: User) {
  return {
    id: user.id,
    email: user.email,
    username: user.username,
    first_name: "",
    last_name: "",
    phone_number: "",
    locale: "en_US",
    created_at: user.created_at,
    updated_at: user.updated_at,
    organization_id: user.organization_id,
    deletable: user.type !== "owner",
    last_login_at: null,
    type: user.type,
    two_factor_enabled: false,
    status: "activated",
    mfa: false,
    account_root_user_id: "",
    tags: [],
    locked: false,
  };
}

function listUsers(request: ApiRequest, { store }: ServiceContext): Result {
  mustListOwn(request, "user");
  const fields = ["created_at", "updated_at", "email", "username"];
  const orders = fields.flatMap((field) => [`${field}_asc`, `${field}_desc`]);
  const found = order(applyFilters(users(store).list(), request.query, FILTERS), request.query, orders);
  const { items, totalCount } = page(found, request.query);
  return { status: 200, body: { users: items.map(view), total_count: totalCount } };
}

function getUser({ params }: ApiRequest, { store }: ServiceContext): Result {
  const id = params.user_id ?? "";
  return { status: 200, body: view(mustFind(users(store).get(id), "user", id)) };
}

const ALL = "/iam/v1alpha1/users";
const read = { product: "iam", access: "read" } as const;
const query = [...PAGING_QUERY, ...Object.keys(FILTERS)];

export const userRoutes: readonly Route[] = [
  { method: "GET", path: ALL, operation: "iam.ListUsers", ...read, query, handler: listUsers },
  { method: "GET", path: `${ALL}/{user_id}`, operation: "iam.GetUser", ...read, handler: getUser },
];
