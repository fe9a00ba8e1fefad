import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BootstrapCredentials } from "../services/bootstrap";
import type { CloudDirectory } from "../store/cloud-directory";

/** Variables that make a command's clients meet the simulated Scaleway instead of the real one. */
export interface Environment {
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
}

/** Terraform's settings that a toolchain without the registry has written; see toolchain/. */
const TERRAFORM_RC = join(__dirname, "..", "..", ".cache", "terraform.rc");

/** Beside the bundle that this may be running from. */
const LAUNCHER = join(__dirname, "..", "..", "simulator", "launch.cjs");

/**
 * Whatever would lead a client past the proxy, to another account, or into a refusal of its own. The provider reads the
 * SCALEWAY_ and SCW_TOKEN names too, and environment beats its configuration block (terraform-provider-scaleway,
 * internal/meta); its object storage part cannot work with AWS_CA_BUNDLE.
 */
const UNSET: readonly string[] = [
  "ALL_PROXY",
  "all_proxy",
  "AWS_CA_BUNDLE",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_PROFILE",
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_S3",
  "SCW_API_URL",
  "SCW_PROFILE",
  "SCW_TOKEN",
  "SCW_INSECURE",
  "SCW_DEFAULT_PROJECT_ID",
  "SCW_DEFAULT_REGION",
  "SCW_DEFAULT_ZONE",
  "SCALEWAY_ACCESS_KEY",
  "SCALEWAY_TOKEN",
  "SCALEWAY_ORGANIZATION",
  "SCALEWAY_REGION",
  "SCALEWAY_ZONE",
];

/** What an operator of this cloud behind its proxy would have in the environment. */
export function environmentOf(directory: CloudDirectory, port: number, credentials: BootstrapCredentials): Environment {
  const proxy = `http://127.0.0.1:${port}`;
  const ca = directory.caCertificate;
  // Only the machine itself is reached without the proxy; it is never Scaleway.
  const direct = "127.0.0.1,localhost";
  const set: Record<string, string> = {
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    NO_PROXY: direct,
    no_proxy: direct,
    SSL_CERT_FILE: ca,
    NODE_EXTRA_CA_CERTS: ca,
    CURL_CA_BUNDLE: ca,
    REQUESTS_CA_BUNDLE: ca,
    SCW_ACCESS_KEY: credentials.accessKey,
    SCW_SECRET_KEY: credentials.secretKey,
    SCW_DEFAULT_ORGANIZATION_ID: credentials.organizationId,
    SCW_CONFIG_PATH: directory.scalewayConfig,
    TF_VAR_ssh_proxy_scheme: "socks5",
    TF_VAR_ssh_proxy_host: "127.0.0.1",
    TF_VAR_ssh_proxy_port: String(port),
    ANSIBLE_SSH_EXTRA_ARGS: `-o ${quoted(`ProxyCommand=${connectCommand(directory)}`)}`,
    CHECKPOINT_DISABLE: "1",
  };
  const unset = [...UNSET];
  if (existsSync(TERRAFORM_RC)) set.TF_CLI_CONFIG_FILE = TERRAFORM_RC;
  else unset.push("TF_CLI_CONFIG_FILE");
  return { set, unset };
}

/** What carries a terminal to an address of the cloud: ssh's ProxyCommand. */
function connectCommand(directory: CloudDirectory): string {
  return [process.execPath, LAUNCHER, "connect", "--cloud", directory.path].map(quoted).join(" ").concat(" %h %p");
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

/** The environment of one command: this process's own, with the cloud's variables over it. */
export function applied(environment: Environment, base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(base).filter(([name]) => !environment.unset.includes(name));
  return { ...Object.fromEntries(kept), ...environment.set };
}

/** Lines for `eval "$(npm run --silent simulate -- env)"`. */
export function asShell({ set, unset }: Environment): string {
  return [
    `unset ${unset.join(" ")}`,
    ...Object.entries(set).map(([name, value]) => `export ${name}=${quoted(value)}`),
  ].join("\n");
}
