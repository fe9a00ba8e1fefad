import { PrivateKey } from "@cdktf/provider-tls/lib/private-key";
import { Construct } from "constructs";
import type { HostConfig } from "../../config/deployment-config";
import { BookedAddress } from "../scaleway/booked-address";
import type { ElasticMetalCatalogue } from "../scaleway/elastic-metal-catalogue";
import { ElasticMetalServer } from "../scaleway/elastic-metal-server";
import { FlexibleIp } from "../scaleway/flexible-ip";
import { deploymentTags, hostTag } from "../scaleway/tags";
import { terraformAddress } from "../scaleway/terraform-address";
import { firstBootUserData } from "./first-boot";
import type { HostKeyPair } from "./host-identity";

export interface HypervisorHostProps {
  readonly host: HostConfig;
  readonly projectId: string;
  readonly region: string;
  readonly zone: string;
  readonly deployment: string;
  readonly catalogue: ElasticMetalCatalogue;
  /** In words, for the guard: `EM-A610R-NVME` and `Ubuntu 24.04 LTS (Noble Numbat)`. */
  readonly offer: string;
  readonly os: string;
  readonly user: string;
  readonly sshKeyId: string;
  /** Plain addresses of the regional ids. */
  readonly hostToHostNetwork: string;
  readonly vmToVmNetwork: string;
  /** True: may leave; its deletion protection is lifted. */
  readonly retiring: boolean;
  readonly disposable: boolean;
}

/** One OpenNebula host: an Elastic Metal server, its private addresses, its first host key and a Flexible IP for a VM on it. */
export class HypervisorHost extends Construct {
  public readonly server: ElasticMetalServer<"hosttohost" | "vmtovm">;
  public readonly privateAddress: BookedAddress;
  public readonly vmToVmAddress: BookedAddress;
  public readonly flexibleIp: FlexibleIp;
  /** OpenSSH public half of the key that user data gave the server, without a line end. */
  public readonly firstHostKey: string;
  /** The key that the server is known by after first contact. */
  public readonly lastingHostKey: HostKeyPair;

  constructor(scope: Construct, id: string, props: HypervisorHostProps) {
    super(scope, id);
    const { host, projectId, region, zone, deployment } = props;

    const booked = { projectId, region, deployment, hostName: host.name };
    this.privateAddress = new BookedAddress(this, "private-address", {
      ...booked,
      privateNetworkId: `\${${props.hostToHostNetwork}}`,
    });
    this.vmToVmAddress = new BookedAddress(this, "vm-to-vm-address", {
      ...booked,
      privateNetworkId: `\${${props.vmToVmNetwork}}`,
    });

    const firstHostKey = new PrivateKey(this, "first-host-key", { algorithm: "ECDSA", ecdsaCurve: "P256" });
    this.firstHostKey = publicKeyOf(firstHostKey);

    // Made a stack before it is installed: a run killed right after that must find the same key again in a saved state.
    const lastingHostKey = new PrivateKey(this, "host-key", { algorithm: "ED25519" });
    this.lastingHostKey = {
      privateKey: lastingHostKey.privateKeyOpenssh,
      publicKey: publicKeyOf(lastingHostKey),
    };

    const mayBeDestroyed = props.disposable || host.allowReinstall;
    this.server = new ElasticMetalServer(this, "server", {
      hostName: host.name,
      serverName: host.serverName,
      projectId,
      zone,
      deployment,
      catalogue: props.catalogue,
      offer: props.offer,
      os: props.os,
      sshKeyId: props.sshKeyId,
      user: props.user,
      userData: firstBootUserData({
        hostKeyPrivate: `${terraformAddress(firstHostKey)}.private_key_openssh`,
        hostKeyPublic: `${terraformAddress(firstHostKey)}.public_key_openssh`,
      }),
      allowReinstall: mayBeDestroyed,
      protected: !mayBeDestroyed && !props.retiring,
      privateNetworks: [
        { privateNetwork: props.hostToHostNetwork, bookedAddressId: this.privateAddress.id, label: "hosttohost" },
        { privateNetwork: props.vmToVmNetwork, bookedAddressId: this.vmToVmAddress.id, label: "vmtovm" },
      ],
    });

    this.flexibleIp = new FlexibleIp(this, "flexible-ip", {
      projectId,
      zone,
      serverId: this.server.id,
      description: `Public address of a VM, first on ${host.name}`,
      tags: deploymentTags(deployment, hostTag(host.name)),
    });
  }
}

/** OpenSSH public half without a line end. */
function publicKeyOf(key: PrivateKey): string {
  return `\${trimspace(${terraformAddress(key)}.public_key_openssh)}`;
}
