// What an account holds before its first API call: the organization, its default project, its owner and the owner's key.
import type { Clock } from "../clock/clock";
import type { IdSource } from "../clock/ids";
import type { Store } from "../store/store";
import { organizations, projects } from "./account/model";
import { apiKeys, users } from "./iam/model";

export interface BootstrapCredentials {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly organizationId: string;
  readonly defaultProjectId: string;
}

/**
 * Puts organization, default project, owner and API key into an empty store; leaves a store that has an organization alone.
 * The default project has the organization's id, as in Scaleway (IAM documentation, "Projects"; the cassettes of
 * internal/services/iam show a key's default_project_id equal to the organization_id).
 */
export function bootstrap(store: Store, ids: IdSource, clock: Clock): void {
  if (organizations(store).list().length > 0) return;
  const organizationId = ids.uuid();
  const times = { created_at: clock.now(), updated_at: clock.now() };
  organizations(store).put({ id: organizationId, name: "simulated" });
  projects(store).put({
    id: organizationId,
    name: "default",
    organization_id: organizationId,
    description: "",
    ...times,
  });
  const owner = users(store).put({
    id: ids.uuid(),
    organization_id: organizationId,
    type: "owner",
    email: "owner@simulated.invalid",
    username: "owner",
    ...times,
  });
  apiKeys(store).put({
    id: `SCW${ids.alphanumeric(17)}`,
    secret_key: ids.uuid(),
    application_id: null,
    user_id: owner.id,
    description: "key of the owner",
    default_project_id: organizationId,
    expires_at: null,
    creation_ip: "127.0.0.1",
    ...times,
  });
}

/**
 * The owner's first key that is left.
 * @throws Error when the store was not bootstrapped, or the owner has no key any more (reset the simulator then).
 */
export function bootstrapCredentials(store: Store): BootstrapCredentials {
  const owner = users(store)
    .list()
    .find((user) => user.type === "owner");
  const key = apiKeys(store)
    .list()
    .find((candidate) => candidate.user_id !== null && candidate.user_id === owner?.id);
  if (!owner || !key) throw new Error("the simulated account has no owner with an API key; reset the simulator");
  return {
    accessKey: key.id,
    secretKey: key.secret_key,
    organizationId: owner.organization_id,
    defaultProjectId: key.default_project_id,
  };
}
