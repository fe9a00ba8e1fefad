import { File } from "@cdktf/provider-local/lib/file";
import { SensitiveFile } from "@cdktf/provider-local/lib/sensitive-file";
import { Construct } from "constructs";
import { type InventoryHost, inventoryHosts, knownHosts } from "./inventory-hosts";
import {
  type InventoryVariablesProps,
  inventoryVariables,
  type ReachVariablesProps,
  reachVariables,
} from "./inventory-variables";
import { yamlDocument } from "./yaml-document";

const PERMISSIONS = { filePermission: "0600", directoryPermission: "0700" };

export interface AnsibleInventoryProps {
  /** Folder of the inventory, relative to where Terraform runs: the same plan in every checkout. */
  readonly folder: string;
  readonly hosts: readonly InventoryHost[];
  readonly variables: InventoryVariablesProps;
  readonly reach: ReachVariablesProps;
  /** OpenSSH private key, sensitive; undefined: the operator's own. */
  readonly sshPrivateKey: string | undefined;
  /** Content of the files in `secrets/` by file name, sensitive, written byte for byte. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The one place where Terraform and Ansible meet: a folder of files, 0600 each, secrets apart from what a review reads. */
export class AnsibleInventory extends Construct {
  constructor(scope: Construct, id: string, props: AnsibleInventoryProps) {
    super(scope, id);
    const { folder } = props;
    const readable = (name: string, path: string, content: string) =>
      new File(this, name, { filename: `${folder}/${path}`, content, ...PERMISSIONS });
    const sensitive = (name: string, path: string, content: string) =>
      new SensitiveFile(this, name, { filename: `${folder}/${path}`, content, ...PERMISSIONS });

    const document = (name: string, path: string, value: unknown) =>
      readable(name, path, yamlDocument(this, `${name}-document`, value));
    document("hosts", "hosts.yml", inventoryHosts(props.hosts));
    document("variables", "group_vars/all.yml", inventoryVariables(props.variables));
    document("reach", "group_vars/node.yml", reachVariables(props.reach));
    readable("known-hosts", "known_hosts", knownHosts(props.hosts));
    if (props.sshPrivateKey) sensitive("ssh-key", "id_ed25519", props.sshPrivateKey);
    for (const [name, content] of Object.entries(props.secrets))
      sensitive(`secret-${name}`, `secrets/${name}`, content);
  }
}
