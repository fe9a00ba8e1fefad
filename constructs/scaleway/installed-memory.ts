import { Construct } from "constructs";
import { StoredValue } from "./stored-value";
import { terraformAddress } from "./terraform-address";

export interface InstalledMemoryProps {
  /** What was installed, by the names that messages use, e.g. `{ os: "Ubuntu 24.04" }`. Known at synth. */
  readonly values: Readonly<Record<string, string>>;
  /** True: the change is allowed, so the memory takes the new values. */
  readonly allowChange: boolean;
}

/**
 * Remembers in the Terraform state what an object was made with, so that a later plan can be refused in our own words before
 * anything changes: `prevent_destroy` says nothing but an address, and a changed `os` reinstalls a server in place.
 */
export class InstalledMemory extends Construct {
  /** Terraform expression: true while the deployment file asks for what is installed. */
  public readonly unchanged: string;
  /** Terraform template for messages, e.g. `os Ubuntu 24.04 -> Ubuntu 22.04, offer A -> B`: only what differs. */
  public readonly differences: string;

  constructor(scope: Construct, id: string, props: InstalledMemoryProps) {
    super(scope, id);
    const memory = new StoredValue(this, "Resource", {
      input: { ...props.values },
      ...(props.allowChange ? {} : { lifecycle: { ignoreChanges: ["input"] } }),
    });
    const pairs = Object.entries(props.values).map(([name, wanted]) => ({
      name,
      wanted: JSON.stringify(wanted),
      installed: `${terraformAddress(memory)}.output.${name}`,
    }));
    this.unchanged = pairs.map((pair) => `${pair.installed} == ${pair.wanted}`).join(" && ");
    const parts = pairs.map(
      (pair) => `${pair.installed} == ${pair.wanted} ? "" : "${pair.name} \${${pair.installed}} -> \${${pair.wanted}}"`,
    );
    this.differences = `\${join(", ", compact([${parts.join(", ")}]))}`;
  }
}
