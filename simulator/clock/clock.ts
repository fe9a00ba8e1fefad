/**
 * The simulated Scaleway's time. A transition that takes seconds in the real cloud is stored with the moment it is due
 * (`due(seconds)`); whoever reads the record first asks `isDue(moment)` and moves the state on.
 * - instant (default): everything is due at once, so every waiter reads a final state at its first look.
 * - scaled: one real second is `factor` simulated ones.
 * - stepped: time stands until `advance` is called.
 */
export interface Clock {
  /** Simulated now, RFC 3339 UTC with milliseconds, for created_at and updated_at. */
  now(): string;
  /** The moment at which something that takes `seconds` of simulated time, begun now, will be over (ms since the epoch). */
  due(seconds: number): number;
  isDue(moment: number): boolean;
}
