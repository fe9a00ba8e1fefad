import { Construct } from "constructs";
import { IpamIp } from "../../.gen/providers/scaleway/ipam-ip";
import { deploymentTags, hostTag } from "./tags";

export interface BookedAddressProps {
  /** Regional id of the Private Network. */
  readonly privateNetworkId: string;
  readonly projectId: string;
  readonly region: string;
  readonly deployment: string;
  readonly hostName: string;
}

/** A private IPv4 address booked in IPAM for a host, not for a server: a replaced server gets it again. */
export class BookedAddress extends Construct {
  /** Regional id. */
  public readonly id: string;
  /** Dotted, without prefix. */
  public readonly address: string;
  /** With the prefix of the Private Network's subnet. */
  public readonly addressCidr: string;

  constructor(scope: Construct, id: string, props: BookedAddressProps) {
    super(scope, id);
    const ip = new IpamIp(this, "Resource", {
      source: [{ privateNetworkId: props.privateNetworkId }],
      projectId: props.projectId,
      region: props.region,
      isIpv6: false,
      tags: deploymentTags(props.deployment, hostTag(props.hostName)),
    });
    this.id = ip.id;
    this.address = ip.address;
    this.addressCidr = ip.addressCidr;
  }
}
