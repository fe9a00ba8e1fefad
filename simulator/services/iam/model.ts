// IAM v1alpha1 resources as the API answers them: scaleway-sdk-go api/iam/v1alpha1/iam_sdk.go (structs) and the cassettes of
// terraform-provider-scaleway 2.81.0 under internal/services/iam/testdata (spelling, nulls, counts).
import type { Store, Table } from "../../store/store";

/** Kept in `iam.api_keys` under the access key. */
export interface ApiKey {
  /** The access key: `SCW` and 17 characters of [A-Z0-9]. */
  readonly id: string;
  /** A UUID; the API shows it in the answer to the creation only. */
  readonly secret_key: string;
  readonly application_id: string | null;
  readonly user_id: string | null;
  readonly description: string;
  readonly default_project_id: string;
  /** RFC 3339, or null for a key that never expires. */
  readonly expires_at: string | null;
  readonly creation_ip: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface User {
  readonly id: string;
  readonly organization_id: string;
  readonly type: "owner" | "member";
  readonly email: string;
  readonly username: string;
  readonly created_at: string;
  readonly updated_at: string;
}

interface Named {
  readonly id: string;
  readonly organization_id: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

export type Application = Named;

export interface Group extends Named {
  readonly user_ids: readonly string[];
  readonly application_ids: readonly string[];
}

export interface Rule {
  readonly id: string;
  readonly permission_set_names: readonly string[];
  readonly condition: string;
  /** A rule reaches either some projects or the whole organization. */
  readonly project_ids?: readonly string[];
  readonly organization_id?: string;
}

/** Whom a policy speaks of: exactly one of the four. */
export interface Principal {
  readonly user_id?: string;
  readonly group_id?: string;
  readonly application_id?: string;
  readonly no_principal?: true;
}

export interface Policy extends Named, Principal {
  readonly rules: readonly Rule[];
}

export interface SshKey {
  readonly id: string;
  readonly name: string;
  /** `<type> <base64>`, without a comment. */
  readonly public_key: string;
  readonly fingerprint: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly disabled: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export const apiKeys = (store: Store): Table<ApiKey> => store.table("iam.api_keys");
export const users = (store: Store): Table<User> => store.table("iam.users");
export const applications = (store: Store): Table<Application> => store.table("iam.applications");
export const groups = (store: Store): Table<Group> => store.table("iam.groups");
export const policies = (store: Store): Table<Policy> => store.table("iam.policies");
export const sshKeys = (store: Store): Table<SshKey> => store.table("iam.ssh_keys");
