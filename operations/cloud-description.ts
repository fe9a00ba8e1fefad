import type { Deployment } from "./deployment";
import { type ServerPrice, serverPrice } from "./scaleway/prices";
import { outputsOf } from "./terraform";

/** A Flexible IP as the stack `instances` puts it out. */
export interface FlexibleIpDescription {
  readonly id: string;
  readonly address: string;
  readonly macAddress: string;
}

/** A server as the stack `instances` puts it out. */
export interface ServerDescription {
  readonly serverName: string;
  readonly role: string;
  readonly serverId: string;
  readonly publicAddress: string;
  readonly privateAddress: string;
  readonly hostToHostVlanId: number;
  readonly vmToVmAddress: string;
  readonly vmToVmVlanId: number;
  readonly flexibleIp: FlexibleIpDescription;
}

/** Everything a deployed cloud tells about itself; no value is secret. The JSON of `make outputs JSON=1`. */
export interface CloudDescription {
  readonly deployment: string;
  readonly project: { readonly id: string; readonly name: string };
  readonly bucket: string;
  readonly region: string;
  readonly zone: string;
  readonly networks: {
    readonly vpcId: string;
    readonly hostToHost: { readonly id: string; readonly subnet: string };
    readonly vmToVm: { readonly id: string; readonly subnet: string };
  };
  /** By OpenNebula host name. */
  readonly servers: Readonly<Record<string, ServerDescription>>;
  readonly spareFlexibleIp: FlexibleIpDescription;
  readonly iam: { readonly applicationId: string; readonly groupId: string; readonly policyId: string };
  /** RFC 3339. */
  readonly flexibleIpKeyExpiresAt: string;
  /** Path below the checkout. */
  readonly inventory: string;
  /** Of one server; undefined when the catalogue cannot be asked. */
  readonly serverPrice: ServerPrice | undefined;
}

/** Reads the outputs of the stacks and the catalogue's prices. @throws OperationProblem when a stack is not deployed from here */
export async function describeCloud(deployment: Deployment): Promise<CloudDescription> {
  const { config } = deployment;
  const [state, vpc, instances, inventories] = (await Promise.all(
    (["state", "vpc", "instances", "inventories"] as const).map((stack) => outputsOf(deployment, stack)),
  )) as [Texts, Texts, Record<string, unknown>, Texts];
  return {
    deployment: config.name,
    project: { id: state.project_id!, name: state.project_name! },
    bucket: state.bucket_name!,
    region: config.region,
    zone: config.zone,
    networks: {
      vpcId: vpc.vpc_id!,
      hostToHost: { id: vpc.private_network_id!, subnet: vpc.private_subnet! },
      vmToVm: { id: vpc.vmtovm_network_id!, subnet: vpc.vmtovm_subnet! },
    },
    servers: instances.servers as CloudDescription["servers"],
    spareFlexibleIp: instances.spare_flexible_ip as FlexibleIpDescription,
    iam: {
      applicationId: inventories.iam_application_id!,
      groupId: inventories.iam_group_id!,
      policyId: inventories.iam_policy_id!,
    },
    flexibleIpKeyExpiresAt: inventories.flexible_ip_key_expires_at!,
    inventory: inventories.inventory_file!,
    serverPrice: await serverPrice(config),
  };
}

type Texts = Readonly<Record<string, string>>;
