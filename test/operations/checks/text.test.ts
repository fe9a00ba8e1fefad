import type { Check } from "../../../operations/checks/check";
import { checksCount, checksText } from "../../../operations/checks/text";

const CHECKS: readonly Check[] = [
  { check: "disk of fe", status: "ok", what: "50 GiB free", remedy: "" },
  { check: "Flexible IPs", status: "not run", what: "no key", remedy: "" },
  { check: "clock of fe", status: "fail", what: "60 s ahead", remedy: "Set it." },
];

test("the table shows what failed first, what was not run with its reason, and beneath each what to do", () => {
  expect(checksText(CHECKS).split("\n")).toEqual([
    "fail     clock of fe   60 s ahead",
    "         -> Set it.",
    "not run  Flexible IPs  no key",
    "ok       disk of fe    50 GiB free",
  ]);
});

test("what nothing has is not counted", () => {
  expect(checksCount(CHECKS)).toBe("1 ok, 1 not run, 1 fail");
  expect(checksCount(CHECKS.slice(0, 1))).toBe("1 ok");
});
