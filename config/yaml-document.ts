// Reads a YAML file as plain data while remembering on which line each field stands.
import { Composer, isMap, isScalar, isSeq, LineCounter, type Node, Parser } from "yaml";
import { type Path, type Problem, printable } from "./problems";
import { checkNesting } from "./yaml-nesting";
import { reviewYaml } from "./yaml-review";
import { syntaxProblem } from "./yaml-syntax";

/** A parsed YAML file: its value, and for each field of it the line and what stands there. */
export class YamlDocument {
  private constructor(
    readonly file: string,
    /** The root value; undefined when nothing can be made of the text. */
    readonly value: unknown,
    private readonly root: Node | null,
    private readonly lines: LineCounter,
  ) {}

  /**
   * Problems are those of YAML itself. A document comes with them when the text could still be understood (a field written
   * twice), so that the mistakes in its fields can be told in the same go.
   */
  static parse(text: string, file: string): { document?: YamlDocument; problems: readonly Problem[] } {
    const lines = new LineCounter();
    const tokens = [...new Parser(lines.addNewLine).parse(text)];
    const tooDeep = checkNesting(tokens);
    if (tooDeep !== undefined) {
      return { problems: [syntaxProblem("RESOURCE_EXHAUSTION", file, lines.linePos(tooDeep).line)] };
    }
    const composer = new Composer({ lineCounter: lines, prettyErrors: false, logLevel: "error", strict: true });
    const [parsed, second] = [...composer.compose(tokens, true, text.length)];
    const { broken, repeated } = reviewYaml(parsed!, second, file, lines);
    if (broken.length > 0) {
      return { problems: [...broken, ...repeated] };
    }
    return { document: new YamlDocument(file, parsed!.toJS(), parsed!.contents, lines), problems: repeated };
  }

  /** Line of a field's name or of a list's item; of what surrounds it when the file does not have it. */
  lineOf(path: Path): number {
    let node: Node | null | undefined = this.root;
    let offset = node?.range?.[0] ?? 0;
    for (const step of path) {
      const entry: { node?: Node | null; offset: number } | undefined = enter(node, step);
      if (entry === undefined) {
        break;
      }
      node = entry.node;
      offset = entry.offset;
    }
    return this.lines.linePos(offset).line;
  }

  /** True when the root is a mapping, as in every deployment file. */
  get isMapping(): boolean {
    return isMap(this.root);
  }

  /** True when the file has the field, whatever its value. */
  has(path: Path): boolean {
    return this.nodeAt(path) !== undefined;
  }

  /** The plain text of a number, boolean or word as the file has it: `7.0` where the value is 7. */
  sourceOf(path: Path): string | undefined {
    const node = this.nodeAt(path);
    return isScalar(node) && typeof node.source === "string" ? node.source : undefined;
  }

  /** What stands at a path, in words. */
  describe(path: Path): string {
    const node = this.nodeAt(path);
    if (isMap(node)) {
      return "a mapping";
    }
    if (isSeq(node)) {
      return node.items.length === 1 ? "a list of 1 entry" : `a list of ${node.items.length} entries`;
    }
    if (!isScalar(node) || node.value === null) {
      return "nothing";
    }
    if (typeof node.value === "string") {
      // Quotes only where blanks at the ends would be overlooked.
      return node.value === node.value.trim() && node.value !== ""
        ? printable(node.value)
        : `"${printable(node.value)}"`;
    }
    return `${printable(String(node.source ?? node.value))} (a ${typeof node.value})`;
  }

  private nodeAt(path: Path): Node | null | undefined {
    return path.reduce<Node | null | undefined>((node, step) => enter(node, step)?.node, this.root);
  }
}

function enter(
  node: Node | null | undefined,
  step: string | number,
): { node?: Node | null; offset: number } | undefined {
  if (isSeq(node) && typeof step === "number") {
    const item = node.items[step] as Node | null | undefined;
    return item === undefined ? undefined : { node: item, offset: item?.range?.[0] ?? node.range?.[0] ?? 0 };
  }
  if (isMap(node)) {
    // Of a field written twice the last one counts, as in the value.
    const pair = node.items.findLast(
      (candidate) => isScalar(candidate.key) && String(candidate.key.value ?? "") === step,
    );
    const key = pair?.key as Node | undefined;
    return key === undefined ? undefined : { node: pair?.value as Node | null, offset: key.range?.[0] ?? 0 };
  }
  return undefined;
}
