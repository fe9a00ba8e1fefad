import { EXIT_CODES } from "../../config/exit-codes";
import { OperationProblem } from "../operation-problem";
import { SELECTABLE_TESTS, VALIDATION_TESTS } from "./tests";

/** Which tests a run means to do, and why not the others. */
export interface Selection {
  /** Keys of the dictionary `validation` that differ from the inventory's. */
  readonly switches: Readonly<Record<string, boolean>>;
  /** Reason by name of the test; a test without one is to run. */
  readonly whyNot: ReadonlyMap<string, string>;
}

/**
 * @param asked values of `SKIP` and `ONLY`: names separated by commas or blanks
 * @param settings the inventory's dictionary `validation`
 * @throws OperationProblem for a name that no test has, for both at once, and when nothing would be left
 */
export function selectTests(
  asked: { readonly skip?: string | undefined; readonly only?: string | undefined },
  settings: Readonly<Record<string, unknown>>,
): Selection {
  const skip = namesIn("SKIP", asked.skip);
  const only = namesIn("ONLY", asked.only);
  if (skip.length > 0 && only.length > 0) {
    throw refusal("SKIP and ONLY exclude one another.", "Give one of them.");
  }
  const switches: Record<string, boolean> = {};
  const whyNot = new Map<string, string>();
  for (const test of VALIDATION_TESTS) {
    const inInventory = isOn(settings[test.variable], test.onByDefault);
    const wanted = only.length > 0 ? only.includes(test.name) : inInventory && !skip.includes(test.name);
    if (wanted !== inInventory) switches[test.variable] = wanted;
    if (wanted) continue;
    if (skip.includes(test.name)) whyNot.set(test.name, "left out by SKIP");
    else if (only.length > 0 && inInventory) whyNot.set(test.name, "not among ONLY");
    else
      whyNot.set(
        test.name,
        `off in the inventory (validation.${test.variable})${test.whyOff ? `: ${test.whyOff}` : ""}`,
      );
  }
  if (whyNot.size === VALIDATION_TESTS.length) {
    throw refusal("No test is left.", "Leave one of the tests in, or run `make validation` without SKIP.");
  }
  return { switches, whyNot };
}

function namesIn(variable: "SKIP" | "ONLY", text: string | undefined): readonly string[] {
  const names = (text ?? "").split(/[\s,]+/).filter((name) => name !== "");
  const unknown = names.filter((name) => !SELECTABLE_TESTS.includes(name));
  if (unknown.length > 0) {
    throw refusal(`${variable} names no test: ${unknown.join(", ")}.`, `Tests are: ${SELECTABLE_TESTS.join(", ")}.`);
  }
  return names;
}

/** Ansible's own words for truth, since the operator may have edited the inventory. */
function isOn(value: unknown, otherwise: boolean): boolean {
  return value === undefined || value === null ? otherwise : /^(true|yes|on|1)$/i.test(String(value));
}

function refusal(what: string, fix: string): OperationProblem {
  return new OperationProblem(EXIT_CODES.usage, what, fix, "Nothing was run.");
}
