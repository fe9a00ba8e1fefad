import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LIMIT, MARKER, renderReview } from "../../../operations/review/render";
import type { DeploymentReview, StackReview } from "../../../operations/review/review-report";

const CHANGED: StackReview = {
  stack: "instances",
  outcome: "changed",
  facts: {
    destroyed: ["server opennebula-worker-1 (host02)"],
    replaced: ["server opennebula-worker-0 (host01), because of offer"],
    added: 1,
    changed: 2,
  },
  plan: "# scaleway_baremetal_server.host02 will be destroyed",
};

function render(deployment: Partial<DeploymentReview>, base = "commit 1"): string {
  const whole = { file: "deployments/prod.yaml", stacks: [], problem: undefined, synthesizedDiff: "", cost: undefined };
  return renderReview({ base, head: "commit 2", deployments: [{ ...whole, ...deployment }] });
}

test("what is destroyed and replaced comes first, in words, before any plan", () => {
  const text = render({ stacks: [{ stack: "vpc", outcome: "unchanged" }, CHANGED], synthesizedDiff: "-a\n+b" });
  expect(text.startsWith(MARKER)).toBe(true);
  const places = [
    "server opennebula-worker-1 (host02) would be destroyed",
    "server opennebula-worker-0 (host01) would be replaced, because of offer",
    "`vpc`: no changes.",
    "<code>instances</code>: 1 added, 2 changed, 1 replaced, 1 destroyed",
    "will be destroyed",
    "```diff\n-a\n+b\n```",
  ].map((words) => text.indexOf(words));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual([...places].sort((one, other) => one - other));
});

test("without a loss it says so", () => {
  expect(render({ stacks: [{ stack: "vpc", outcome: "unchanged" }] })).toContain(
    "Nothing would be destroyed or replaced.",
  );
});

test("a guard that refuses is told in its own words, at the top and in its place", () => {
  const text = render({ stacks: [{ stack: "instances", outcome: "refused", words: "host02 would be reinstalled" }] });
  expect(text).toMatch(/the plan of instances is refused.*host02 would be reinstalled/s);
  expect(text).not.toContain("Nothing would be destroyed");
});

test("mistakes of the head's deployment file stand in the review", () => {
  expect(render({ problem: "deployments/prod.yaml:3 zone: unknown" })).toContain("prod.yaml:3 zone: unknown");
});

test("the difference in cost has a sign, and no price is no zero", () => {
  const base = { servers: 2, offer: "EM-A610R-NVME", perHour: 0.5, perMonth: 365 };
  const cost = { currency: "EUR", base, head: { ...base, servers: 3, perHour: 0.75, perMonth: 547.5 } };
  expect(render({ cost })).toContain("| **difference** | | **+0.250** | **+182.50** |");
  expect(render({ cost: { ...cost, head: base } })).toContain("**0** | **0**");
  expect(render({ cost: { ...cost, head: { ...base, perHour: undefined } } })).toContain("**?** | **0**");
});

test.each([1_000, 100_000, 3_000_000])("%i characters of plan and diff fit into one comment", (size) => {
  const plan = "  + attribute = 1\n".repeat(size / 18);
  const text = render({ stacks: [{ ...CHANGED, plan } as StackReview], synthesizedDiff: plan });
  expect(text.length).toBeLessThan(LIMIT);
  expect(text.split("```").length % 2).toBe(1);
  expect(text.includes("more lines: ")).toBe(size > 1_000);
});

test("ten thousand losses still fit", () => {
  const destroyed = Array.from({ length: 10_000 }, (_, n) => `server opennebula-worker-${n} (${"x".repeat(500)})`);
  const facts = { destroyed, replaced: [], added: 0, changed: 0 };
  const text = render({ stacks: [{ stack: "instances", outcome: "changed", facts, plan: "" }] });
  expect(text.length).toBeLessThan(LIMIT);
  expect(text).toContain("and 9940 more");
});

test("names that a stranger chose are text: no markup, nobody mentioned, no way out of a block", () => {
  const evil = "server <img src=x> @everyone [here](https://example.org) **a**";
  const facts = { destroyed: [evil], replaced: [], added: 0, changed: 0 };
  const text = render({
    stacks: [{ stack: "instances", outcome: "changed", facts, plan: "```\n</details>\n@everyone" }],
  });
  const top = text.slice(0, text.indexOf("<details>"));
  expect(top).not.toMatch(/[^\\]<img|@everyone|[^\\]\[here|https:\/\/example|[^\\]\*\*a/);
  expect(text).toContain("````terraform\n```\n</details>\n@everyone\n````");
});

test("the workflow that posts the comment looks for the marker that is written", () => {
  const workflow = readFileSync(join(__dirname, "../../../.github/workflows/review-comment.yml"), "utf8");
  expect(workflow).toContain(`"${MARKER}"`);
  expect(workflow).not.toMatch(/actions\/checkout|^\s*(?:- )?run:/m);
});
