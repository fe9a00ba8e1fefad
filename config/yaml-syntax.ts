import { type Problem, printable } from "./problems";

type Words = Pick<Problem, "expected" | "found" | "fix">;

const WORDS: Readonly<Record<string, Words>> = {
  DUPLICATE_KEY: {
    expected: "each field once",
    found: "a field that already stands further up",
    fix: "remove one of the two",
  },
  TAB_AS_INDENT: {
    expected: "indentation by spaces, as YAML demands",
    found: "a tab",
    fix: "replace the tab by two spaces",
  },
  MULTIPLE_DOCS: {
    expected: "one YAML document",
    found: "a second one",
    fix: "remove the line --- or ... and write another deployment into a file of its own",
  },
  ALIAS: {
    expected: "plain values",
    found: "an alias (*name)",
    fix: "write the value out",
  },
  NON_STRING_KEY: {
    expected: "a word as the name of each field",
    found: "a list or a mapping as a name",
    fix: "write name: value; put text that begins with [ or { in quotes",
  },
  RESOURCE_EXHAUSTION: {
    expected: "fields at most three levels deep",
    found: "far deeper nesting",
    fix: "compare with deployments/example.yaml",
  },
  TAG_RESOLVE_FAILED: {
    expected: "plain values",
    found: "a tag (!name)",
    fix: "remove the tag; put text that begins with ! in quotes",
  },
};

/** A mistake in the YAML itself. `code` is one of the `yaml` package's error codes, or ALIAS. */
export function syntaxProblem(code: string, file: string, line: number, message = ""): Problem {
  const words = WORDS[code] ?? {
    expected: "YAML",
    found: `text that is not YAML: ${printable(message, 120)}`,
    fix: "compare with deployments/example.yaml; put text with special characters in quotes",
  };
  return { file, line, field: "", ...words };
}
