import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../config/exit-codes";
import { type Deployment, type StackName, stackFolder } from "./deployment";
import { OperationProblem } from "./operation-problem";
import { terraform } from "./terraform";

interface StateInstance {
  readonly index_key?: string | number;
  attributes: Record<string, unknown>;
}

interface StateEntry {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly instances: StateInstance[];
}

/** A state as Terraform keeps it (format 4), secrets included: never to be shown. */
export interface RawState {
  serial: number;
  readonly resources: StateEntry[];
}

/** One object that Terraform manages. */
export interface ManagedObject {
  /** As `terraform state rm` takes it. */
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The state of a stack as it stands; undefined when there is none yet. */
export async function pullState(deployment: Deployment, stack: StackName): Promise<RawState | undefined> {
  const result = await terraform(deployment, stack, "state", "pull");
  if (result.exitCode !== 0) {
    throw new OperationProblem(
      EXIT_CODES.failed,
      `The state of stack ${stack} cannot be read:`,
      result.stderr.trim(),
      "Nothing was changed; running again is safe.",
    );
  }
  return result.stdout.trim() === "" ? undefined : JSON.parse(result.stdout);
}

export function managedObjects(state: RawState | undefined): readonly ManagedObject[] {
  return (state?.resources ?? [])
    .filter((entry) => entry.mode === "managed")
    .flatMap(({ type, name, instances }) =>
      instances.map(({ index_key: key, attributes }) => ({
        address: `${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
        type,
        attributes,
      })),
    );
}

/** What the first stack manages, read from its file without Terraform. */
export function localStateObjects(deployment: Deployment): readonly ManagedObject[] {
  const file = join(deployment.stateFolder, "state.tfstate");
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  return text.trim() === "" ? [] : managedObjects(JSON.parse(text));
}

/** The address of a stack's only resource of a type, read from what was synthesized. */
export function addressInStack(deployment: Deployment, stack: StackName, type: string): string {
  const synthesized = JSON.parse(readFileSync(join(stackFolder(deployment, stack), "cdk.tf.json"), "utf8"));
  const [name, ...others] = Object.keys(synthesized.resource[type] ?? {});
  if (name === undefined || others.length > 0) throw new Error(`stack ${stack} must have one ${type}`);
  return `${type}.${name}`;
}
