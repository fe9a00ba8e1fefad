import { Construct } from "constructs";
import { Vpc as ScalewayVpc } from "../../.gen/providers/scaleway/vpc";
import { deploymentTags } from "./tags";

export interface VpcProps {
  readonly name: string;
  readonly projectId: string;
  readonly region: string;
  readonly deployment: string;
}

/** The VPC of a deployment. It must be empty before Scaleway deletes it, which Terraform's order of destruction sees to. */
export class Vpc extends Construct {
  /** Regional id, `fr-par/<uuid>`. */
  public readonly id: string;

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const vpc = new ScalewayVpc(this, "Resource", {
      name: props.name,
      projectId: props.projectId,
      region: props.region,
      tags: deploymentTags(props.deployment),
    });
    this.id = vpc.id;
  }
}
