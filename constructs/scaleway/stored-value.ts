import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

export interface StoredValueProps extends Pick<TerraformMetaArguments, "lifecycle"> {
  /** What the state keeps, `output` in expressions. @default nothing */
  readonly input?: Readonly<Record<string, string | number>>;
}

/**
 * Terraform's own `terraform_data`. cdktf's `DataResource` is the same, but runs `terraform version` for each one at every
 * synth: 50 ms per server, and an answer that differs between machines (the stacks demand 1.10 by themselves).
 */
export class StoredValue extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: StoredValueProps,
  ) {
    super(scope, id, { terraformResourceType: "terraform_data", lifecycle: props.lifecycle });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.props.input };
  }
}
