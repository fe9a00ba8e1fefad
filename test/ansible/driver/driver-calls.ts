import type { ControlClient } from "../../../simulator/control/client";
import type { JournalEntry } from "../../../simulator/control/journal";

const FLEXIBLE_IP_CALLS = /^flexible-ip\.(Get|List|Attach|Detach)/;

/** What the driver asks Scaleway for, by the simulator's journal. */
export class DriverCalls {
  /** @param ownKey access key that the test itself asks with; its calls are left out */
  constructor(
    private readonly control: ControlClient,
    private readonly ownKey: string,
  ) {}

  /** Number of the last entry of the journal, for `since`. */
  async now(): Promise<number> {
    return (await this.control.journal()).at(-1)?.number ?? 0;
  }

  async since(number: number): Promise<JournalEntry[]> {
    const entries = await this.control.journal({ since: String(number) });
    return entries.filter(
      ({ operation, accessKey }) => FLEXIBLE_IP_CALLS.test(operation ?? "") && accessKey !== this.ownKey,
    );
  }
}

export const readsIn = (calls: readonly JournalEntry[]): number => countOf(calls, /\.(Get|List)/);
export const writesIn = (calls: readonly JournalEntry[]): number => countOf(calls, /\.(Attach|Detach)/);

function countOf(calls: readonly JournalEntry[], pattern: RegExp): number {
  return calls.filter(({ operation }) => pattern.test(operation ?? "")).length;
}
