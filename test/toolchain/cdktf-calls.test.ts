import { STACKS } from "../../operations/deployment";

const { planCalls, STACKS: WRAPPED } = require("../../toolchain/cdktf/plan-calls") as {
  planCalls: (args: string[]) => { args: string[]; env: Record<string, string> }[];
  STACKS: string[];
};

const words = (...args: string[]) => planCalls(args).map((call) => call.args.join(" "));

test("the wrapper knows the stacks that the operations know", () => {
  expect(WRAPPED).toEqual([...STACKS]);
});

test("a stack that is deployed alone does not ask for the stacks it depends on", () => {
  expect(planCalls(["deploy", "vpc", "--auto-approve"])).toEqual([
    { args: ["deploy", "vpc", "--auto-approve"], env: { CDKTF_IGNORE_MISSING_STACK_DEPENDENCIES: "true" } },
  ]);
});

test("several stacks are deployed one after the other, in their order and not in the order of the words", () => {
  expect(words("deploy", "network", "vpc")).toEqual(["deploy vpc", "deploy network --skip-synth"]);
});

test("all stacks go in one call, in which cdktf waits for each dependency", () => {
  expect(planCalls(["deploy", "*"])).toEqual([{ args: ["deploy", "*"], env: {} }]);
  expect(planCalls(["deploy", ...STACKS])).toEqual([{ args: ["deploy", "*"], env: {} }]);
});

test("diff of all stacks, which cdktf does not know, is a diff of each", () => {
  const [first, ...others] = STACKS;
  expect(words("diff", "*")).toEqual([`diff ${first}`, ...others.map((stack) => `diff ${stack} --skip-synth`)]);
  expect(words("diff", "instances")).toEqual(["diff instances"]);
});

test("who asks for no synth at all gets none", () => {
  expect(words("diff", "vpc", "network", "--skip-synth")).toEqual([
    "diff vpc --skip-synth",
    "diff network --skip-synth",
  ]);
});

test("destroy keeps cdktf's own check of what still depends on a stack", () => {
  expect(planCalls(["destroy", "vpc"])).toEqual([{ args: ["destroy", "vpc"], env: {} }]);
});

test.each([["synth"], ["--version"], ["deploy"], ["output", "vpc"]])("%s is passed on as it is", (...args) => {
  expect(planCalls(args)).toEqual([{ args, env: {} }]);
});
