import { explainIssue } from "./explain";
import { fieldName, type Path, type Problem } from "./problems";
import { type DeploymentDocument, deploymentSchema } from "./schema";
import type { YamlDocument } from "./yaml-document";

/** A rule about what fields mean together. */
export interface Rule {
  /** One sentence of Markdown for the reference. */
  readonly statement: string;
  readonly check: (draft: Draft) => readonly Problem[];
}

/** An entry of a list in the file. */
export interface Entry {
  readonly value: string;
  readonly path: Path;
}

/**
 * A file whose fields have been checked one by one. Rules about several fields look at those that are right, so that one mistake
 * does not hide another.
 */
export class Draft {
  /** Mistakes in the form of single fields. */
  readonly problems: readonly Problem[];
  /** The whole file with its defaults, when no field is wrong. */
  readonly complete: DeploymentDocument | undefined;

  private readonly wrongPaths: readonly Path[];
  private readonly roots: readonly unknown[];

  constructor(private readonly document: YamlDocument) {
    const parsed = deploymentSchema.safeParse(document.value);
    const mistakes = parsed.success ? [] : parsed.error.issues.flatMap((issue) => explainIssue(issue, document));
    this.problems = mistakes.map(({ problem }) => problem);
    this.wrongPaths = mistakes.map(({ path }) => path);
    this.complete = parsed.success ? parsed.data : undefined;
    this.roots = parsed.success ? [parsed.data] : [document.value, defaults()];
  }

  /** Value or default of a field; undefined when the field, a part of it or what surrounds it is wrong. */
  value<T>(...path: Path): T | undefined {
    const wrong = this.wrongPaths.some((wrongPath) => startsWith(wrongPath, path) || startsWith(path, wrongPath));
    return wrong ? undefined : (this.written(path) as T);
  }

  /** Right entries of a list of texts, or of its default. */
  entries(...path: Path): readonly Entry[] {
    const list = this.written(path);
    // The entries of a list that is wrong as a whole (too long) have not been checked.
    if (!Array.isArray(list) || this.wrongPaths.some((wrongPath) => startsWith(path, wrongPath))) {
      return [];
    }
    const wrong = new Set(
      this.wrongPaths.filter((wrongPath) => startsWith(wrongPath, path)).map((each) => each[path.length]),
    );
    return list
      .map((value, index) => ({ value, path: [...path, index] }))
      .filter(({ value }, index) => typeof value === "string" && !wrong.has(index));
  }

  /** A problem of meaning at a field. */
  problem(path: Path, words: Pick<Problem, "expected" | "fix"> & { readonly found?: string }): Problem {
    return {
      file: this.document.file,
      line: this.document.lineOf(path),
      field: fieldName(path),
      found: this.document.describe(path),
      ...words,
    };
  }

  private written(path: Path): unknown {
    return this.roots.map((root) => valueAt(root, path)).find((value) => value !== undefined);
  }
}

function defaults(): unknown {
  return deploymentSchema.parse({ project: "p", region: "fr-par", zone: "fr-par-1" });
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    const known = typeof value === "object" && value !== null && Object.hasOwn(value, step);
    return known ? (value as Record<string | number, unknown>)[step] : undefined;
  }, root);
}

function startsWith(path: Path, beginning: Path): boolean {
  return beginning.every((step, index) => path[index] === step);
}
