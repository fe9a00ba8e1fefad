import { LocalProvider } from "@cdktf/provider-local/lib/provider";
import { SensitiveFile } from "@cdktf/provider-local/lib/sensitive-file";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { Project } from "../constructs/scaleway/project";
import { StateBucket } from "../constructs/scaleway/state-bucket";
import { DeploymentStack, keepStateInFile } from "./base";

export interface StateOutputs {
  /** Bare UUID of the deployment's project. */
  readonly projectId: string;
}

/** The project that everything lands in, and the bucket that holds the other stacks' states. */
export class StateStack extends DeploymentStack {
  public readonly outputs: StateOutputs;

  constructor(scope: Construct, config: DeploymentConfig) {
    super(scope, "state", config);
    keepStateInFile(this, this.pathFromCheckout(`.state/${config.name}/state.tfstate`));
    new LocalProvider(this, "local");
    this.requireProvider("local", "~> 2.5");

    const project = new Project(this, "project", { name: config.project, guarded: !config.disposable });
    const bucket = new StateBucket(this, "bucket", {
      name: config.bucketName,
      region: config.region,
      project,
      deployment: config.name,
      disposable: config.disposable,
    });

    // A plain key acts in its default project only; `KEY@project` opens this one's buckets. The project's id is known only
    // now, so the file is written here and env.sh merely names it.
    new SensitiveFile(this, "s3-credentials", {
      filename: this.pathFromCheckout(`.state/${config.name}/s3-credentials`),
      content: [
        "[default]",
        `aws_access_key_id = \${var.scw_access_key}@${project.id}`,
        `aws_secret_access_key = \${var.scw_secret_key}`,
        "",
      ].join("\n"),
      filePermission: "0600",
      directoryPermission: "0700",
    });

    this.outputs = { projectId: project.id };
    new TerraformOutput(this, "project_id", { value: project.id });
    new TerraformOutput(this, "project_name", { value: config.project });
    new TerraformOutput(this, "bucket_name", { value: bucket.name });
    // As last deployed: a destroy is refused until it says true.
    new TerraformOutput(this, "disposable", { value: config.disposable });
  }
}
