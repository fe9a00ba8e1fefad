import { Construct } from "constructs";
import { VpcPrivateNetwork } from "../../.gen/providers/scaleway/vpc-private-network";
import { deploymentTags } from "./tags";

export interface PrivateNetworkProps {
  readonly name: string;
  /** IPv4 CIDR; a change replaces the network. Scaleway adds an IPv6 /64 by itself. */
  readonly cidr: string;
  readonly vpcId: string;
  readonly projectId: string;
  readonly region: string;
  readonly deployment: string;
}

/** A Private Network: a layer-2 segment that reaches an Elastic Metal server as a tagged VLAN on its public NIC. */
export class PrivateNetwork extends Construct {
  /** Regional id, `fr-par/<uuid>`. */
  public readonly id: string;

  constructor(scope: Construct, id: string, props: PrivateNetworkProps) {
    super(scope, id);
    const network = new VpcPrivateNetwork(this, "Resource", {
      name: props.name,
      vpcId: props.vpcId,
      projectId: props.projectId,
      region: props.region,
      ipv4Subnet: { subnet: props.cidr },
      tags: deploymentTags(props.deployment),
    });
    this.id = network.id;
  }
}
