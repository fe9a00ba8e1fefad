import { posix } from "node:path";
import { textOf, trackedFiles } from "./tracked-files";

export interface Import {
  readonly from: string;
  /** A tracked file. */
  readonly to: string;
}

/** Every import of one of our files by another, type imports included. */
export function relativeImports(files: readonly string[]): Import[] {
  const known = new Set(trackedFiles());
  return files.flatMap((from) =>
    [...textOf(from).matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*"(\.{1,2}(?:\/[^"]*)?)"/g)].flatMap(
      ([, target]) => {
        const path = posix.join(posix.dirname(from), target!);
        const to = [path, `${path}.ts`, `${path}.js`, `${path}/index.ts`].find((candidate) => known.has(candidate));
        return to ? [{ from, to }] : [];
      },
    ),
  );
}

/** A chain of imports that ends where it began, or undefined. */
export function findCycle(imports: readonly Import[]): readonly string[] | undefined {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const finished = new Set<string>();
  const visit = (file: string, trail: readonly string[]): readonly string[] | undefined => {
    const again = trail.indexOf(file);
    if (again >= 0) return [...trail.slice(again), file];
    if (finished.has(file)) return undefined;
    for (const target of targets.get(file) ?? []) {
      const cycle = visit(target, [...trail, file]);
      if (cycle) return cycle;
    }
    finished.add(file);
    return undefined;
  };
  for (const file of targets.keys()) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}
