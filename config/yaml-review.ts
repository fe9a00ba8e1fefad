import { type Document, isCollection, isPair, isScalar, isSeq, type LineCounter, type Node, visit } from "yaml";
import { fieldName, type Path, type Problem } from "./problems";
import { syntaxProblem } from "./yaml-syntax";

/** What is wrong with a YAML text apart from the values in it. */
export interface YamlReview {
  /** Mistakes after which the values mean nothing. */
  readonly broken: readonly Problem[];
  /** Fields that stand twice; the values can still be judged. */
  readonly repeated: readonly Problem[];
}

/** Reviews a composed document; `second` is what follows it in the same text. */
export function reviewYaml(
  document: Document.Parsed,
  second: Document.Parsed | undefined,
  file: string,
  lines: LineCounter,
): YamlReview {
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const broken: Problem[] = second === undefined ? [] : [syntaxProblem("MULTIPLE_DOCS", file, lineAt(second.range[0]))];
  const repeated: Problem[] = [];
  const found = [...document.errors, ...document.warnings];
  const repeatedAt = new Set(found.filter(({ code }) => code === "DUPLICATE_KEY").map(({ pos }) => pos[0]));
  const startOfText = new Map<number, number>();

  visit(document, {
    // Aliases can blow a small file up to any size.
    Alias: (_, node) => {
      broken.push(syntaxProblem("ALIAS", file, lineAt(startOf(node))));
    },
    // Tags make sets, dates and bytes of what looks like a mapping or a text.
    Node: (_, node) => {
      startOfText.set(node.range?.[1] ?? -1, startOf(node));
      if (node.tag !== undefined) {
        broken.push(syntaxProblem("TAG_RESOLVE_FAILED", file, lineAt(startOf(node))));
      }
    },
    Pair: (_, pair, ancestors) => {
      const offset = startOf(pair.key as Node);
      if (isCollection(pair.key)) {
        broken.push(syntaxProblem("NON_STRING_KEY", file, lineAt(offset)));
      }
      if (repeatedAt.has(offset)) {
        const field = fieldName(pathOf([...ancestors, pair]));
        repeated.push({ ...syntaxProblem("DUPLICATE_KEY", file, lineAt(offset)), field });
      }
    },
  });

  for (const { code, message, pos } of found) {
    if (code !== "DUPLICATE_KEY" && code !== "TAG_RESOLVE_FAILED") {
      // A missing closing quote is found where the file ends, and put right where the text begins.
      const offset = code === "MISSING_CHAR" ? (startOfText.get(pos[0]) ?? pos[0]) : pos[0];
      broken.push(syntaxProblem(code, file, lineAt(offset), message));
    }
  }
  return { broken, repeated };
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** The path to the last of the nodes that `visit` went through. */
function pathOf(visited: readonly unknown[]): Path {
  return visited.flatMap<string | number>((node, index) => {
    const parent = visited[index - 1];
    if (isPair(node)) {
      return [isScalar(node.key) ? String(node.key.value ?? "") : "?"];
    }
    return isSeq(parent) ? [parent.items.indexOf(node)] : [];
  });
}
