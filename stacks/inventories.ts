import { LocalProvider } from "@cdktf/provider-local/lib/provider";
import { PrivateKey } from "@cdktf/provider-tls/lib/private-key";
import { TlsProvider } from "@cdktf/provider-tls/lib/provider";
import { Fn, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { AnsibleInventory } from "../constructs/opennebula/ansible-inventory";
import type { FlexibleIpAddress } from "../constructs/opennebula/virtual-networks";
import { IamToken } from "../constructs/scaleway/iam-token";
import { takeFrom, type ValuesByHost } from "../constructs/scaleway/values-by-host";
import { DeploymentStack, keepStateInBucket } from "./base";

/** What this stack needs to know of a server. */
export type InventoryServer = {
  readonly serverId: string;
  readonly publicAddress: string;
  readonly privateAddress: string;
  readonly flexibleIp: { readonly id: string; readonly address: string; readonly macAddress: string };
};

export interface InventoriesStackProps {
  readonly projectId: string;
  readonly servers: ValuesByHost<InventoryServer>;
  readonly spareFlexibleIp: FlexibleIpAddress;
  readonly sshPrivateKey: string | undefined;
  readonly lastingHostKeys: ValuesByHost<string>;
}

/** The API key of the Flexible-IP driver, which may do that one thing in this project, and the Ansible inventory. */
export class InventoriesStack extends DeploymentStack {
  constructor(scope: Construct, config: DeploymentConfig, props: InventoriesStackProps) {
    super(scope, "inventories", config);
    keepStateInBucket(this, config);
    new TlsProvider(this, "tls");
    this.requireProvider("tls", "~> 4.0");
    new LocalProvider(this, "local");
    this.requireProvider("local", "~> 2.5");
    const onePassword = this.secret("one_password");

    const token = new IamToken(this, "flexible-ip-token", {
      name: `opennebula-flexip-${config.project}`,
      projectId: props.projectId,
      deployment: config.name,
      permissionSets: config.flexibleIps.permissionSets,
      keyGeneration: config.flexibleIps.keyGeneration,
      formerKeyAddress: "scaleway_iam_api_key.flexible-ip-token_key_BB85D11D",
    });
    // Letters and digits, since the collection pastes it into SQL; a key is the one source of chance that our providers have.
    const databaseKey = new PrivateKey(this, "database-password", { algorithm: "ED25519" });

    const serverOf = takeFrom(this, "servers", props.servers);
    const hostKeyOf = takeFrom(this, "lasting-host-keys", props.lastingHostKeys);
    // What the file says comes last: a value of another stack is known to Terraform only, and decides nothing here.
    const hosts = config.servers.hosts.map(({ name, role }) => ({
      ...serverOf(name),
      hostKey: hostKeyOf(name),
      name,
      role,
    }));
    const folder = this.pathFromCheckout(`ansible/inventory/${config.name}`);
    new AnsibleInventory(this, "inventory", {
      folder,
      hosts,
      variables: {
        opennebulaVersion: config.opennebula.version,
        flexibleIpGateway: config.flexibleIps.gateway,
        dns: config.flexibleIps.dns,
        flexibleIps: hosts.map((host) => host.flexibleIp),
        spareFlexibleIp: props.spareFlexibleIp,
        projectId: props.projectId,
        zone: config.zone,
      },
      reach: { user: config.ssh.user, ownsKey: props.sshPrivateKey !== undefined },
      sshPrivateKey: props.sshPrivateKey && Fn.sensitive(props.sshPrivateKey),
      secrets: {
        one_password: onePassword.stringValue,
        db_password: Fn.substr(Fn.sha256(databaseKey.privateKeyOpenssh), 0, 32),
        flexible_ip_access_key: token.accessKey,
        flexible_ip_secret_key: token.secretKey,
      },
    });

    new TerraformOutput(this, "iam_application_id", { value: token.applicationId });
    new TerraformOutput(this, "iam_group_id", { value: token.groupId });
    new TerraformOutput(this, "iam_policy_id", { value: token.policyId });
    new TerraformOutput(this, "flexible_ip_key_expires_at", { value: token.expiresAt });
    new TerraformOutput(this, "inventory_file", { value: `ansible/inventory/${config.name}/hosts.yml` });
  }
}
