import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { Fn, TerraformOutput, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { HostIdentity, hostKeyScript } from "../constructs/opennebula/host-identity";
import { HostNetwork, netplanScript } from "../constructs/opennebula/host-network";
import type { SshAccess } from "../constructs/opennebula/ssh-access";
import { namedAddress } from "../constructs/scaleway/terraform-address";
import { handOn, takeFrom, type ValuesByHost } from "../constructs/scaleway/values-by-host";
import { DeploymentStack, keepStateInBucket } from "./base";

/** What this stack needs to know of a server. */
export type ReachableServer = {
  readonly serverId: string;
  readonly publicAddress: string;
  readonly privateAddressCidr: string;
  readonly vmToVmAddressCidr: string;
  readonly hostToHostVlanId: string;
  readonly vmToVmVlanId: string;
};

export type PinnedHostKeys = { readonly first: string; readonly lasting: string };

export interface NetworkStackProps {
  readonly servers: ValuesByHost<ReachableServer>;
  /** OpenSSH public keys without line ends. */
  readonly hostKeys: ValuesByHost<PinnedHostKeys>;
  /** OpenSSH private halves of the lasting keys, sensitive. */
  readonly hostPrivateKeys: ValuesByHost<string>;
  readonly sshPrivateKey: string | undefined;
}

export interface NetworkOutputs {
  /** Lasting host keys, OpenSSH form, once their servers have them. */
  readonly lastingHostKeys: ValuesByHost<string>;
}

/** First pinned contact with each server, its lasting host key, and its network. */
export class NetworkStack extends DeploymentStack {
  public readonly outputs: NetworkOutputs;

  constructor(scope: Construct, config: DeploymentConfig, props: NetworkStackProps) {
    super(scope, "network", config);
    keepStateInBucket(this, config);
    new NullProvider(this, "null");
    this.requireProvider("null", ">= 1.0.0, < 4.0.0");

    const access = this.sshAccess(config.ssh.user, props.sshPrivateKey);
    const scripts = { hostKey: hostKeyScript(this, "install-host-key"), netplan: netplanScript(this, "apply-netplan") };
    const serverOf = takeFrom(this, "servers", props.servers);
    const keysOf = takeFrom(this, "host-keys", props.hostKeys);
    const { map, sample } = props.hostPrivateKeys;
    const privateKeyOf = takeFrom(this, "host-private-keys", { sample, map: Fn.sensitive(map) });
    const lastingHostKeys: Record<string, string> = {};
    for (const { name, serverName } of config.servers.hosts) {
      const server = serverOf(name);
      const identity = new HostIdentity(this, `${name}-identity`, {
        hostName: name,
        serverName,
        serverId: server.serverId,
        publicAddress: server.publicAddress,
        access,
        firstHostKey: keysOf(name).first,
        lastingHostKey: { publicKey: keysOf(name).lasting, privateKey: privateKeyOf(name) },
        installed: `${config.servers.offer}, ${config.servers.os.name} ${config.servers.os.version}`,
        script: scripts.hostKey,
      });
      new HostNetwork(this, `${name}-network`, {
        publicAddress: server.publicAddress,
        access,
        identity,
        script: scripts.netplan,
        hostToHost: { vlanId: server.hostToHostVlanId, addressCidr: server.privateAddressCidr },
        vmToVm: { vlanId: server.vmToVmVlanId, addressCidr: server.vmToVmAddressCidr },
        dns: config.flexibleIps.dns,
      });
      lastingHostKeys[name] = identity.hostKey;
    }
    this.outputs = { lastingHostKeys: handOn(this, "lasting-host-keys", lastingHostKeys) };
    new TerraformOutput(this, "host_keys", { value: this.outputs.lastingHostKeys.map });
  }

  private sshAccess(user: string, privateKey: string | undefined): SshAccess {
    const proxyScheme = new TerraformVariable(this, "ssh_proxy_scheme", {
      type: "string",
      default: "http",
      description:
        "Kind of the proxy: http, https or socks5. Terraform ends connections through an HTTP proxy after 15 seconds",
    });
    const proxyHost = new TerraformVariable(this, "ssh_proxy_host", {
      type: "string",
      default: "",
      description: "Proxy for SSH to the servers, for operators behind one; empty without",
    });
    const proxyPort = new TerraformVariable(this, "ssh_proxy_port", {
      type: "number",
      default: 0,
      description: "Port of the proxy",
    });
    const timeout = new TerraformVariable(this, "ssh_timeout", {
      type: "string",
      default: "10m",
      description: "How long a server may take to answer its first SSH connection",
    });
    return {
      user,
      // A secret loses its mark on the way from one stack to another.
      privateKey: privateKey && `\${${namedAddress(this, "ssh-private-key", Fn.sensitive(privateKey))}}`,
      timeout: timeout.stringValue,
      proxyScheme: proxyScheme.stringValue,
      proxyHost: proxyHost.stringValue,
      proxyPort: proxyPort.numberValue,
    };
  }
}
