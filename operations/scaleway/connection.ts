import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { type Client, createClient } from "@scaleway/sdk-client";
import { EnvHttpProxyAgent, setGlobalDispatcher } from "undici";
import type { DeploymentConfig } from "../../config/deployment-config";

/**
 * A client of the Scaleway API for reading what Terraform has no word for. Like the providers it honours HTTPS_PROXY and
 * SSL_CERT_FILE, which Node leaves to its programs.
 */
export function connectToScaleway(config: DeploymentConfig, projectId?: string): Client {
  honourProxySettings();
  return createClient({
    accessKey: process.env.SCW_ACCESS_KEY,
    secretKey: process.env.SCW_SECRET_KEY,
    defaultOrganizationId: process.env.SCW_DEFAULT_ORGANIZATION_ID,
    defaultProjectId: projectId,
    defaultRegion: config.region as never,
    defaultZone: config.zone as never,
  });
}

/** Makes `fetch` of this process go through HTTPS_PROXY and trust SSL_CERT_FILE beside the well-known authorities. */
export function honourProxySettings(): void {
  const certificates = process.env.SSL_CERT_FILE;
  const ca = certificates ? [...rootCertificates, readFileSync(certificates, "utf8")] : undefined;
  setGlobalDispatcher(new EnvHttpProxyAgent({ connect: { ca }, requestTls: { ca } }));
}
