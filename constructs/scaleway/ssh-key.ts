import { Construct } from "constructs";
import { IamSshKey } from "../../.gen/providers/scaleway/iam-ssh-key";

export interface SshKeyProps {
  readonly name: string;
  /** OpenSSH form; a comment is dropped by the API. */
  readonly publicKey: string;
  readonly projectId: string;
}

/** The public key that an install authorises for the login user. */
export class SshKey extends Construct {
  /** Bare UUID. */
  public readonly id: string;

  constructor(scope: Construct, id: string, props: SshKeyProps) {
    super(scope, id);
    const key = new IamSshKey(this, "Resource", {
      name: props.name,
      publicKey: props.publicKey,
      projectId: props.projectId,
    });
    this.id = key.id;
  }
}
