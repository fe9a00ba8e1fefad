import type { StackName } from "../deployment";

/** What the head would do to the cloud that the base deployed, per deployment file. */
export interface ReviewReport {
  /** Short commit ids; the head may be "the working tree". */
  readonly base: string;
  readonly head: string;
  readonly deployments: readonly DeploymentReview[];
}

export interface DeploymentReview {
  /** e.g. `deployments/example.yaml`. */
  readonly file: string;
  readonly stacks: readonly StackReview[];
  /** Why there are no plans: the head's deployment file has mistakes, or it does not synthesize. */
  readonly problem: string | undefined;
  /** Unified diff of the synthesized JSON; empty without a difference. */
  readonly synthesizedDiff: string;
  readonly cost: CostComparison | undefined;
}

export type StackReview =
  | { readonly stack: StackName; readonly outcome: "unchanged" }
  | { readonly stack: StackName; readonly outcome: "changed"; readonly facts: PlanFacts; readonly plan: string }
  | { readonly stack: StackName; readonly outcome: "refused"; readonly words: string };

export interface PlanFacts {
  /** In words, e.g. `server opennebula-worker-1 (host02)`. */
  readonly destroyed: readonly string[];
  /** In words, with the attributes that force it. */
  readonly replaced: readonly string[];
  readonly added: number;
  readonly changed: number;
}

export interface CostComparison {
  /** e.g. `EUR`. */
  readonly currency: string;
  readonly base: DeploymentCost;
  readonly head: DeploymentCost;
}

/** Without tax; undefined where the catalogue names no price. */
export interface DeploymentCost {
  readonly servers: number;
  readonly offer: string;
  readonly perHour: number | undefined;
  readonly perMonth: number | undefined;
}
