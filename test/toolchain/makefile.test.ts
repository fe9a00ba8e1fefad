import { spawnSync } from "node:child_process";
import path from "node:path";

const REPOSITORY = path.join(__dirname, "..", "..");
const TARGETS = [
  "toolchain demo demo-diff demo-destroy infra outputs destroy unlock adopt diagnose deployment validation",
  "test bench review bindings",
].flatMap((line) => line.split(" "));

/** What make would run; `-o` keeps it from looking at the packages, which it would install. */
function plan(...args: string[]) {
  const { MAKEFLAGS: _flags, MAKELEVEL: _level, ...env } = process.env;
  const run = spawnSync("make", ["-n", "-o", "node_modules", ...args], { cwd: REPOSITORY, env, encoding: "utf8" });
  return { status: run.status, lines: run.stdout.trimEnd().split("\n"), stderr: run.stderr };
}

test("make alone lists the targets, each with its purpose", () => {
  const { stdout } = spawnSync("make", [], { cwd: REPOSITORY, encoding: "utf8" });
  for (const target of TARGETS) expect(stdout).toMatch(new RegExp(`^  make ${target} +\\S+ \\S+`, "m"));
});

test.each(TARGETS.filter((target) => target !== "toolchain"))(
  "make %s is the toolchain and one npm script",
  (target) => {
    const { lines, stderr } = plan(target);
    expect(stderr).toBe("");
    expect(lines).toEqual([
      "npm run --silent toolchain",
      expect.stringMatching(/^(export DEPLOYMENT=demo && )?\. \.\/env\.sh && npm run --silent [a-z:]+( -- [a-z-]+)?$/),
    ]);
  },
);

test("the rehearsal keeps its hands off the deployment that the shell was set up for", () => {
  for (const target of ["demo", "demo-diff", "demo-destroy"])
    expect(plan(target, "DEPLOYMENT=prod").lines[1]).toMatch(/^export DEPLOYMENT=demo && /);
});
