// What ansible/callback_plugins/events.py writes, a line of JSON each.

/** A task that did not succeed on a host, or a host that did not answer. */
export interface PlaybookFailure {
  readonly event: "failed" | "unreachable";
  readonly host: string;
  readonly role: string | null;
  readonly task: string;
  readonly message: string;
}

/** What a task with the tag `told` printed, and when on this machine's clock it began and ended. */
export interface TaskOutput {
  readonly event: "output";
  readonly host: string;
  readonly task: string;
  readonly output: string;
  /** Seconds since 1970; null: unknown. */
  readonly began: number | null;
  readonly ended: number;
}

/** Numbers of tasks by outcome, as Ansible's recap has them. */
export interface HostTotals {
  readonly ok: number;
  readonly changed: number;
  readonly failures: number;
  readonly unreachable: number;
}

export type PlaybookEvent =
  | { readonly event: "plays"; readonly names: readonly string[] }
  | { readonly event: "play"; readonly name: string }
  | { readonly event: "task"; readonly role: string | null; readonly name: string }
  | { readonly event: "totals"; readonly hosts: Readonly<Record<string, HostTotals>> }
  | PlaybookFailure
  | TaskOutput;

/** @returns undefined for a line that is cut off, as the last one of a killed run may be */
export function readEvent(line: string): PlaybookEvent | undefined {
  try {
    return JSON.parse(line) as PlaybookEvent;
  } catch {
    return undefined;
  }
}
