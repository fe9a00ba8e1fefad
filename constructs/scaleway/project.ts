import { Construct } from "constructs";
import { AccountProject } from "../../.gen/providers/scaleway/account-project";
import { InstalledMemory } from "./installed-memory";

export interface ProjectProps {
  readonly name: string;
  /** True: a destroy is refused at plan time; a rename always is. */
  readonly guarded: boolean;
}

/** The Scaleway project of the deployment. Its name is in the bucket's name, so renaming it would leave the states behind. */
export class Project extends Construct {
  /** Bare UUID. */
  public readonly id: string;

  constructor(scope: Construct, id: string, props: ProjectProps) {
    super(scope, id);
    const memory = new InstalledMemory(this, "made-as", { values: { name: props.name }, allowChange: false });
    const project = new AccountProject(this, "Resource", {
      name: props.name,
      description: "OpenNebula Hosted Cloud",
      lifecycle: {
        preventDestroy: props.guarded,
        // Also where nothing else is guarded: the other stacks' states would go with the old bucket, and their servers stay.
        precondition: [
          {
            condition: `\${${memory.unchanged}}`,
            errorMessage:
              `The project would be renamed: ${memory.differences}. Its bucket holds the states of this cloud under the old name. ` +
              "Set project: back to the old name; a cloud with the new name is a deployment file of its own. Nothing was changed.",
          },
        ],
      },
    });
    this.id = project.id;
  }
}
