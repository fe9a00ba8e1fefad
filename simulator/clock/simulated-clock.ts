import type { Row, Store } from "../store/store";
import type { Clock } from "./clock";

export type ClockKind = "instant" | "scaled" | "stepped";

/** Where simulated time stands: `simulatedAt` was the simulated moment at the real moment `realAt` (both ms since the epoch). */
export interface ClockState extends Row {
  readonly kind: ClockKind;
  /** Simulated seconds per real second; 1 unless scaled. */
  readonly factor: number;
  readonly simulatedAt: number;
  readonly realAt: number;
}

const ROW_ID = "clock";

/** The clock of one cloud. Its state lies in the store, so simulated time goes on where it was after a restart. */
export class SimulatedClock implements Clock {
  public constructor(
    private readonly store: Store,
    private readonly realNow: () => number = Date.now,
  ) {
    if (this.table().get(ROW_ID) === undefined) this.save("instant", 1, this.realNow());
  }

  public now(): string {
    return new Date(this.moment()).toISOString();
  }

  public due(seconds: number): number {
    return this.state().kind === "instant" ? this.moment() : this.moment() + seconds * 1000;
  }

  public isDue(moment: number): boolean {
    return this.state().kind === "instant" || moment <= this.moment();
  }

  public state(): ClockState {
    return this.table().get(ROW_ID)!;
  }

  /**
   * Goes on from the present moment in another way.
   * @param factor simulated seconds per real second, for `scaled` only; above 0.
   */
  public set(kind: ClockKind, factor = 1): ClockState {
    if (!(factor > 0 && Number.isFinite(factor))) throw new Error(`the factor must be above 0, got ${factor}`);
    return this.save(kind, kind === "scaled" ? factor : 1, this.moment());
  }

  /** Moves time forward by simulated seconds; time never goes back. */
  public advance(seconds: number): ClockState {
    if (!(seconds >= 0 && Number.isFinite(seconds))) throw new Error(`time goes forward only, got ${seconds} seconds`);
    const { kind, factor } = this.state();
    return this.save(kind, factor, this.moment() + seconds * 1000);
  }

  private moment(): number {
    const { kind, factor, simulatedAt, realAt } = this.state();
    return kind === "stepped" ? simulatedAt : Math.floor(simulatedAt + (this.realNow() - realAt) * factor);
  }

  private save(kind: ClockKind, factor: number, simulatedAt: number): ClockState {
    return this.table().put({ id: ROW_ID, kind, factor, simulatedAt, realAt: this.realNow() });
  }

  private table() {
    return this.store.table<ClockState>("control.clock");
  }
}
