import type { Command } from "../commands/command";
import type { Account } from "../disk/accounts";
import type { LocalEvent } from "../events";
import type { Machine } from "../machine";

/** What a session reports to the server it runs on. */
export interface SessionHost {
  readonly tell: (event: LocalEvent) => void;
  /** Writes what changed; before the client learns that its command has ended. */
  readonly save: () => void;
  /** To be called when the client has had its answer: what was asked of the power happens now. */
  readonly settle: () => void;
}

export interface SessionContext extends SessionHost {
  readonly machine: Machine;
  readonly account: Account;
  readonly forcedCommand?: string;
  readonly commands: readonly Command[];
  /** Aborts when the server goes down. */
  readonly signal: AbortSignal;
}
