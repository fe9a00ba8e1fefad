import { Fn } from "cdktf";
import { Construct } from "constructs";
import { FlexibleIp as ScalewayFlexibleIp } from "../../.gen/providers/scaleway/flexible-ip";
import { FlexibleIpMacAddress } from "../../.gen/providers/scaleway/flexible-ip-mac-address";

export interface FlexibleIpProps {
  readonly projectId: string;
  readonly zone: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Zoned id of the server it stands on at first; later the driver moves it with the VM that uses it. @default - on none */
  readonly serverId?: string;
}

/** A public IPv4 address with a virtual MAC, for one VM. Where it stands is the driver's business, so drift there is no change. */
export class FlexibleIp extends Construct {
  /** Zoned id. */
  public readonly id: string;
  /** Dotted, without the `/32` that the provider puts behind it. */
  public readonly address: string;
  public readonly macAddress: string;

  constructor(scope: Construct, id: string, props: FlexibleIpProps) {
    super(scope, id);
    const ip = new ScalewayFlexibleIp(this, "Resource", {
      projectId: props.projectId,
      zone: props.zone,
      description: props.description,
      tags: [...props.tags],
      serverId: props.serverId,
      lifecycle: { ignoreChanges: ["server_id"] },
    });
    const mac = new FlexibleIpMacAddress(this, "mac", { flexibleIpId: ip.id, type: "kvm", zone: props.zone });
    this.id = ip.id;
    this.address = Fn.element(Fn.split("/", ip.ipAddress), 0);
    this.macAddress = mac.address;
  }
}
