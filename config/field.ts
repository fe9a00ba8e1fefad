// Finds the schema and the note of a field by its path, so that reports and documents speak of it in the same words.
import type * as z from "zod/mini";
import { fieldName, type Path } from "./problems";
import { deploymentSchema, type FieldNote, fieldNotes } from "./schema";

type Schema = z.core.$ZodType;

/** What a default, a prefault or an optional is wrapped around. */
function unwrap(schema: Schema): Schema {
  const { innerType } = schema._zod.def as { innerType?: Schema };
  return innerType === undefined ? schema : unwrap(innerType);
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  return (unwrap(schema)._zod.def as { shape?: Record<string, Schema> }).shape;
}

function elementOf(schema: Schema): Schema | undefined {
  const { element, options } = unwrap(schema)._zod.def as { element?: Schema; options?: Schema[] };
  return element ?? options?.map(elementOf).find((option) => option !== undefined);
}

/** Schema of a field; undefined when the schema does not know the path. */
export function schemaAt(path: Path): Schema | undefined {
  return path.reduce<Schema | undefined>((schema, step) => {
    if (schema === undefined) {
      return undefined;
    }
    const shape = shapeOf(schema);
    if (typeof step === "number") {
      return elementOf(schema);
    }
    return shape !== undefined && Object.hasOwn(shape, step) ? shape[step] : undefined;
  }, deploymentSchema);
}

/** Names of the fields below a path, in the schema's order; empty for a plain value. */
export function fieldsBelow(path: Path): readonly string[] {
  const schema = schemaAt(path);
  return schema === undefined ? [] : Object.keys(shapeOf(schema) ?? {});
}

/** The note of a field of the schema. */
export function noteAt(path: Path): FieldNote {
  const schema = schemaAt(path);
  const note = schema && fieldNotes.get(schema);
  if (note === undefined) {
    throw new Error(`the schema has no note for ${fieldName(path)}`);
  }
  return note;
}

/** Values that a field with a closed list of values takes; empty for others. */
export function choicesAt(path: Path): readonly string[] {
  const schema = schemaAt(path);
  const { entries } = (schema === undefined ? {} : unwrap(schema)._zod.def) as { entries?: Record<string, string> };
  return Object.values(entries ?? {});
}

/** Paths of all fields, sections before their fields. */
export function allFields(path: Path = []): readonly Path[] {
  return fieldsBelow(path).flatMap((name) => [[...path, name], ...allFields([...path, name])]);
}
