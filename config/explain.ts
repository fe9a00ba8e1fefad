// Turns what the schema found into problems that name a line and a way out.
import * as z from "zod/mini";
import { allFields, choicesAt, fieldsBelow, noteAt, schemaAt } from "./field";
import { nearMiss } from "./near-miss";
import { fieldName, type Path, type Problem, printable } from "./problems";
import type { YamlDocument } from "./yaml-document";

type Issue = z.core.$ZodIssue;

/** A mistake in the form of one field. */
export interface FieldMistake {
  readonly path: Path;
  readonly problem: Problem;
}

/** What would set a field to a value: `zone: fr-par-2`, or only the value for an entry of a list. */
export function assignment(path: Path, value: string): string {
  const name = path.at(-1);
  return typeof name === "string" ? `${printable(name)}: ${value}` : value;
}

function fixFor(path: Path, document: YamlDocument): string {
  const { example } = noteAt(path);
  const source = document.sourceOf(path);
  if (!document.has(path)) {
    return `add ${assignment(path, example)}`;
  }
  if (source === undefined || source === "") {
    return `write ${assignment(path, example)}`;
  }
  if (example.startsWith(source)) {
    return `write ${assignment(path, example)}`;
  }
  // 7.0 is a number to YAML.
  const schema = schemaAt(path);
  if (schema !== undefined && z.safeParse(schema, source).success) {
    return `put it in quotes: ${assignment(path, JSON.stringify(source))}`;
  }
  const choice = nearMiss(source, choicesAt(path));
  if (choice !== undefined) {
    return `did you mean ${assignment(path, choice)}?`;
  }
  const lower = source
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^[-0-9]+|-+$/g, "");
  if (schema !== undefined && lower !== "" && z.safeParse(schema, lower).success) {
    return `write ${assignment(path, lower)}`;
  }
  return `write ${assignment(path, example)}`;
}

function wrongValue(path: Path, document: YamlDocument): FieldMistake {
  return {
    path,
    problem: {
      file: document.file,
      line: document.lineOf(path),
      field: fieldName(path),
      expected: noteAt(path).expected,
      found: document.describe(path),
      fix: fixFor(path, document),
    },
  };
}

/** Names under which people write secrets into a file that is meant to be shared. */
const SECRET_NAME = /pass|secret|token|access_?key/i;

function fixForUnknown(parent: Path, name: string): string {
  if (SECRET_NAME.test(name)) {
    return "remove it and put it into .secret: a deployment file holds no secret (change the secret if the file was shared)";
  }
  const known = fieldsBelow(parent);
  const near = nearMiss(name, known);
  if (near !== undefined) {
    return `did you mean ${near}?`;
  }
  const elsewhere = allFields().find((path) => path.at(-1) === name);
  return elsewhere === undefined ? "remove it" : `move it: the field is ${fieldName(elsewhere)}`;
}

/** The value of an unknown field is not shown: it may be a secret in the wrong place. */
function unknownField(parent: Path, name: string, document: YamlDocument): FieldMistake {
  const path = [...parent, name];
  const place = parent.length === 0 ? "a deployment file" : fieldName(parent);
  return {
    path,
    problem: {
      file: document.file,
      line: document.lineOf(path),
      field: fieldName(path),
      expected: `one of the fields of ${place}: ${fieldsBelow(parent).join(", ")}`,
      found: "an unknown field",
      fix: fixForUnknown(parent, name),
    },
  };
}

/** The mistakes behind one issue of the schema. `parent` is the path that the issue's own path starts from. */
export function explainIssue(issue: Issue, document: YamlDocument, parent: Path = []): FieldMistake[] {
  const path = [...parent, ...(issue.path as Path)];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((name) => unknownField(path, name, document));
  }
  if (issue.code === "invalid_union") {
    // A list with wrong entries is told by its entries, not as "neither a number nor a list".
    const inside = issue.errors.find((issues) => issues.some((each) => each.path.length > 0));
    if (inside !== undefined) {
      return inside.flatMap((each) => explainIssue(each, document, path));
    }
  }
  return [wrongValue(path, document)];
}
