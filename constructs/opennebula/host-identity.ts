import { join } from "node:path";
import { Resource } from "@cdktf/provider-null/lib/resource";
import { AssetType, Fn, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { terraformAddress } from "../scaleway/terraform-address";
import { writeRemoteFile } from "./remote-file";
import { pinnedConnection, type SshAccess } from "./ssh-access";

const UPLOAD_FOLDER = ".opennebula-host-key";

export interface HostKeyPair {
  /** OpenSSH, sensitive. */
  readonly privateKey: string;
  /** OpenSSH, without a line end. */
  readonly publicKey: string;
}

export interface HostIdentityProps {
  readonly hostName: string;
  readonly serverName: string;
  readonly serverId: string;
  readonly publicAddress: string;
  readonly access: SshAccess;
  /** OpenSSH public key that user data gave the server, without a line end; proves first contact only, since user data can be read by API. */
  readonly firstHostKey: string;
  readonly lastingHostKey: HostKeyPair;
  /** What is installed, in words: a server that was installed anew has its first key again. */
  readonly installed: string;
  readonly script: TerraformAsset;
}

/** The script that gives a server its lasting host key; one for all servers of a stack. */
export function hostKeyScript(scope: Construct, id: string): TerraformAsset {
  return new TerraformAsset(scope, id, {
    path: join(__dirname, "scripts/install-host-key.sh"),
    type: AssetType.FILE,
  });
}

/**
 * Lines that wait until cloud-init has ended. Its exit code is not 0 for a failure anywhere in it, as 2 for a mere warning since
 * 23.4 (docs.cloud-init.io, "Failure states"). What is needed of it, user and keys, is proven by being logged in: the rest is told.
 */
function waitForCloudInit(hostName: string): string[] {
  return [
    "if ! cloud-init status --wait >/dev/null; then",
    `echo "${hostName}: cloud-init reports errors; going on, user and keys are there. On the server: cloud-init status --long"`,
    "cloud-init status --long || true",
    "fi",
  ];
}

/**
 * First contact with a server and its lasting host key. Both keys are accepted until this step is recorded, so a run killed
 * between installing the key and saving the state succeeds when repeated: the key itself lies in an earlier stack's state.
 */
export class HostIdentity extends Construct {
  /** OpenSSH public half of the lasting host key, without a line end; its use waits for the contact. An expression, good in this stack only. */
  public readonly hostKey: string;
  public readonly contact: Resource;

  constructor(scope: Construct, id: string, props: HostIdentityProps) {
    super(scope, id);
    const { privateKey, publicKey } = props.lastingHostKey;
    const connection = pinnedConnection(props.access, props.publicAddress, [props.firstHostKey, publicKey]);

    this.contact = new Resource(this, "contact", {
      triggers: { server: props.serverId, installed: props.installed, host_key: publicKey },
      connection,
      provisioners: [
        {
          type: "local-exec",
          command:
            `echo "${props.hostName}: first contact with ${props.serverName} at ${props.publicAddress}, for up to ${props.access.timeout}. ` +
            `A 'key mismatch' means that another machine answers there; a time-out, that nothing does: see make diagnose. Running again is safe."`,
        },
        {
          type: "remote-exec",
          inline: [
            "set -e",
            ...waitForCloudInit(props.hostName),
            `install -d -m 0700 ${UPLOAD_FOLDER}`,
            ...writeRemoteFile(`${UPLOAD_FOLDER}/key.pub`, publicKey),
            ...writeRemoteFile(`${UPLOAD_FOLDER}/install`, Fn.file(props.script.path)),
          ],
        },
        { type: "file", content: privateKey, destination: `${UPLOAD_FOLDER}/key` },
        { type: "remote-exec", inline: [`sudo sh ${UPLOAD_FOLDER}/install "$HOME/${UPLOAD_FOLDER}"`] },
      ],
    });
    this.hostKey = `\${${terraformAddress(this.contact)}.triggers["host_key"]}`;
  }
}
