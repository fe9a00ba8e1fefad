// What an install may ask for: the fields of CreateServerRequestInstall and InstallServerRequest (scaleway-sdk-go
// api/baremetal/v1), held against what the system says of each field (OSOSField). The provider checks only that required
// fields are there; that the API refuses the rest below is documented for none of it, and what a careful API would do.
import { z } from "zod";
import type { Store } from "../../store/store";
import { type ArgumentProblem, invalidArguments, notFound } from "../errors";
import { uuid } from "../iam/fields";
import { sshKeys } from "../iam/model";
import { Refusal } from "../refusal";
import { findOs, isCompatible, type Offer, takesCloudInit, takesPartitioning } from "./catalogue/catalogue";
import type { OsRecord } from "./catalogue/operating-systems";
import { cloudInitUnsupported, partitioningUnsupported } from "./errors";
import type { Install } from "./model";
import { defaultPartitioning, partitioningProblems, partitioningSchema } from "./partitioning";

const text = z.string().max(255).nullish();

export const installBody = z.strictObject({
  os_id: uuid,
  hostname: z.string().max(255),
  ssh_key_ids: z.array(uuid).nullish(),
  user: text,
  password: text,
  service_user: text,
  service_password: text,
  partitioning_schema: partitioningSchema.nullish(),
});

/** Longest user data, as the provider limits `cloud_init`, in base64. */
const USER_DATA_LENGTH = Math.ceil(127_998 / 3) * 4;

/** Base64 (the Go SDK's []byte); empty means none. */
export const userData = z.base64().max(USER_DATA_LENGTH);

export type InstallBody = z.infer<typeof installBody>;

/**
 * The install as the server will show it.
 * @param prefix of the argument names in refusals: `install.` when the install comes with the order
 * @throws Refusal 404 for an unknown system or key, 503 for user data that cannot be taken, 400 for anything else
 */
export function prepareInstall(
  body: InstallBody,
  server: { readonly project_id: string; readonly user_data: string | null },
  offer: Offer,
  store: Store,
  prefix = "",
): Install {
  const os = findOs(body.os_id);
  if (!os) throw new Refusal(notFound("os", body.os_id));
  checkUserData(server.user_data, offer, os);
  const problems = [
    ...(isCompatible(offer, os) ? [] : [problem("os_id", `${os.name} ${os.version} cannot run on this offer`)]),
    ...fieldProblems(body, os),
    ...keyProblems(body.ssh_key_ids ?? [], server.project_id, store),
    ...partitioningProblemsOf(body, offer, os),
  ];
  if (problems.length > 0) {
    const named = problems.map((each) => ({ ...each, argument_name: `${prefix}${each.argument_name}` }));
    throw new Refusal(invalidArguments(...named));
  }
  const standard = os.customPartitioning && takesPartitioning(offer) ? defaultPartitioning(offer) : null;
  return {
    os_id: os.id,
    hostname: body.hostname,
    ssh_key_ids: body.ssh_key_ids ?? [],
    status: "to_install",
    user: body.user || (os.user.default_value ?? ""),
    service_user: body.service_user || (os.serviceUser.default_value ?? ""),
    partitioning_schema: body.partitioning_schema ?? standard,
  };
}

/** @throws Refusal 503 when there is user data and the offer, or the system (when known), does not take it. */
export function checkUserData(data: string | null, offer: Offer, os?: OsRecord): void {
  if (data === null) return;
  if (!takesCloudInit(offer)) throw new Refusal(cloudInitUnsupported("offer"));
  if (os && os.cloudInitVersion === null) throw new Refusal(cloudInitUnsupported("OS"));
}

function fieldProblems(body: InstallBody, os: OsRecord): ArgumentProblem[] {
  const problems: ArgumentProblem[] = [];
  const fields = [
    ["user", os.user],
    ["password", os.password],
    ["service_user", os.serviceUser],
    ["service_password", os.servicePassword],
  ] as const;
  for (const [name, field] of fields) {
    const value = body[name];
    if (field.required && field.default_value === null && !value) {
      problems.push({ argument_name: name, reason: "required", help_message: `${os.name} asks for it` });
    } else if (value && !field.editable && value !== field.default_value) {
      const only = field.default_value === null ? "takes none" : `takes only "${field.default_value}"`;
      problems.push(problem(name, `${os.name} ${os.version} ${only}`));
    }
  }
  if (os.ssh.required && !body.ssh_key_ids?.length) {
    problems.push({
      argument_name: "ssh_key_ids",
      reason: "required",
      help_message: `${os.name} is reached by SSH key; give at least one`,
    });
  }
  return problems;
}

function keyProblems(ids: readonly string[], projectId: string, store: Store): ArgumentProblem[] {
  return ids.flatMap((id) => {
    const key = sshKeys(store).get(id);
    if (!key) throw new Refusal(notFound("ssh_key", id));
    if (key.project_id !== projectId) return [problem("ssh_key_ids", `key ${id} belongs to another project`)];
    return key.disabled ? [problem("ssh_key_ids", `key ${id} is disabled`)] : [];
  });
}

function partitioningProblemsOf(body: InstallBody, offer: Offer, os: OsRecord): ArgumentProblem[] {
  const schema = body.partitioning_schema;
  if (!schema) return [];
  if (!takesPartitioning(offer) || !os.customPartitioning) throw new Refusal(partitioningUnsupported());
  return partitioningProblems(schema, offer).map((why) => problem("partitioning_schema", why));
}

function problem(argument: string, why: string): ArgumentProblem {
  return { argument_name: argument, reason: "constraint", help_message: why };
}
