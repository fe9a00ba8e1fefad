// What Scaleway accepts, as far as a deployment file can break it. Offers, OS images and stock change too often to be listed here:
// the plan asks the API for those.

/**
 * Regions and their zones that have both Elastic Metal and Flexible IPs.
 * Source: `LOCALITY` of the baremetal v1/v3 and flexible-ip v1alpha1 clients in Scaleway's SDKs.
 */
export const ELASTIC_METAL_ZONES = {
  "fr-par": ["fr-par-1", "fr-par-2"],
  "nl-ams": ["nl-ams-1", "nl-ams-2"],
  "pl-waw": ["pl-waw-2", "pl-waw-3"],
} as const;

export type Region = keyof typeof ELASTIC_METAL_ZONES;

/** The largest and the smallest Private Network, as prefix lengths. Source: the API's own refusal, scaleway-sdk-go#1807. */
export const PRIVATE_NETWORK_PREFIX = { largest: 20, smallest: 29 } as const;

/** The first two and the last two addresses of a Private Network cannot be booked. Source: "IPAM concepts", Scaleway's documentation. */
export const UNBOOKABLE_ADDRESSES = 4;

/** Source: `Name` of CreateApplicationRequest, CreateGroupRequest and CreatePolicyRequest in scaleway-sdk-go, iam v1alpha1. */
const IAM_NAME_MAX_LENGTH = 64;

/** S3's limit; also that of a DNS label, which the bucket name is in `<bucket>.s3.<region>.scw.cloud`. */
const BUCKET_NAME_MAX_LENGTH = 63;

export function bucketNameOf(project: string): string {
  return `${project}-tfstates`;
}

/** The project's name goes into longer names; this is what is left for it. */
export const PROJECT_NAME_MAX_LENGTH = Math.min(
  BUCKET_NAME_MAX_LENGTH - bucketNameOf("").length,
  IAM_NAME_MAX_LENGTH - "opennebula-flexip--policy".length,
);

/**
 * Permission sets that make sense for the key that moves Flexible IPs; that key stays on the front-end, so nothing wider is taken.
 * Source: "Permission sets", Scaleway's IAM documentation.
 */
export const FLEXIBLE_IP_PERMISSION_SETS = [
  "ElasticMetalFullAccess",
  "ElasticMetalReadOnly",
  "IPAMFullAccess",
  "IPAMReadOnly",
  "PrivateNetworksReadOnly",
  "VPCReadOnly",
] as const;

/** Flexible IPs of Elastic Metal have no permission set of their own: this is the narrowest that moves one. */
export const FLEXIBLE_IP_WRITE_SET = "ElasticMetalFullAccess";

/** Above this a cloud wants several front-ends, which one deployment does not describe. */
export const MAX_WORKERS = 1000;
