import { Construct } from "constructs";
import { ObjectBucket } from "../../.gen/providers/scaleway/object-bucket";
import type { Project } from "./project";

export interface StateBucketProps {
  readonly name: string;
  readonly region: string;
  readonly project: Project;
  /** Name of the deployment, for the tags. */
  readonly deployment: string;
  /** True: destroy empties the bucket; false: destroy is refused. */
  readonly disposable: boolean;
}

/** Versioned private bucket for Terraform states: a state overwritten by mistake is one version back. */
export class StateBucket extends Construct {
  public readonly name: string;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const bucket = new ObjectBucket(this, "Resource", {
      name: props.name,
      region: props.region,
      projectId: props.project.id,
      versioning: { enabled: true },
      forceDestroy: props.disposable,
      tags: { deployment: props.deployment, purpose: "terraform-state" },
      lifecycle: { preventDestroy: !props.disposable },
    });
    this.name = bucket.name;
  }
}
