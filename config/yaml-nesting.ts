import type { CST } from "yaml";

/** A deployment file nests three deep. */
const DEEPEST = 20;

/**
 * Offset of the first token that is nested too deep, undefined when there is none. The composer of `yaml` recurses; a file of ten
 * thousand brackets ends the process there, without an error that could be caught.
 */
export function checkNesting(tokens: readonly CST.Token[]): number | undefined {
  const waiting: { token: CST.Token | null | undefined; depth: number }[] = tokens.map((token) => ({
    token,
    depth: 0,
  }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next;
    if (token === null || token === undefined) {
      continue;
    }
    if (depth > DEEPEST) {
      return token.offset;
    }
    if (token.type === "document") {
      waiting.push({ token: token.value, depth });
    } else if ("items" in token) {
      for (const item of token.items) {
        waiting.push({ token: item.key, depth: depth + 1 }, { token: item.value, depth: depth + 1 });
      }
    }
  }
  return undefined;
}
