import type { ServiceContext } from "../services/service";
import type { Row } from "../store/store";

/** Error types that a fault can answer with, and the status each comes with in the real API (statuses as in services/errors.ts). */
export const FAULT_TYPES = {
  transient_state: 409,
  permissions_denied: 403,
  quotas_exceeded: 403,
  out_of_stock: 412,
  precondition_failed: 412,
  not_found: 404,
  locked: 423,
} as const;

export type FaultType = keyof typeof FAULT_TYPES;

/** What happens to a call that a fault hits. */
export type FaultEffect =
  /** Answered with an error instead of being done. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly type: FaultType | null;
      readonly retryAfterSeconds: number | null;
    }
  /** The connection closes without an answer and nothing is done. */
  | { readonly kind: "drop" }
  /** It is done, and the connection closes before the answer: what a retried POST makes a duplicate of. */
  | { readonly kind: "lose-answer" }
  /** It waits, undone, until the fault is released; then it is done as usual. */
  | { readonly kind: "hold" };

export interface Fault extends Row {
  readonly operation: string;
  /** Only calls whose host and path contain this text. */
  readonly match: string | null;
  /** How many calls were ordered to be hit, and how many are still to come. */
  readonly first: number;
  readonly remaining: number;
  readonly effect: FaultEffect;
}

export type FaultOrder = Pick<Fault, "operation" | "match" | "first" | "effect">;

/** Faults on request: the first N calls of an operation, never a probability. They lie in the store and survive a restart. */
export class Faults {
  private readonly held = new Map<string, Set<(goOn: boolean) => void>>();

  public constructor(
    private readonly context: Pick<ServiceContext, "store" | "ids">,
    private readonly operations: readonly string[],
  ) {}

  /** @throws Error with the list of operations when there is none of that name. */
  public add(order: FaultOrder): Fault {
    if (!this.operations.includes(order.operation)) {
      throw new Error(`no operation "${order.operation}". There are: ${[...this.operations].sort().join(", ")}`);
    }
    return this.table().put({ id: this.context.ids.uuid(), ...order, remaining: order.first });
  }

  public list(): readonly Fault[] {
    return this.table().list();
  }

  /** The fault that hits this call, if any; it is used up by one. The oldest that fits wins. */
  public take(operation: string, hostAndPath: string): Fault | undefined {
    const fault = this.table()
      .list()
      .find(
        (one) =>
          one.operation === operation && one.remaining > 0 && (one.match === null || hostAndPath.includes(one.match)),
      );
    return fault && this.table().put({ ...fault, remaining: fault.remaining - 1 });
  }

  /** True when the fault was released or cleared and the call may go on; false when nobody waits for its answer any more. */
  public hold(fault: Fault, gone: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting = this.held.get(fault.id) ?? new Set();
      this.held.set(fault.id, waiting.add(resolve));
      gone.addEventListener("abort", () => resolve(false), { once: true });
      if (gone.aborted) resolve(false);
    });
  }

  /** Lets the calls that a `hold` has stopped go on, and hits no further one. Returns how many went on. */
  public release(id: string): number {
    const fault = this.table().get(id);
    if (fault !== undefined) this.table().put({ ...fault, remaining: 0 });
    const waiting = this.held.get(id) ?? new Set();
    this.held.delete(id);
    for (const answer of waiting) answer(true);
    return waiting.size;
  }

  /** Removes one fault, or all; what they hold goes on. Returns how many were removed. */
  public clear(id?: string): number {
    const ids = this.table()
      .list()
      .map((fault) => fault.id)
      .filter((one) => id === undefined || one === id);
    for (const one of ids) {
      this.release(one);
      this.table().delete(one);
    }
    return ids.length;
  }

  /** How many calls stand still at a fault. */
  public waiting(id: string): number {
    return this.held.get(id)?.size ?? 0;
  }

  /** Gives up every call that a `hold` has stopped, for a cloud that is about to close; the faults stay. */
  public abandonAll(): void {
    for (const answer of [...this.held.values()].flatMap((one) => [...one])) answer(false);
    this.held.clear();
  }

  private table() {
    return this.context.store.table<Fault>("control.faults");
  }
}
