import { Construct } from "constructs";
import { IamApiKey } from "../../.gen/providers/scaleway/iam-api-key";
import { IamApplication } from "../../.gen/providers/scaleway/iam-application";
import { IamGroup } from "../../.gen/providers/scaleway/iam-group";
import { IamPolicy } from "../../.gen/providers/scaleway/iam-policy";
import { deploymentTags } from "./tags";

/** A key lives a year; `make diagnose` warns 30 days before. */
const KEY_LIFETIME = "8760h";

export interface IamTokenProps {
  /** Name of the application; group and policy are `<name>-group` and `<name>-policy`. */
  readonly name: string;
  readonly projectId: string;
  readonly deployment: string;
  readonly permissionSets: readonly string[];
  /** Raised by the operator, by one, to rotate: there is a key of this generation and one of the generation before. */
  readonly keyGeneration: number;
  /** Terraform address of the key in states that know no generations. */
  readonly formerKeyAddress: string;
}

/**
 * An API key that can do one thing in one project, and expires. The key before it lives on until the next rotation: whoever uses it has to
 * be told of the new one first, and that happens after Terraform.
 */
export class IamToken extends Construct {
  public readonly applicationId: string;
  public readonly groupId: string;
  public readonly policyId: string;
  public readonly accessKey: string;
  /** Sensitive. */
  public readonly secretKey: string;
  public readonly expiresAt: string;

  constructor(scope: Construct, id: string, props: IamTokenProps) {
    super(scope, id);
    const tags = deploymentTags(props.deployment);
    const description = `Moves the Flexible IPs of deployment ${props.deployment} with its VMs`;
    const application = new IamApplication(this, "application", { name: props.name, description, tags });
    const group = new IamGroup(this, "group", {
      name: `${props.name}-group`,
      description,
      applicationIds: [application.id],
      tags,
    });
    const policy = new IamPolicy(this, "policy", {
      name: `${props.name}-policy`,
      description,
      groupId: group.id,
      tags,
      rule: [{ projectIds: [props.projectId], permissionSetNames: [...props.permissionSets] }],
    });
    const keyOf = (generation: number) =>
      new IamApiKey(this, `key-${generation}`, {
        applicationId: application.id,
        defaultProjectId: props.projectId,
        description: `${description}, generation ${generation}`,
        expiresAt: `\${timeadd(plantimestamp(), "${KEY_LIFETIME}")}`,
        // Each plan computes another date; only a new key takes it.
        lifecycle: { ignoreChanges: ["expires_at"] },
        dependsOn: [policy],
      });
    const key = keyOf(props.keyGeneration);
    const oldest = props.keyGeneration === 1 ? key : keyOf(props.keyGeneration - 1);
    // Whatever its generation was: it is in use, so it may be the older one of two but must not go.
    oldest.moveFromId(props.formerKeyAddress);
    this.applicationId = application.id;
    this.groupId = group.id;
    this.policyId = policy.id;
    this.accessKey = key.accessKey;
    this.secretKey = key.secretKey;
    this.expiresAt = key.expiresAt;
  }
}
