import { LocalBackend, S3Backend, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { ScalewayProvider } from "../.gen/providers/scaleway/provider";
import type { DeploymentConfig } from "../config/deployment-config";
import { type SecretVariable, secretVariables } from "../config/secrets";

/** The secrets that every stack needs before it can speak to Scaleway. */
const CREDENTIALS = ["scw_access_key", "scw_secret_key", "scw_organization_id"];

/**
 * What the five stacks have in common: the Scaleway provider in the deployment's zone, the place of the state, and
 * variables that refuse a missing or malformed secret at plan time by name (the provider itself reads SCW_* from the
 * environment, which would beat the same values in its block).
 */
export abstract class DeploymentStack extends TerraformStack {
  protected constructor(
    scope: Construct,
    id: string,
    protected readonly config: DeploymentConfig,
  ) {
    super(scope, id);
    this.addOverride("terraform.required_version", ">= 1.10.0");
    new ScalewayProvider(this, "scaleway", { region: config.region, zone: config.zone });
    for (const name of CREDENTIALS) this.secret(name);
  }

  /** Declares one of the secrets as a sensitive variable, filled from TF_VAR_<name> by env.sh. */
  protected secret(name: string): TerraformVariable {
    const secret = secretVariables.find((candidate): candidate is SecretVariable => candidate.name === name);
    if (!secret) throw new Error(`${name} is not one of the secrets in config/secrets.ts`);
    return new TerraformVariable(this, name, {
      type: "string",
      sensitive: true,
      default: "",
      description: secret.description,
      validation: [{ condition: `\${${secret.condition}}`, errorMessage: secret.errorMessage }],
    });
  }

  /** Pins a provider to a range that both the Terraform registry and the mirror built from source can serve. */
  protected requireProvider(name: string, version: string): void {
    this.addOverride(`terraform.required_providers.${name}.version`, version);
  }

  /** The folder of the checkout, as seen from the folder in which Terraform runs (cdktf.out/<name>/stacks/<stack>). */
  protected pathFromCheckout(path: string): string {
    return `../../../../${path}`;
  }
}

/** The first stack's state cannot lie in the bucket that it makes: it is a file, 0600 by env.sh's umask. */
export function keepStateInFile(stack: TerraformStack, path: string): void {
  new LocalBackend(stack, { path });
}

/**
 * State in the deployment's bucket, locked by conditional writes (S3 on Scaleway has them since May 2026). The credentials
 * come from the file that AWS_SHARED_CREDENTIALS_FILE names, since only there the key can be written as KEY@project.
 */
export function keepStateInBucket(stack: TerraformStack, config: DeploymentConfig): void {
  const backend = new S3Backend(stack, {
    bucket: config.bucketName,
    key: `${stack.node.id}.tfstate`,
    region: config.region,
    endpoints: { s3: `https://s3.${config.region}.scw.cloud` },
    skipCredentialsValidation: true,
    skipRegionValidation: true,
    skipRequestingAccountId: true,
    skipMetadataApiCheck: true,
    skipS3Checksum: true,
  });
  // cdktf 0.21 does not know the setting.
  backend.addOverride("use_lockfile", true);
}
