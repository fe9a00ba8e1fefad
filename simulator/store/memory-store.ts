import type { Row, Store, Table } from "./store";

/** One change of one row, as the log and the journal see it. `before` is absent for a new row, `after` for a deleted one. */
export interface Change {
  readonly table: string;
  readonly id: string;
  readonly before?: Row;
  readonly after?: Row;
}

/**
 * Tables in memory. What is put is kept as the JSON it will be on disk, frozen: a handler that changes a row it has read
 * throws instead of making memory and disk disagree.
 */
export class MemoryStore implements Store {
  private readonly tables = new Map<string, MemoryTable<Row>>();

  /** @param changed told of every change that is one; putting an equal row again is none. */
  public constructor(private readonly changed: (change: Change) => void = () => undefined) {}

  public table<T extends Row>(name: string): Table<T> {
    const known = this.tables.get(name);
    if (known !== undefined) return known as unknown as Table<T>;
    const table = new MemoryTable<Row>(name, this.changed);
    this.tables.set(name, table);
    return table as unknown as Table<T>;
  }

  /** Names of the tables that hold a row, sorted. */
  public tableNames(): string[] {
    return [...this.tables]
      .filter(([, table]) => table.list().length > 0)
      .map(([name]) => name)
      .sort();
  }
}

class MemoryTable<T extends Row> implements Table<T> {
  private readonly rows = new Map<string, T>();

  public constructor(
    private readonly name: string,
    private readonly changed: (change: Change) => void,
  ) {}

  public get(id: string): T | undefined {
    return this.rows.get(id);
  }

  public list(): readonly T[] {
    return [...this.rows.values()];
  }

  public put(row: T): T {
    if (typeof row.id !== "string" || row.id === "") throw new Error(`a row of ${this.name} has no id`);
    const text = JSON.stringify(row);
    const before = this.rows.get(row.id);
    if (before !== undefined && JSON.stringify(before) === text) return before;
    const after = freeze(JSON.parse(text) as T);
    this.rows.set(row.id, after);
    this.changed({ table: this.name, id: row.id, before, after });
    return after;
  }

  public delete(id: string): boolean {
    const before = this.rows.get(id);
    if (before === undefined) return false;
    this.rows.delete(id);
    this.changed({ table: this.name, id, before });
    return true;
  }
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) freeze(part);
    Object.freeze(value);
  }
  return value;
}
