import { type TerraformElement, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";

/**
 * The plain Terraform address of an object of the same stack, for expressions written as text (`for` has no form in cdktf):
 * a token would be wrapped in another `${…}` there.
 */
export function terraformAddress(
  object: TerraformElement & { readonly terraformResourceType: string },
  kind: "resource" | "data" = "resource",
): string {
  return `${kind === "data" ? "data." : ""}${object.terraformResourceType}.${object.friendlyUniqueId}`;
}

/** Gives a value that may hold tokens of another stack a plain address, to be used inside a text expression. */
export function namedAddress(scope: Construct, id: string, value: string): string {
  return `local.${new TerraformLocal(scope, id, value).friendlyUniqueId}`;
}
