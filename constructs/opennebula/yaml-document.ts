import { TerraformLocal } from "cdktf";
import type { Construct } from "constructs";

/**
 * A value as YAML, encoded by Terraform, since much of it is known only after apply. The value itself stands as a local in the
 * stack, where a review reads it as the JSON that it is; written into the call, cdktf would resolve each level of it twice as
 * often as the one above (a minute for a hundred servers).
 */
export function yamlDocument(scope: Construct, id: string, value: unknown): string {
  return `\${yamlencode(local.${new TerraformLocal(scope, id, value).friendlyUniqueId})}`;
}
