import type { Result } from "./service";

/**
 * A refusal thrown from deep inside a handler, e.g. by `page` on `page_size=0`. The router answers with `result` as if the
 * handler had returned it. What the handler has changed before stays changed, such as a server that its look has moved on:
 * refuse first, then write.
 */
export class Refusal extends Error {
  public constructor(public readonly result: Result) {
    super(`refused with status ${result.status}`);
    this.name = "Refusal";
  }
}
