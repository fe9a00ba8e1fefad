import type { InstallOrder } from "../server-backend";
import type { Disk } from "./disk/disk";
import type { Hardware, NetworkState } from "./network/interfaces";

/** The running server as its commands see it: what root can look at and change. */
export interface Machine {
  readonly order: InstallOrder;
  readonly disk: Disk;
  readonly hardware: Hardware;
  readonly locks: LockTable;
  readonly network: NetworkState;
  /** Takes effect at once: when the public address stops answering, every open SSH connection is cut. */
  setNetwork(state: NetworkState): void;
  /** Whether packets from the internet are answered now. */
  isReachable(): boolean;
  /**
   * Starts sshd anew with the host keys that lie on the disk now; open sessions live on. Gives the reason when it cannot;
   * after a failed reload the old one goes on, after a failed restart none does.
   */
  startSsh(how: "restart" | "reload"): string | undefined;
  /** sshd forgets its keys; ssh.socket starts it again at the next connection. */
  stopSsh(): void;
  /** Happens once the running command has ended. */
  schedulePower(change: "off" | "reboot"): void;
  /** Lists something that a real server has and this one has not, in table `servers.unknown_commands`. */
  noteUnsupported(what: string): void;
}

/** Advisory locks of flock(1): one holder per file, waiters in order. */
export class LockTable {
  readonly #tails = new Map<string, { held: Promise<void>; holders: number }>();

  isHeld(path: string): boolean {
    return (this.#tails.get(path)?.holders ?? 0) > 0;
  }

  /** Resolves with the release once the lock is held. */
  async acquire(path: string): Promise<() => void> {
    const before = this.#tails.get(path) ?? { held: Promise.resolve(), holders: 0 };
    let open = (): void => {};
    const held = new Promise<void>((resolve) => {
      open = resolve;
    });
    const mine = { held: before.held.then(() => held), holders: before.holders + 1 };
    this.#tails.set(path, mine);
    await before.held;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const now = this.#tails.get(path);
      if (now) this.#tails.set(path, { held: now.held, holders: now.holders - 1 });
      open();
    };
  }
}
