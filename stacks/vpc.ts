import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { PrivateNetwork } from "../constructs/scaleway/private-network";
import { Vpc } from "../constructs/scaleway/vpc";
import { DeploymentStack, keepStateInBucket } from "./base";

export interface VpcStackProps {
  readonly projectId: string;
}

export interface VpcOutputs {
  /** Regional ids, `fr-par/<uuid>`. */
  readonly hostToHostNetworkId: string;
  readonly vmToVmNetworkId: string;
}

/** One VPC with two Private Networks: between the hosts, and under the VXLAN between the VMs. */
export class VpcStack extends DeploymentStack {
  public readonly outputs: VpcOutputs;

  constructor(scope: Construct, config: DeploymentConfig, props: VpcStackProps) {
    super(scope, "vpc", config);
    keepStateInBucket(this, config);

    const vpc = new Vpc(this, "vpc", {
      name: `vpc-${config.project}`,
      projectId: props.projectId,
      region: config.region,
      deployment: config.name,
    });
    const common = { vpcId: vpc.id, projectId: props.projectId, region: config.region, deployment: config.name };
    const hostToHost = new PrivateNetwork(this, "host-to-host", {
      ...common,
      name: `hosttohost-${config.project}`,
      cidr: config.network.privateCidr,
    });
    const vmToVm = new PrivateNetwork(this, "vm-to-vm", {
      ...common,
      name: `vmtovm-${config.project}`,
      cidr: config.network.vmToVmCidr,
    });

    this.outputs = { hostToHostNetworkId: hostToHost.id, vmToVmNetworkId: vmToVm.id };
    new TerraformOutput(this, "vpc_id", { value: vpc.id });
    new TerraformOutput(this, "private_network_id", { value: hostToHost.id });
    new TerraformOutput(this, "vmtovm_network_id", { value: vmToVm.id });
    new TerraformOutput(this, "private_subnet", { value: config.network.privateCidr });
    new TerraformOutput(this, "vmtovm_subnet", { value: config.network.vmToVmCidr });
  }
}
