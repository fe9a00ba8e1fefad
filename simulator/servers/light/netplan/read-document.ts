import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";
import { DEVICE_SCHEMAS, NOT_SIMULATED } from "./device-schemas";
import { definitionError, type Position, yamlError } from "./netplan-error";
import { addressProblem, checkScalar } from "./scalars";
import type { Schema } from "./schema";

export type Value = string | number | boolean | Value[] | { [key: string]: Value };

/** One `section: id:` of one document, checked but not yet merged with the others. */
export interface Definition {
  /** `ethernets`, `bridges`, `vlans` or `dummy-devices`. */
  readonly section: string;
  readonly id: string;
  readonly settings: { [key: string]: Value };
  /** Where the definition stands. */
  readonly at: Position;
  /** Every other definition that this one names, and where. */
  readonly references: readonly { readonly id: string; readonly at: Position }[];
}

/**
 * Reads one netplan document strictly.
 * @throws NetplanError for bad YAML, unknown keys and values that netplan refuses, at the first one found.
 */
export function readDocument(file: string, text: string): Definition[] {
  return new DocumentReader(file, text).read();
}

class DocumentReader {
  readonly #lines = new LineCounter();
  #references: { id: string; at: Position }[] = [];

  constructor(
    private readonly file: string,
    private readonly text: string,
  ) {}

  read(): Definition[] {
    const document = parseDocument(this.text, {
      schema: "failsafe",
      uniqueKeys: false,
      lineCounter: this.#lines,
      prettyErrors: false,
    });
    const [problem] = document.errors;
    if (problem) throw yamlError(wordsFor(problem.code, problem.message), this.#position(problem.pos[0]));
    const root = document.contents;
    if (root === null || (isScalar(root) && root.value === "")) return [];
    const definitions: Definition[] = [];
    for (const [key, node, at] of this.#pairs(root, { file: this.file, line: 1, column: 1, text: "" })) {
      if (key !== "network") throw definitionError(`unknown key '${key}'`, at);
      for (const [section, below, sectionAt] of this.#pairs(node, at))
        definitions.push(...this.#section(section, below, sectionAt));
    }
    return definitions;
  }

  #section(section: string, node: Node | null, at: Position): Definition[] {
    if (section === "version" || section === "renderer") {
      const value = this.#scalar(node, at);
      if (section === "version" && value !== "2")
        throw definitionError("Only version 2 is supported", this.#positionOf(node, at));
      if (section === "renderer") this.#value(node, { kind: "scalar", check: "renderer" }, at);
      return [];
    }
    const schema = DEVICE_SCHEMAS[section];
    if (!schema && NOT_SIMULATED.includes(section)) throw definitionError(`'${section}' is not simulated`, at);
    if (!schema) throw definitionError(`unknown key '${section}'`, at);
    return this.#pairs(node, at).map(([id, body, idAt]) => {
      if (/[*?[\]]/.test(id)) throw definitionError(`Definition ID '${id}' must not use globbing`, idAt);
      this.#references = [];
      const settings = this.#value(body, schema, idAt) as Definition["settings"];
      return { section, id, settings, at: idAt, references: this.#references };
    });
  }

  #value(node: Node | null, schema: Schema, at: Position): Value {
    const here = this.#positionOf(node, at);
    if (schema.kind === "mapping" || schema.kind === "table") {
      const result: { [key: string]: Value } = {};
      for (const [key, below, keyAt] of this.#pairs(node, at)) {
        const inner = schema.kind === "table" ? schema.value : schema.keys[key];
        if (!inner) throw definitionError(`unknown key '${key}'`, keyAt);
        result[key] = this.#value(below, inner, keyAt);
      }
      return result;
    }
    if (schema.kind === "sequence") {
      if (!isSeq(node)) throw definitionError("expected sequence", here);
      return node.items.map((item) => this.#value(item as Node, schema.item, here));
    }
    if (schema.kind === "address") return this.#address(node, here);
    const text = this.#scalar(node, at);
    if (schema.kind === "choice") {
      if (!schema.values.includes(text)) throw definitionError(`${schema.said} '${text}'`, here);
      return text;
    }
    const checked = checkScalar(schema.check, text);
    if ("problem" in checked) throw definitionError(checked.problem, here);
    if (schema.check === "id") this.#references.push({ id: text, at: here });
    return checked.value;
  }

  #address(node: Node | null, at: Position): Value {
    const [first] = isMap(node) ? this.#pairs(node, at) : [];
    const text = first ? first[0] : this.#scalar(node, at);
    const problem = addressProblem(text);
    if (problem) throw definitionError(problem, at);
    return text;
  }

  #scalar(node: Node | null, at: Position): string {
    if (isAlias(node)) throw yamlError("aliases are not supported", this.#positionOf(node, at));
    if (!isScalar(node)) throw definitionError("expected scalar", this.#positionOf(node, at));
    return String(node.value ?? "");
  }

  #pairs(node: Node | null, at: Position): [string, Node | null, Position][] {
    if (isAlias(node)) throw yamlError("aliases are not supported", this.#positionOf(node, at));
    if (!isMap(node)) throw definitionError("expected mapping (check indentation)", this.#positionOf(node, at));
    return (node as YAMLMap<Node, Node | null>).items.map((pair) => [
      this.#scalar(pair.key, at),
      pair.value,
      this.#positionOf(pair.key, at),
    ]);
  }

  #positionOf(node: Node | null | undefined, otherwise: Position): Position {
    return node?.range ? this.#position(node.range[0]) : otherwise;
  }

  #position(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return {
      file: this.file,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      text: this.text.split("\n")[Math.max(line, 1) - 1] ?? "",
    };
  }
}

function wordsFor(code: string, message: string): string {
  if (code === "TAB_AS_INDENT") return "tabs are not allowed for indent";
  if (code === "BAD_INDENT" || code === "BLOCK_AS_IMPLICIT_KEY") return "inconsistent indentation";
  return message.split("\n")[0]!.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}
