import * as fc from "fast-check";
import { stringify } from "yaml";
import { checkBytes } from "../../../config/check";
import { allFields } from "../../../config/field";
import { fieldName, type Path, type Problem, renderProblems } from "../../../config/problems";

const FILE = "deployments/fuzz.yaml";
const SEED = 20261122;

const VALID = {
  project: "opennebula-scw",
  region: "fr-par",
  zone: "fr-par-2",
  network: { private: "10.16.0.0/20", vmToVm: "10.17.0.0/20" },
  servers: {
    offer: "EM-A610R-NVME",
    os: { name: "Ubuntu", version: "24.04 LTS (Noble Numbat)" },
    subscription: "hourly",
    workers: ["host01", "host02", "gpu"],
    retire: ["host09"],
    allowReinstall: ["host01"],
  },
  ssh: { user: "ubuntu", publicKeyFile: "~/.ssh/id_ed25519.pub" },
  flexibleIps: {
    gateway: "62.210.0.1",
    dns: ["1.1.1.1"],
    permissionSets: ["ElasticMetalFullAccess"],
    keyGeneration: 1,
  },
  opennebula: { version: "7.0" },
  disposable: false,
};

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const VALID_TEXT = stringify(VALID);

/** The problems of a file; none for a right one. Whatever the file holds, this neither throws nor hangs. */
function problemsOf(bytes: Uint8Array): readonly Problem[] {
  const checked = checkBytes("fuzz", bytes, FILE);
  // Plain comparisons, ten thousand times over: `expect` took as long as reading the file.
  if ("config" in checked) {
    if (checked.config.servers.hosts[0]?.name !== "fe") {
      throw new Error("taken without its front-end");
    }
    return [];
  }
  if (checked.problems.length === 0) {
    throw new Error("refused without a problem");
  }
  return checked.problems;
}

/** Every problem names the file and a field of it or a line, says all it has to say, and can be printed on any terminal. */
function expectTold(problems: readonly Problem[], bytes: Uint8Array): void {
  const lines = bytes.filter((byte) => byte === 10).length + 1;
  for (const problem of problems) {
    const { file, line, field, expected, found, fix } = problem;
    const told =
      file === FILE &&
      (line === undefined || (Number.isInteger(line) && line >= 1 && line <= lines)) &&
      (field !== "" || line !== undefined || bytes.length > 0) &&
      [expected, found, fix].every((words) => words.trim() !== "");
    if (!told) {
      throw new Error(`told badly: ${JSON.stringify(problem)}`);
    }
  }
  if (UNPRINTABLE.test(renderProblems(problems).replaceAll("\n", ""))) {
    throw new Error(`not fit for a terminal: ${JSON.stringify(problems)}`);
  }
}

/** The field of `path` is among those that are told. */
function expectNamed(fields: readonly string[], path: Path): void {
  if (!fields.includes(fieldName(path))) {
    throw new Error(`${fieldName(path)} is not named, but ${JSON.stringify(fields)}`);
  }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A copy of the valid document in which the field at `path` has another value, or none. */
function withValue(path: Path, value: unknown): unknown {
  const copy = structuredClone(VALID) as Record<string, unknown>;
  const parent = path.slice(0, -1).reduce<any>((object, step) => object[step], copy);
  const name = path.at(-1)!;
  if (value === undefined) {
    delete parent[name];
  } else {
    Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

const FIELDS = allFields();
const oddText = fc.string({
  unit: fc.constantFrom(..."aB0-_./: \n\t\u0000\u001b\u0085\u202e\ufeff\ud800é漢😀'\"{}[]#&*!|>%@`,?~"),
  maxLength: 12,
});
const someField = fc.constantFrom(...FIELDS);
const wildValue = fc.oneof(
  oddText,
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(oddText, fc.integer(), fc.constant(null)), { maxLength: 4 }),
  fc.dictionary(oddText, fc.oneof(oddText, fc.integer()), { maxKeys: 3 }),
);

test("4,000 files with wild values in known fields are told or taken", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(someField, wildValue), { minLength: 1, maxLength: 4 }), (changes) => {
      const text = changes.reduce((document: any, [path, value]) => {
        const parent = path.slice(0, -1).reduce<any>((object, step) => object?.[step], document);
        if (typeof parent === "object" && parent !== null && !Array.isArray(parent)) {
          parent[path.at(-1)!] = value;
        }
        return document;
      }, structuredClone(VALID));
      const bytes = bytesOf(stringify(text));
      expectTold(problemsOf(bytes), bytes);
    }),
    { numRuns: 4_000, seed: SEED },
  );
});

test("in 2,000 files, a value that no field takes is told at its field", () => {
  // No field takes a number below zero, a text with a bell, or a mapping with this name.
  const impossible = fc.oneof(fc.integer({ max: -1 }), fc.constant("a\u0007b"), fc.constant([{ "": 1 }]));

  fc.assert(
    fc.property(someField, impossible, (path, value) => {
      const bytes = bytesOf(stringify(withValue(path, value)));
      const problems = problemsOf(bytes);
      expectTold(problems, bytes);
      expectNamed(
        problems.map(({ field }) => field.replace(/\[0\]$/, "")),
        path,
      );
    }),
    { numRuns: 2_000, seed: SEED },
  );
});

test("in 1,000 files, an unknown field is told by its name", () => {
  const sections = [
    [],
    ...FIELDS.filter((path) => FIELDS.some((other) => other.length > path.length && other[0] === path[0])),
  ];
  const unknownName = oddText.filter((name) => !FIELDS.some((path) => path.at(-1) === name));

  fc.assert(
    fc.property(
      fc.constantFrom(...sections),
      fc.oneof(unknownName, fc.constantFrom("__proto__", "constructor")),
      (section, name) => {
        const path = [...section, name];
        fc.pre(section.length < 2);
        const bytes = bytesOf(stringify(withValue(path, "x")));
        const problems = problemsOf(bytes);
        expectTold(problems, bytes);
        expectNamed(
          problems.map(({ field }) => field),
          path,
        );
      },
    ),
    { numRuns: 1_000, seed: SEED },
  );
});

test("2,000 files whose text was damaged are told or taken", () => {
  const damage = fc.record({
    at: fc.nat(VALID_TEXT.length),
    length: fc.nat(12),
    insert: fc.oneof(
      fc.constantFrom(
        "\t",
        "\n",
        "---\n",
        "- ",
        ": ",
        "{",
        "[",
        "*a",
        "&a ",
        "!!set ",
        "'",
        '"',
        "#",
        "? ",
        "| ",
        "%YAML 1.1\n",
      ),
      oddText,
    ),
  });

  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), (damages) => {
      const text = damages.reduce(
        (rest, { at, length, insert }) => rest.slice(0, at) + insert + rest.slice(at + length),
        VALID_TEXT,
      );
      const bytes = bytesOf(text);
      expectTold(problemsOf(bytes), bytes);
    }),
    { numRuns: 2_000, seed: SEED },
  );
});

test("1,000 files of random bytes and of YAML's own signs are told", () => {
  const signs = fc.array(
    fc.constantFrom(
      "\n",
      " ",
      "  ",
      "-",
      ":",
      "{",
      "}",
      "[",
      "]",
      ",",
      "a",
      "*",
      "&",
      "!",
      "'",
      '"',
      "|",
      ">",
      "#",
      "%",
    ),
    {
      maxLength: 200,
    },
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    signs.map((parts) => bytesOf(parts.join(""))),
  );

  fc.assert(
    fc.property(bytes, (content) => {
      const problems = problemsOf(content);
      if (problems.length === 0) {
        throw new Error("taken");
      }
      expectTold(problems, content);
    }),
    { numRuns: 1_000, seed: SEED },
  );
});

const HUGE: readonly [name: string, text: string][] = [
  ["unknown fields", Array.from({ length: 9_000 }, (_, n) => `a${n}: 1`).join("\n")],
  ["wrong workers", `servers:\n  workers: [${"A,".repeat(30_000)}]`],
  ["repeated workers", `servers:\n  workers: [${"a,".repeat(999)}a]`],
  ["brackets", "[".repeat(65_000)],
  ["blocks", "- ".repeat(32_000)],
  ["one long word", "a".repeat(65_000)],
  ["anchors", Array.from({ length: 5_000 }, (_, n) => `- &a${n} x`).join("\n")],
];

test.each(HUGE)("a file of nothing but %s costs a few seconds at most", (_, text) => {
  const before = process.cpuUsage();
  expectTold(problemsOf(bytesOf(text)), bytesOf(text));
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(8);
});
