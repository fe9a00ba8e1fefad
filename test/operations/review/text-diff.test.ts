import { unifiedDiff } from "../../../operations/review/text-diff";

test("only what differs is shown, under its own name", () => {
  const diff = unifiedDiff({ vpc: "a\nb\n", state: "same\n" }, { vpc: "a\nc\n", state: "same\n" }, ".tf.json");
  expect(diff).toBe("--- base/vpc.tf.json\n+++ head/vpc.tf.json\n@@ -1,2 +1,2 @@\n a\n-b\n+c");
});

test("the same texts have no difference", () => {
  expect(unifiedDiff({ vpc: "a\n" }, { vpc: "a\n" }, ".tf.json")).toBe("");
});
