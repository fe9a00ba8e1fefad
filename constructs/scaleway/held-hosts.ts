import { Fn } from "cdktf";
import { Construct } from "constructs";
import { DataScalewayIpamIps } from "../../.gen/providers/scaleway/data-scaleway-ipam-ips";
import { deploymentTags } from "./tags";
import { terraformAddress } from "./terraform-address";

export interface HeldHostsProps {
  /** Regional id of the Private Network that every server is attached to. */
  readonly privateNetworkId: string;
  readonly projectId: string;
  readonly region: string;
  readonly deployment: string;
}

/**
 * The hosts that the account holds, whatever the configuration says. The provider has no list of Elastic Metal servers, but
 * each server holds an address of ours in IPAM, tagged with its host.
 */
export class HeldHosts extends Construct {
  /** Terraform expression: the host names, each once. */
  public readonly names: string;

  constructor(scope: Construct, id: string, props: HeldHostsProps) {
    super(scope, id);
    const addresses = new DataScalewayIpamIps(this, "Resource", {
      // This data source hands the id on as it is, and the API knows only the bare one (provider 2.81.0, ips_data_source.go).
      privateNetworkId: Fn.element(Fn.split("/", props.privateNetworkId), 1),
      projectId: props.projectId,
      region: props.region,
      tags: deploymentTags(props.deployment),
      attached: true,
      type: "ipv4",
    });
    this.names = `distinct([for tag in flatten(${terraformAddress(addresses, "data")}.ips[*].tags) : trimprefix(tag, "host=") if startswith(tag, "host=")])`;
  }
}
