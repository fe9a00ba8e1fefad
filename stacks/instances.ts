import { PrivateKey } from "@cdktf/provider-tls/lib/private-key";
import { TlsProvider } from "@cdktf/provider-tls/lib/provider";
import { Fn, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { DeploymentConfig, HostConfig } from "../config/deployment-config";
import { serverNameOf } from "../constructs/net/host-name";
import { HypervisorHost } from "../constructs/opennebula/hypervisor-host";
import { ElasticMetalCatalogue } from "../constructs/scaleway/elastic-metal-catalogue";
import { FleetGuard } from "../constructs/scaleway/fleet-guard";
import { FlexibleIp } from "../constructs/scaleway/flexible-ip";
import { HeldHosts } from "../constructs/scaleway/held-hosts";
import { SshKey } from "../constructs/scaleway/ssh-key";
import { deploymentTags } from "../constructs/scaleway/tags";
import { namedAddress } from "../constructs/scaleway/terraform-address";
import { handOn, type ValuesByHost } from "../constructs/scaleway/values-by-host";
import { DeploymentStack, keepStateInBucket } from "./base";

export interface InstancesStackProps {
  readonly projectId: string;
  readonly hostToHostNetworkId: string;
  readonly vmToVmNetworkId: string;
}

/** One server as operators and the later stacks see it; every value but name and role is known after apply. */
export type InstalledServer = {
  readonly serverName: string;
  readonly role: "front-end" | "worker";
  /** `fr-par-2/<uuid>`. */
  readonly serverId: string;
  readonly publicAddress: string;
  readonly privateAddress: string;
  readonly privateAddressCidr: string;
  readonly vmToVmAddress: string;
  readonly vmToVmAddressCidr: string;
  readonly hostToHostVlanId: string;
  readonly vmToVmVlanId: string;
  readonly flexibleIp: InstalledFlexibleIp;
};

export type InstalledFlexibleIp = {
  /** Zoned id. */
  readonly id: string;
  readonly address: string;
  readonly macAddress: string;
};

export interface InstancesOutputs {
  readonly servers: ValuesByHost<InstalledServer>;
  /** OpenSSH public keys without line ends: of first contact, and from then on. */
  readonly hostKeys: ValuesByHost<{ readonly first: string; readonly lasting: string }>;
  /** OpenSSH private halves of the lasting keys, sensitive; apart from the rest, which is not. */
  readonly hostPrivateKeys: ValuesByHost<string>;
  readonly spareFlexibleIp: InstalledFlexibleIp;
  /** OpenSSH private key, sensitive; undefined when the operator's own key (agent) is used. */
  readonly sshPrivateKey: string | undefined;
}

/** The Elastic Metal servers, the key that opens them, their booked addresses and the Flexible IPs. */
export class InstancesStack extends DeploymentStack {
  public readonly outputs: InstancesOutputs;

  constructor(scope: Construct, config: DeploymentConfig, props: InstancesStackProps) {
    super(scope, "instances", config);
    keepStateInBucket(this, config);
    new TlsProvider(this, "tls");
    this.requireProvider("tls", "~> 4.0");

    const { zone, region, servers } = config;
    // Short for what every server is told, and looked up once.
    const projectId = `\${${namedAddress(this, "project-id", props.projectId)}}`;

    const keyPair = config.ssh.publicKeyFile
      ? undefined
      : new PrivateKey(this, "ssh-key-pair", { algorithm: "ED25519" });
    const sshKey = new SshKey(this, "ssh-key", {
      name: `${config.project}-opennebula`,
      publicKey: Fn.trimspace(keyPair?.publicKeyOpenssh ?? Fn.file(Fn.pathexpand(config.ssh.publicKeyFile ?? ""))),
      projectId,
    });
    const held = new HeldHosts(this, "held-hosts", {
      privateNetworkId: props.hostToHostNetworkId,
      projectId,
      region,
      deployment: config.name,
    });
    const catalogue = new ElasticMetalCatalogue(this, "catalogue", {
      zone,
      offer: servers.offer,
      subscription: servers.subscription,
      os: servers.os,
      hostNames: servers.hosts.map((host) => host.name),
      held,
    });
    if (!config.disposable) {
      new FleetGuard(this, "fleet-guard", {
        held,
        projectId,
        zone,
        hosts: servers.hosts,
        retire: servers.retire.map((name) => ({ name, serverName: serverNameOf(name) })),
        allowReinstall: servers.hosts.filter((host) => host.allowReinstall),
        offer: servers.offer,
      });
    }

    const hostToHostNetwork = namedAddress(this, "host-to-host-network-id", props.hostToHostNetworkId);
    const vmToVmNetwork = namedAddress(this, "vm-to-vm-network-id", props.vmToVmNetworkId);
    const hosts = servers.hosts.map((host) => {
      const built = new HypervisorHost(this, host.name, {
        host,
        projectId,
        region,
        zone,
        deployment: config.name,
        catalogue,
        offer: servers.offer,
        os: `${servers.os.name} ${servers.os.version}`,
        user: config.ssh.user,
        sshKeyId: sshKey.id,
        hostToHostNetwork,
        vmToVmNetwork,
        retiring: servers.retire.includes(host.name),
        disposable: config.disposable,
      });
      return { ...host, built };
    });
    const spare = new FlexibleIp(this, "spare-flexible-ip", {
      projectId,
      zone,
      description: "Spare, for the validation",
      tags: deploymentTags(config.name, "spare"),
    });
    const spareFlexibleIp = { id: spare.id, address: spare.address, macAddress: spare.macAddress };

    const byHost = <Value>(select: (host: (typeof hosts)[number]) => Value) =>
      Object.fromEntries(hosts.map((host) => [host.name, select(host)]));
    this.outputs = {
      servers: handOn(this, "server-values", byHost(describe)),
      hostKeys: handOn(
        this,
        "host-keys",
        byHost(({ built }) => ({ first: built.firstHostKey, lasting: built.lastingHostKey.publicKey })),
      ),
      hostPrivateKeys: handOn(
        this,
        "host-private-keys",
        byHost(({ built }) => built.lastingHostKey.privateKey),
      ),
      spareFlexibleIp,
      sshPrivateKey: keyPair?.privateKeyOpenssh,
    };
    new TerraformOutput(this, "servers", { value: this.outputs.servers.map });
    new TerraformOutput(this, "spare_flexible_ip", { value: spareFlexibleIp });
    new TerraformOutput(this, "ssh_key_id", { value: sshKey.id });
    // As last deployed: a destroy is refused until it says true, which is after the servers' protection was lifted.
    new TerraformOutput(this, "disposable", { value: config.disposable });
  }
}

function describe({ serverName, role, built: host }: HostConfig & { readonly built: HypervisorHost }): InstalledServer {
  return {
    serverName,
    role,
    serverId: host.server.id,
    publicAddress: host.server.publicAddress,
    privateAddress: host.privateAddress.address,
    privateAddressCidr: host.privateAddress.addressCidr,
    vmToVmAddress: host.vmToVmAddress.address,
    vmToVmAddressCidr: host.vmToVmAddress.addressCidr,
    hostToHostVlanId: host.server.vlanIds.hosttohost,
    vmToVmVlanId: host.server.vlanIds.vmtovm,
    flexibleIp: { id: host.flexibleIp.id, address: host.flexibleIp.address, macAddress: host.flexibleIp.macAddress },
  };
}
