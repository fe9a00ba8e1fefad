import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { Fn, TerraformOutput, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { HostIdentity, type HostKeyPair, hostKeyScript } from "../constructs/opennebula/host-identity";
import { HostNetwork, netplanScript } from "../constructs/opennebula/host-network";
import type { SshAccess } from "../constructs/opennebula/ssh-access";
import { DeploymentStack, keepStateInBucket } from "./base";

/** What this stack needs to know of a server. */
export interface ReachableHost {
  readonly name: string;
  readonly serverName: string;
  readonly serverId: string;
  readonly publicAddress: string;
  readonly privateAddressCidr: string;
  readonly vmToVmAddressCidr: string;
  readonly hostToHostVlanId: string;
  readonly vmToVmVlanId: string;
  readonly firstHostKey: string;
  readonly lastingHostKey: HostKeyPair;
}

export interface NetworkStackProps {
  readonly hosts: readonly ReachableHost[];
  readonly sshPrivateKey: string | undefined;
}

export interface NetworkOutputs {
  /** Lasting host key by host name, OpenSSH form. */
  readonly hostKeys: Readonly<Record<string, string>>;
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
    const hostKeys: Record<string, string> = {};
    for (const host of props.hosts) {
      const identity = new HostIdentity(this, `${host.name}-identity`, {
        hostName: host.name,
        serverName: host.serverName,
        serverId: host.serverId,
        publicAddress: host.publicAddress,
        access,
        firstHostKey: host.firstHostKey,
        lastingHostKey: host.lastingHostKey,
        installed: `${config.servers.offer}, ${config.servers.os.name} ${config.servers.os.version}`,
        script: scripts.hostKey,
      });
      new HostNetwork(this, `${host.name}-network`, {
        publicAddress: host.publicAddress,
        access,
        identity,
        script: scripts.netplan,
        hostToHost: { vlanId: host.hostToHostVlanId, addressCidr: host.privateAddressCidr },
        vmToVm: { vlanId: host.vmToVmVlanId, addressCidr: host.vmToVmAddressCidr },
        dns: config.flexibleIps.dns,
      });
      hostKeys[host.name] = identity.hostKey;
    }
    this.outputs = { hostKeys };
    new TerraformOutput(this, "host_keys", { value: hostKeys });
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
      privateKey: privateKey && Fn.sensitive(privateKey),
      timeout: timeout.stringValue,
      proxyScheme: proxyScheme.stringValue,
      proxyHost: proxyHost.stringValue,
      proxyPort: proxyPort.numberValue,
    };
  }
}
