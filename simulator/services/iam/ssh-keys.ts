// SSH keys belong to a project and have permission sets of their own (SSHKeysFullAccess). A key whose row is gone or
// `disabled` cannot be given to a new install. Whether Scaleway refuses the same key twice was not found out: it is accepted.
import { z } from "zod";
import { mustFitQuota } from "../account/quotas";
import { invalidArguments } from "../errors";
import { order, PAGING_QUERY, page } from "../paging";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import { mustAllow, mustFind, mustListOwn } from "./access";
import { uuid } from "./fields";
import { applyFilters, type Filters, isTrue } from "./list-filters";
import { type SshKey, sshKeys } from "./model";
import { parsePublicKey } from "./public-key";

const name = z.string().max(1000);
const createBody = z.strictObject({
  name: name.default(""),
  public_key: z.string().min(1).max(65_000),
  project_id: uuid,
});
const updateBody = z.strictObject({ name: name.optional(), disabled: z.boolean().optional() });

const FILTERS: Filters<SshKey> = {
  organization_id: (key, id) => key.organization_id === id,
  project_id: (key, id) => key.project_id === id,
  name: (key, part) => key.name.includes(part),
  disabled: (key, value) => key.disabled === isTrue("disabled", value),
};
const ORDERS = ["created_at_asc", "created_at_desc", "updated_at_asc", "updated_at_desc", "name_asc", "name_desc"];

function view(key: SshKey) {
  return {
    id: key.id,
    name: key.name,
    public_key: key.public_key,
    fingerprint: key.fingerprint,
    created_at: key.created_at,
    updated_at: key.updated_at,
    organization_id: key.organization_id,
    project_id: key.project_id,
    disabled: key.disabled,
  };
}

function createSshKey({ body, caller }: ApiRequest<z.infer<typeof createBody>>, context: ServiceContext): Result {
  const { store, ids, clock } = context;
  mustAllow(caller, "ssh_keys", "write", body.project_id, "ssh_key");
  const publicKey = parsePublicKey(body.public_key);
  if (!publicKey) {
    const help = "not an OpenSSH public key of kind ssh-ed25519, ssh-rsa, ssh-dss or ecdsa-sha2-nistp256/384/521";
    return invalidArguments({ argument_name: "public_key", reason: "format", help_message: help });
  }
  mustFitQuota(store, "iam_ssh_keys", sshKeys(store).list().length);
  const now = clock.now();
  const key = sshKeys(store).put({
    id: ids.uuid(),
    name: body.name,
    public_key: publicKey.text,
    fingerprint: publicKey.fingerprint,
    organization_id: caller.organizationId,
    project_id: body.project_id,
    disabled: false,
    created_at: now,
    updated_at: now,
  });
  return { status: 200, body: view(key) };
}

function listSshKeys(request: ApiRequest, { store }: ServiceContext): Result {
  mustListOwn(request, "ssh_key");
  const readable = sshKeys(store)
    .list()
    .filter((key) => request.caller.allows("ssh_keys", "read", key.project_id));
  const found = order(applyFilters(readable, request.query, FILTERS), request.query, ORDERS);
  const { items, totalCount } = page(found, request.query);
  return { status: 200, body: { ssh_keys: items.map(view), total_count: totalCount } };
}

function getSshKey(request: ApiRequest, { store }: ServiceContext): Result {
  return { status: 200, body: view(find(request, "read", store)) };
}

function updateSshKey(request: ApiRequest<z.infer<typeof updateBody>>, { store, clock }: ServiceContext): Result {
  const key = find(request, "write", store);
  return { status: 200, body: view(sshKeys(store).put({ ...key, ...request.body, updated_at: clock.now() })) };
}

function deleteSshKey(request: ApiRequest, { store }: ServiceContext): Result {
  sshKeys(store).delete(find(request, "write", store).id);
  return { status: 204 };
}

function find({ params, caller }: ApiRequest, access: "read" | "write", store: ServiceContext["store"]): SshKey {
  const id = params.ssh_key_id ?? "";
  const key = mustFind(sshKeys(store).get(id), "ssh_key", id);
  mustAllow(caller, "ssh_keys", access, key.project_id, "ssh_key");
  return key;
}

const ALL = "/iam/v1alpha1/ssh-keys";
const ONE = `${ALL}/{ssh_key_id}`;
const read = { product: "ssh_keys", access: "read" } as const;
const write = { product: "ssh_keys", access: "write" } as const;
const query = [...PAGING_QUERY, ...Object.keys(FILTERS)];

export const sshKeyRoutes: readonly Route[] = [
  { method: "POST", path: ALL, operation: "iam.CreateSSHKey", ...write, body: createBody, handler: createSshKey },
  { method: "GET", path: ALL, operation: "iam.ListSSHKeys", ...read, query, handler: listSshKeys },
  { method: "GET", path: ONE, operation: "iam.GetSSHKey", ...read, handler: getSshKey },
  { method: "PATCH", path: ONE, operation: "iam.UpdateSSHKey", ...write, body: updateBody, handler: updateSshKey },
  { method: "DELETE", path: ONE, operation: "iam.DeleteSSHKey", ...write, handler: deleteSshKey },
];
