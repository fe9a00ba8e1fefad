/** Insertions, deletions and replacements that turn one word into the other (Levenshtein), case ignored. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[other.length]!;
}

/** The candidate that `word` was probably meant to be: at most one letter in three is wrong, two at least are allowed. */
export function nearMiss(word: string, candidates: readonly string[]): string | undefined {
  // No candidate is longer than 40 letters; the guard keeps a wild file from costing time.
  if (word.length > 80) {
    return undefined;
  }
  let best: { candidate: string; wrong: number } | undefined;
  for (const candidate of candidates) {
    const wrong = distance(word.toLowerCase(), candidate.toLowerCase());
    const allowed = Math.min(candidate.length - 1, Math.max(2, Math.floor(candidate.length / 3)));
    if (wrong <= allowed && (best === undefined || wrong < best.wrong)) {
      best = { candidate, wrong };
    }
  }
  return best?.candidate;
}
