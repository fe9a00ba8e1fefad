import type { Draft } from "./draft";
import { workerNames } from "./hosts";

/** Names of a draft's workers, without the wrong ones; undefined when `servers.workers` is neither a number nor a list. */
export function workersOf(draft: Draft): readonly string[] | undefined {
  const workers = draft.value<number | readonly string[]>("servers", "workers");
  if (workers !== undefined) {
    return workerNames(workers);
  }
  const entries = draft.entries("servers", "workers");
  return entries.length === 0 ? undefined : entries.map(({ value }) => value);
}
