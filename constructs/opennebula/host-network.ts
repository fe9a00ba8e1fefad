import { join } from "node:path";
import { Resource } from "@cdktf/provider-null/lib/resource";
import { AssetType, Fn, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { type HostNetplanProps, hostNetplan } from "../net/netplan";
import type { HostIdentity } from "./host-identity";
import { writeRemoteFile } from "./remote-file";
import { pinnedConnection, type SshAccess } from "./ssh-access";
import { yamlDocument } from "./yaml-document";

const FOLDER = ".opennebula-network";

export interface HostNetworkProps extends HostNetplanProps {
  readonly publicAddress: string;
  readonly access: SshAccess;
  readonly identity: HostIdentity;
  readonly script: TerraformAsset;
}

/** The script that puts a netplan document into effect; one for all servers of a stack. */
export function netplanScript(scope: Construct, id: string): TerraformAsset {
  return new TerraformAsset(scope, id, { path: join(__dirname, "scripts/apply-netplan.sh"), type: AssetType.FILE });
}

/** The netplan document of a server: applied once for each change of the document, the script or the server. */
export class HostNetwork extends Construct {
  constructor(scope: Construct, id: string, props: HostNetworkProps) {
    super(scope, id);
    const document = yamlDocument(this, "netplan", hostNetplan(props));
    const connection = pinnedConnection(props.access, props.publicAddress, [props.identity.hostKey]);
    new Resource(this, "document", {
      triggers: { document, script: props.script.assetHash, contact: props.identity.contact.id },
      connection,
      provisioners: [
        {
          type: "remote-exec",
          inline: [
            "set -e",
            `install -d -m 0700 ${FOLDER}`,
            ...writeRemoteFile(`${FOLDER}/document.yaml`, document),
            ...writeRemoteFile(`${FOLDER}/apply`, Fn.file(props.script.path)),
            `sudo sh ${FOLDER}/apply ${FOLDER}/document.yaml ${props.publicAddress}`,
          ],
        },
        // A connection of its own, over the new path.
        { type: "remote-exec", inline: ["echo reachable over br0"] },
      ],
    });
  }
}
