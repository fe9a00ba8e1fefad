import { join } from "node:path";
import { Resource } from "@cdktf/provider-null/lib/resource";
import { AssetType, Fn, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { type HostNetplanProps, hostNetplan } from "../net/netplan";
import type { HostIdentity } from "./host-identity";
import { pinnedConnection, type SshAccess } from "./ssh-access";

const FOLDER = ".opennebula-network";

export interface HostNetworkProps extends HostNetplanProps {
  readonly publicAddress: string;
  readonly access: SshAccess;
  readonly identity: HostIdentity;
}

/** The netplan document of a server: applied once for each change of the document, the script or the server. */
export class HostNetwork extends Construct {
  constructor(scope: Construct, id: string, props: HostNetworkProps) {
    super(scope, id);
    const document = Fn.yamlencode(hostNetplan(props));
    const script = new TerraformAsset(this, "apply-netplan", {
      path: join(__dirname, "scripts/apply-netplan.sh"),
      type: AssetType.FILE,
    });
    const connection = pinnedConnection(props.access, props.publicAddress, [props.identity.hostKey]);
    new Resource(this, "document", {
      triggers: { document, script: script.assetHash, contact: props.identity.contact.id },
      provisioners: [
        { type: "remote-exec", connection, inline: [`install -d -m 0700 ${FOLDER}`] },
        { type: "file", connection, content: document, destination: `${FOLDER}/document.yaml` },
        { type: "file", connection, source: script.path, destination: `${FOLDER}/apply` },
        {
          type: "remote-exec",
          connection,
          inline: [`sudo sh ${FOLDER}/apply ${FOLDER}/document.yaml ${props.publicAddress}`],
        },
        // A connection of its own, over the new path.
        { type: "remote-exec", connection, inline: ["echo reachable over br0"] },
      ],
    });
  }
}
