/** A plain JSON value with an id of its own; what a table holds. */
export type Row = { readonly id: string };

/**
 * The simulated account's memory: named tables of plain JSON rows, e.g. `baremetal.servers`, `flexible-ip.ips`, keyed by id.
 * Rows are values: `get` and `list` give what was put, and a change is a new row put under the same id. A change is on disk
 * before the request that made it is answered, so a killed process loses nothing.
 */
export interface Store {
  table<T extends Row>(name: string): Table<T>;
}

export interface Table<T extends Row> {
  get(id: string): T | undefined;
  /** In order of first insertion. */
  list(): readonly T[];
  put(row: T): T;
  delete(id: string): boolean;
}
