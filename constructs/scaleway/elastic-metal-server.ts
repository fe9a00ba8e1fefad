import { Construct } from "constructs";
import { BaremetalServer } from "../../.gen/providers/scaleway/baremetal-server";
import type { ElasticMetalCatalogue } from "./elastic-metal-catalogue";
import { InstalledMemory } from "./installed-memory";
import { deploymentTags, hostTag } from "./tags";
import { terraformAddress } from "./terraform-address";

export interface PrivateNetworkAttachment<Label extends string> {
  /** Plain address of the Private Network's regional id. */
  readonly privateNetwork: string;
  /** Regional id of the booked address. */
  readonly bookedAddressId: string;
  /** Name of the VLAN interface on the server, e.g. `hosttohost`. */
  readonly label: Label;
}

export interface ElasticMetalServerProps<Label extends string> {
  /** OpenNebula host name, e.g. `host01`; also the machine's own host name. */
  readonly hostName: string;
  /** Name at Scaleway, e.g. `opennebula-worker-0`. */
  readonly serverName: string;
  /** True: a change of offer or OS is no mistake. */
  readonly allowReinstall: boolean;
  /** True: Scaleway refuses to delete the server. */
  readonly protected: boolean;
  readonly projectId: string;
  readonly zone: string;
  readonly deployment: string;
  readonly catalogue: ElasticMetalCatalogue;
  /** What the file asks for, in words; compared with what was installed. */
  readonly offer: string;
  readonly os: string;
  readonly sshKeyId: string;
  readonly user: string;
  /** cloud-init user data, at most 127,998 characters. A change is sent, but does not reinstall. */
  readonly userData: string;
  readonly privateNetworks: readonly PrivateNetworkAttachment<Label>[];
}

/**
 * One Elastic Metal server. Reinstalling it loses the VMs on it, and Terraform would do so in place for a changed OS and by
 * replacement for a changed offer: both are refused at plan time unless the deployment file names the server.
 */
export class ElasticMetalServer<Label extends string> extends Construct {
  /** Zoned id, `fr-par-2/<uuid>`. */
  public readonly id: string;
  /** Public IPv4 address without prefix; an expression, good in this stack only. */
  public readonly publicAddress: string;
  /** VLAN id by label: the tag under which each Private Network reaches this server; an expression, good in this stack only. */
  public readonly vlanIds: Readonly<Record<Label, string>>;
  private readonly server: BaremetalServer;

  constructor(scope: Construct, id: string, props: ElasticMetalServerProps<Label>) {
    super(scope, id);
    const { hostName, serverName, catalogue } = props;
    const memory = new InstalledMemory(this, "installed", {
      values: { offer: props.offer, os: props.os, zone: props.zone },
      allowChange: props.allowReinstall,
    });
    this.server = new BaremetalServer(this, "Resource", {
      projectId: props.projectId,
      zone: props.zone,
      name: serverName,
      hostname: hostName,
      description: `OpenNebula host ${hostName}`,
      tags: deploymentTags(props.deployment, hostTag(hostName)),
      offer: catalogue.offerId,
      os: catalogue.osId,
      user: props.user,
      sshKeyIds: [props.sshKeyId],
      cloudInit: props.userData,
      reinstallOnConfigChanges: false,
      protected: props.protected,
      options: [{ id: catalogue.privateNetworkOptionId }],
      privateNetwork: props.privateNetworks.map((network) => ({
        id: `\${${network.privateNetwork}}`,
        ipamIpIds: [network.bookedAddressId],
      })),
      lifecycle: {
        // The API adds a tag of its own when an option is enabled (recordings of the provider: `PrivateNetwork`).
        ignoreChanges: ["tags"],
        // The API's protection would refuse too, but only after the server's Flexible IP is gone.
        preventDestroy: props.protected,
        ...(props.allowReinstall
          ? {}
          : {
              precondition: [
                {
                  condition: `\${${memory.unchanged}}`,
                  errorMessage:
                    `${hostName} (${serverName}) would be reinstalled and lose its disks: ${memory.differences}. Nothing was changed. ` +
                    `To allow it: servers.allowReinstall: [${hostName}]`,
                },
              ],
            }),
        // A status of error ends the provider's wait as if all were well, and lasts: the provider sees nothing to change in it.
        postcondition: [
          {
            condition: `\${alltrue([for n in self.private_network : n.status == "attached"])}`,
            errorMessage:
              `${hostName} (${serverName}): a Private Network is not attached: ` +
              `\${join(", ", [for n in self.private_network : "\${n.id} is \${n.status}"])}. ` +
              "If it is error, detach the server from that network in the console, which moves no address; " +
              "then run again: it is safe and attaches it anew.",
          },
        ],
      },
    });
    this.id = this.server.id;
    this.publicAddress = `\${one([for ip in ${terraformAddress(this.server)}.ips : ip.address if ip.version == "IPv4"])}`;
    this.vlanIds = Object.fromEntries(
      props.privateNetworks.map((network) => [network.label, this.vlanIdOf(network)]),
    ) as Record<Label, string>;
  }

  private vlanIdOf(network: PrivateNetworkAttachment<Label>): string {
    // One side is a bare UUID and the other regional, depending on who wrote it last.
    const bare = (expression: string) => `reverse(split("/", ${expression}))[0]`;
    const networks = `${terraformAddress(this.server)}.private_network`;
    return `\${one([for n in ${networks} : n.vlan if ${bare("n.id")} == ${bare(network.privateNetwork)}])}`;
  }
}
