import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";
import { type ZodType, z } from "zod";
import { S3Error } from "./errors";

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
const builder = new XMLBuilder({ ignoreAttributes: false });

export interface DocumentForm {
  /** @default true */
  readonly declaration?: boolean;
  /** Scaleway leaves the namespace out of some answers (recorded exchanges). @default true */
  readonly namespace?: boolean;
}

/** Builds a document; keys that begin with `@_` become attributes, arrays repeated elements, undefined nothing. */
export function writeXml(root: string, content: object, form: DocumentForm = {}): string {
  const head = form.declaration === false ? "" : '<?xml version="1.0" encoding="UTF-8"?>\n';
  const namespace = form.namespace === false ? {} : { "@_xmlns": NAMESPACE };
  return head + builder.build({ [root]: { ...namespace, ...content } });
}

/**
 * Reads a document with this root; every value is text, attributes are left out.
 * @param repeated elements that may stand more than once, by name or `Parent.Name`: always arrays in the result
 * @param schema strict, so that an element the simulator does not know is refused and named
 * @throws S3Error MalformedXML
 */
export function readXml<T>(body: Buffer, root: string, repeated: readonly string[], schema: ZodType<T>): T {
  const text = body.toString("utf8");
  if (XMLValidator.validate(text) !== true) throw new S3Error("MalformedXML");
  const parser = new XMLParser({
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
    ignoreDeclaration: true,
    isArray: (_, path) => repeated.some((name) => `.${String(path)}`.endsWith(`.${name}`)),
  });
  const parsed = parser.parse(text);
  if (!(root in parsed)) throw new S3Error("MalformedXML", `expected a <${root}> document`);
  const result = elements(schema).safeParse(withoutBlanks(parsed[root]));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${[root, ...path].join("/")}: ${message}`);
  throw new S3Error("MalformedXML", problems.join("; "));
}

/** An element that holds elements: without any it reads as text, since nothing tells it from an empty value. */
export function elements<T>(schema: ZodType<T>) {
  return z.preprocess((node) => (typeof node === "string" && node.trim() === "" ? {} : node), schema);
}

/** Drops the white space between elements. */
function withoutBlanks(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutBlanks);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).filter(([name, value]) => name !== "#text" || String(value).trim() !== "");
  return Object.fromEntries(entries.map(([name, value]) => [name, withoutBlanks(value)]));
}
