import { Baremetalv1, Baremetalv3 } from "@scaleway/sdk-baremetal";
import type { Client } from "@scaleway/sdk-client";
import { Flexibleipv1alpha1 } from "@scaleway/sdk-flexibleip";
import { Iamv1alpha1 } from "@scaleway/sdk-iam";
import { EXIT_CODES } from "../config/exit-codes";
import { type Check, fail, ok, warn } from "./checks/check";
import { checkFlexibleIps } from "./checks/flexible-ips";
import { checkDriverKeys, checkOwnKey } from "./checks/keys";
import { checkLocks } from "./checks/locks";
import { checkSecretFiles } from "./checks/secret-files";
import { checkAttachments, checkServers, checkStrangers } from "./checks/servers";
import { checkStock } from "./checks/stock";
import { checksText } from "./checks/text";
import type { Deployment } from "./deployment";
import { readLocks } from "./locks";
import { connectToScaleway } from "./scaleway/connection";
import { findProjectId, reasonOf } from "./scaleway/project";
import { isInitialized } from "./terraform";
import { managedObjects, pullState } from "./terraform-state";

/** The JSON of `make diagnose JSON=1`. */
export interface Diagnosis {
  readonly version: 1;
  readonly deployment: string;
  readonly checks: readonly Check[];
}

/**
 * Looks at a deployment from outside, through the API, and changes nothing.
 * @returns the exit code: 0, or 1 when a check failed
 */
export async function diagnose(deployment: Deployment, json: boolean, say: (line: string) => void): Promise<number> {
  say(`Reading the account of ${deployment.config.name}`);
  const checks = await examine(deployment, new Date());
  const diagnosis: Diagnosis = { version: 1, deployment: deployment.config.name, checks };
  process.stdout.write(`${json ? JSON.stringify(diagnosis, undefined, 2) : checksText(checks)}\n`);
  return checks.some((check) => check.status === "fail") ? EXIT_CODES.failed : EXIT_CODES.ok;
}

async function examine(deployment: Deployment, now: Date): Promise<readonly Check[]> {
  const { config } = deployment;
  const client = connectToScaleway(config);
  const always = [
    attempt("API key", () => ownKey(client, now)),
    attempt("files with secrets", async () => [checkSecretFiles(deployment)]),
    attempt("locks", async () => checkLocks(config, await readLocks(deployment), now)),
  ];
  const projectId = await attempt("project", async () => {
    const found = await findProjectId(client, config.project);
    return found ? [ok(`project ${config.project}`, found)] : [];
  });
  const [project] = projectId;
  const deployed =
    project === undefined
      ? [attempt("stock", () => stock(deployment, client, config.servers.hosts.length))]
      : project.status === "ok"
        ? [
            attempt("servers", () => servers(deployment, client, project.what, now)),
            attempt("Flexible IPs", () => flexibleIps(deployment, client, project.what)),
            attempt("key of the Flexible-IP driver", () => driverKeys(deployment, client, now)),
          ]
        : [];
  const nothing = warn(
    `project ${config.project}`,
    "not in the account: nothing is deployed",
    "make infra deploys it.",
  );
  return [project ?? nothing, ...(await Promise.all([...always, ...deployed])).flat()];
}

/** What cannot be read is a finding of its own; the rest is looked at all the same. */
async function attempt(check: string, look: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    const what = `cannot be read: ${reasonOf(error)}`;
    // A key with few permissions is no ailment of the cloud.
    return (error as { status?: number }).status === 403
      ? [warn(check, what, "Look with a key that may read it, or give this one the permission.")]
      : [fail(check, what, "Check the key and the way to Scaleway; running again is safe.")];
  }
}

async function ownKey(client: Client, now: Date): Promise<readonly Check[]> {
  const accessKey = process.env.SCW_ACCESS_KEY ?? "";
  const key = await new Iamv1alpha1.API(client).getAPIKey({ accessKey });
  return [checkOwnKey(accessKey, key.expiresAt, now)];
}

async function servers(
  deployment: Deployment,
  client: Client,
  projectId: string,
  now: Date,
): Promise<readonly Check[]> {
  const { config } = deployment;
  const found = await new Baremetalv1.API(client).listServers({ projectId }).all();
  const attachments = await new Baremetalv3.PrivateNetworkAPI(client).listServerPrivateNetworks({ projectId }).all();
  const missing = config.servers.hosts.filter((host) => !found.some((server) => server.name === host.serverName));
  return [
    ...checkServers(config, found, now),
    ...checkStrangers(config, found),
    ...checkAttachments(config, found, attachments),
    ...(await stock(deployment, client, missing.length)),
  ];
}

async function stock({ config }: Deployment, client: Client, missing: number): Promise<readonly Check[]> {
  const api = new Baremetalv1.API(client);
  return [checkStock(config, await api.listOffers({ subscriptionPeriod: config.servers.subscription }).all(), missing)];
}

async function flexibleIps(deployment: Deployment, client: Client, projectId: string): Promise<readonly Check[]> {
  if (!isInitialized(deployment, "instances")) {
    const remedy = "make adopt, for a cloud deployed elsewhere.";
    return [warn("Flexible IPs", "this checkout does not know which ones Terraform has made", remedy)];
  }
  const inAccount = await new Flexibleipv1alpha1.API(client).listFlexibleIPs({ projectId }).all();
  return checkFlexibleIps(deployment.config, managedObjects(await pullState(deployment, "instances")), inAccount);
}

async function driverKeys({ config }: Deployment, client: Client, now: Date): Promise<readonly Check[]> {
  const api = new Iamv1alpha1.API(client);
  const name = `opennebula-flexip-${config.project}`;
  const organizationId = process.env.SCW_DEFAULT_ORGANIZATION_ID;
  const applications = await api.listApplications({ name, organizationId }).all();
  const application = applications.find((candidate) => candidate.name === name);
  if (!application) return [];
  const keys = await api.listAPIKeys({ bearerId: application.id, organizationId }).all();
  return checkDriverKeys(config, keys, now);
}
