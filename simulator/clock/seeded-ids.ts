import { createHash } from "node:crypto";
import type { Row, Store } from "../store/store";
import type { IdSource } from "./ids";

interface IdState extends Row {
  readonly seed: string;
  /** How many draws were made. */
  readonly position: number;
}

const ROW_ID = "ids";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Ids by hashing seed and position. The position lies in the store and is saved with the change that used the id. */
export class SeededIds implements IdSource {
  /** @param seed used by a store that has none yet. */
  public constructor(
    private readonly store: Store,
    seed: string,
  ) {
    if (this.table().get(ROW_ID) === undefined) this.table().put({ id: ROW_ID, seed, position: 0 });
  }

  public get seed(): string {
    return this.table().get(ROW_ID)!.seed;
  }

  public uuid(): string {
    const bytes = this.draw().subarray(0, 16);
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  public integer(below: number): number {
    if (!Number.isInteger(below) || below < 1) throw new Error(`an integer below ${below} cannot be drawn`);
    return this.draw().readUIntBE(0, 6) % below;
  }

  public alphanumeric(count: number): string {
    return Array.from({ length: count }, () => LETTERS[this.integer(LETTERS.length)]).join("");
  }

  private draw(): Buffer {
    const { seed, position } = this.table().get(ROW_ID)!;
    this.table().put({ id: ROW_ID, seed, position: position + 1 });
    return createHash("sha256").update(`${seed}\n${position}`).digest();
  }

  private table() {
    return this.store.table<IdState>("control.ids");
  }
}
