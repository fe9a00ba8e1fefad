// Scaleway's permission sets and what each allows here. Names and scopes: the "Permission sets" page of the IAM
// documentation (pages/iam/reference-content/permission-sets.mdx of scaleway/docs-content, validated 2026-03-20).
// Sets of products that are not simulated are known by name, so a policy written for a real account is accepted, and allow
// nothing here. So do sets that are finer than one product (IAMApplicationManager, ObjectStorageObjectsWrite …): the simulator
// would have to allow more than Scaleway does. The one exception: VPC and PrivateNetworks sets both open the whole vpc product.
import { createHash } from "node:crypto";
import type { Access, Product } from "../service";

/** `projects`: a rule may limit the set to some projects; `organization`: only an organization-wide rule may hold it. */
export type PermissionSetScope = "projects" | "organization";

export interface PermissionSet {
  readonly id: string;
  readonly name: string;
  readonly scope: PermissionSetScope;
  /** Products of the simulator that the set opens. */
  readonly allows: readonly { readonly product: Product; readonly access: readonly Access[] }[];
}

type Grants = PermissionSet["allows"];

function full(...products: Product[]): Grants {
  return products.map((product) => ({ product, access: ["read", "write"] }));
}

function readOnly(...products: Product[]): Grants {
  return products.map((product) => ({ product, access: ["read"] }));
}

const PROJECT_PRODUCTS: Product[] = ["vpc", "ipam", "elastic_metal", "object_storage", "ssh_keys"];

const SIMULATED_ORGANIZATION_SETS: Readonly<Record<string, Grants>> = {
  ProjectManager: full("account"),
  ProjectReadOnly: readOnly("account"),
  IAMManager: full("iam", "account"),
  IAMReadOnly: readOnly("iam"),
  OrganizationManager: full("iam", "account"),
};

const SIMULATED_PROJECT_SETS: Readonly<Record<string, Grants>> = {
  AllProductsFullAccess: full(...PROJECT_PRODUCTS),
  AllProductsReadOnly: readOnly(...PROJECT_PRODUCTS),
  SSHKeysFullAccess: full("ssh_keys"),
  SSHKeysReadOnly: readOnly("ssh_keys"),
  // Flexible IPs of Elastic Metal have no permission sets of their own.
  ElasticMetalFullAccess: full("elastic_metal"),
  ElasticMetalReadOnly: readOnly("elastic_metal"),
  ObjectStorageFullAccess: full("object_storage"),
  ObjectStorageReadOnly: readOnly("object_storage"),
  PrivateNetworksFullAccess: full("vpc"),
  PrivateNetworksReadOnly: readOnly("vpc"),
  VPCFullAccess: full("vpc"),
  VPCReadOnly: readOnly("vpc"),
  IPAMFullAccess: full("ipam"),
  IPAMReadOnly: readOnly("ipam"),
};

const OTHER_ORGANIZATION_SETS = `
  IAMApplicationManager IAMApplicationReadOnly IAMUserManager IAMUserReadOnly IAMGroupManager IAMGroupReadOnly
  IAMPolicyManager IAMPolicyReadOnly BillingReadOnly BillingManager OrganizationReadOnly SupportTicketManager
  SupportTicketReadOnly AbuseTicketManager AuditTrailReadOnly AuditTrailExportRead AuditTrailExportDelete
  AuditTrailFullAccess EnvironmentalImpactReadOnly NotificationManagerFullAccess NotificationManagerReadOnly`;

/** Products that have a FullAccess and a ReadOnly set. */
const OTHER_PRODUCTS = `
  Instances AppleSilicon Dedibox BlockStorage FileStorage ContainerRegistry VPCGateway Interlink InterlinkPartner
  SiteToSiteVPN LoadBalancers EdgeServices Kubernetes Functions Containers ServerlessJobs RelationalDatabases
  ServerlessSQLDatabase Redis MongoDB SearchDB Inference DistributedDataLab DataWarehouse KafkaCluster MessagingAndQueuing
  IoT DomainsDNS WebHosting TransactionalEmail TransactionalEmailBlocklist TransactionalEmailDomain TransactionalEmailEmail
  TransactionalEmailWebhook TransactionalEmailProjectSettings TransactionalEmailOfferSubscription Mailbox Observability
  SecretManager KeyManager QaaS`;

const OTHER_PROJECT_SETS = `
  InstancesServerStart InstancesServerStop DediboxConsoleFullAccess KubernetesExternalNodeRegister
  KubernetesSystemMastersGroupAccess FunctionsPrivateAccess ContainersPrivateAccess ServerlessSQLDatabaseReadWrite
  ServerlessSQLDatabaseDataReadWrite GenerativeApisModelAccess GenerativeApisFullAccess TransactionalEmailEmailSmtpCreate
  TransactionalEmailEmailApiCreate TransactionalEmailPoolReadOnly SecretManagerSecretAccess SecretManagerSecretCreate
  SecretManagerSecretDelete SecretManagerSecretWrite SecretManagerSecretRestore KeyManagerKeyWrite KeyManagerKeyDecrypt
  KeyManagerKeyEncrypt KeyManagerKeySign KeyManagerKeyVerify KeyManagerKeyDelete KeyManagerKeyCreate KeyManagerKeyRestore
  ObjectStorageObjectsRead ObjectStorageBucketsRead ObjectStorageObjectsWrite ObjectStorageObjectsDelete
  ObjectStorageBucketsWrite ObjectStorageBucketsDelete ObjectStorageBucketPolicyFullAccess`;

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function permissionSet(name: string, scope: PermissionSetScope, allows: Grants): PermissionSet {
  const hex = createHash("sha256").update(`permission-set ${name}`).digest("hex");
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { id, name, scope, allows };
}

/** Every permission set that a policy may name, sorted by name. */
export const PERMISSION_SETS: readonly PermissionSet[] = [
  ...Object.entries(SIMULATED_ORGANIZATION_SETS).map(([name, allows]) => permissionSet(name, "organization", allows)),
  ...Object.entries(SIMULATED_PROJECT_SETS).map(([name, allows]) => permissionSet(name, "projects", allows)),
  ...words(OTHER_ORGANIZATION_SETS).map((name) => permissionSet(name, "organization", [])),
  ...words(OTHER_PRODUCTS).flatMap((product) => [
    permissionSet(`${product}FullAccess`, "projects", []),
    permissionSet(`${product}ReadOnly`, "projects", []),
  ]),
  ...words(OTHER_PROJECT_SETS).map((name) => permissionSet(name, "projects", [])),
].sort((one, other) => (one.name < other.name ? -1 : 1));

const BY_NAME = new Map(PERMISSION_SETS.map((set) => [set.name, set]));

export function findPermissionSet(name: string): PermissionSet | undefined {
  return BY_NAME.get(name);
}
