// The hosts that are Scaleway here, and those whose packages its servers install. Everything else is refused by name.
import { isRegion, REGIONS } from "../services/localities";

export const API_HOST = "api.scaleway.com";

/** Package repositories that OpenNebula's installation adds to a server, asked by HTTPS; a rehearsal's servers look whether they are there. */
export const PACKAGE_HOSTS: readonly string[] = ["downloads.opennebula.io", "apt.grafana.com"];

/** Domains whose hosts are a distribution's repositories, asked by HTTP. */
export const DISTRIBUTION_DOMAINS: readonly string[] = ["debian.org", "ubuntu.com"];

/** Names of the front's certificate: buckets stand in the host name, so each region needs its wildcard. */
export const CERTIFICATE_NAMES: readonly string[] = [
  API_HOST,
  ...PACKAGE_HOSTS,
  ...REGIONS.flatMap((region) => [`s3.${region}.scw.cloud`, `*.s3.${region}.scw.cloud`]),
];

/** Which product a host (without port, lower case) belongs to; undefined for the rest of the internet. */
export function productOf(host: string): "api" | "s3" | "packages" | undefined {
  if (host === API_HOST) return "api";
  if (PACKAGE_HOSTS.includes(host) || isDistribution(host)) return "packages";
  const region = /^(?:.+\.)?s3\.([a-z]+-[a-z]+)\.scw\.cloud$/.exec(host)?.[1];
  return region !== undefined && isRegion(region) ? "s3" : undefined;
}

/** Whether a host belongs to a distribution, whose packages are signed and so not fetched by TLS. */
export function isDistribution(host: string): boolean {
  return DISTRIBUTION_DOMAINS.some((domain) => host.endsWith(`.${domain}`));
}

/** Splits `host:port` as CONNECT and the Host header have it; an IPv6 address stands in brackets. */
export function splitHost(text: string): { host: string; port: number | undefined } {
  const match = /^(\[[^\]]+\]|[^:]*)(?::(\d+))?$/.exec(text.toLowerCase());
  if (match === null) return { host: text, port: undefined };
  return { host: match[1]!.replace(/^\[|\]$/g, ""), port: match[2] === undefined ? undefined : Number(match[2]) };
}
