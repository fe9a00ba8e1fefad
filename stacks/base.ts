import { LocalBackend, S3Backend, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { ScalewayProvider } from "../.gen/providers/scaleway/provider";
import type { DeploymentConfig } from "../config/deployment-config";
import { SECRETS_GUARD, secretVariables } from "../config/secrets";

/** The secrets that every stack needs before it can speak to Scaleway. */
const CREDENTIALS = ["scw_access_key", "scw_secret_key", "scw_organization_id"];

/**
 * What the five stacks have in common: the Scaleway provider in the deployment's zone, the place of the state, and
 * variables that refuse a missing or malformed secret at plan time by name (the provider itself reads SCW_* from the
 * environment, which would beat the same values in its block).
 */
export abstract class DeploymentStack extends TerraformStack {
  private readonly secretsGuard: TerraformVariable;

  protected constructor(
    scope: Construct,
    id: string,
    protected readonly config: DeploymentConfig,
  ) {
    super(scope, id);
    this.addOverride("terraform.required_version", ">= 1.10.0");
    this.secretsGuard = new TerraformVariable(this, SECRETS_GUARD.name, {
      type: SECRETS_GUARD.type,
      default: SECRETS_GUARD.default,
      description: SECRETS_GUARD.description,
    });
    for (const name of CREDENTIALS) this.secret(name);
    new ScalewayProvider(this, "scaleway", {
      // A provider that did not wait for the guard would print a malformed key itself.
      region: `\${var.${SECRETS_GUARD.name} ? "${config.region}" : ""}`,
      zone: config.zone,
    });
  }

  /**
   * Declares one of the secrets as a sensitive variable, filled from TF_VAR_<name> by env.sh. A failing validation prints the
   * value of its own variable, sensitive or not, so the guard carries it.
   */
  protected secret(name: string): TerraformVariable {
    const secret = secretVariables.find((candidate) => candidate.name === name);
    if (!secret) throw new Error(`${name} is not one of the secrets in config/secrets.ts`);
    this.secretsGuard.addValidation({
      condition: `\${${secret.guardCondition}}`,
      errorMessage: secret.errorMessage,
    });
    return new TerraformVariable(this, name, {
      type: "string",
      sensitive: true,
      default: "",
      description: secret.description,
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
