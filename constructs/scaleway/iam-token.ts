import { Construct } from "constructs";
import { IamApiKey } from "../../.gen/providers/scaleway/iam-api-key";
import { IamApplication } from "../../.gen/providers/scaleway/iam-application";
import { IamGroup } from "../../.gen/providers/scaleway/iam-group";
import { IamPolicy } from "../../.gen/providers/scaleway/iam-policy";
import { StoredValue } from "./stored-value";
import { deploymentTags } from "./tags";
import { terraformAddress } from "./terraform-address";

/** A key lives a year; `make diagnose` warns 30 days before. */
const KEY_LIFETIME = "8760h";

export interface IamTokenProps {
  /** Name of the application; group and policy are `<name>-group` and `<name>-policy`. */
  readonly name: string;
  readonly projectId: string;
  readonly deployment: string;
  readonly permissionSets: readonly string[];
  /** Raised by the operator to rotate: the new key is made before the old one is deleted. */
  readonly keyGeneration: number;
}

/** An API key that can do one thing in one project, and expires. */
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
    const generation = new StoredValue(this, "key-generation", { input: { generation: props.keyGeneration } });
    const key = new IamApiKey(this, "key", {
      applicationId: application.id,
      defaultProjectId: props.projectId,
      description: `${description}, generation ${props.keyGeneration}`,
      expiresAt: `\${timeadd(plantimestamp(), "${KEY_LIFETIME}")}`,
      lifecycle: {
        // Each plan computes another date; only a new key takes it.
        ignoreChanges: ["expires_at"],
        replaceTriggeredBy: [terraformAddress(generation)],
        createBeforeDestroy: true,
      },
      dependsOn: [policy],
    });
    this.applicationId = application.id;
    this.groupId = group.id;
    this.policyId = policy.id;
    this.accessKey = key.accessKey;
    this.secretKey = key.secretKey;
    this.expiresAt = key.expiresAt;
  }
}
