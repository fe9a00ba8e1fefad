import { spawnSync } from "node:child_process";
import path from "node:path";

const REPOSITORY = path.join(__dirname, "..", "..");
const TARGETS = [
  "toolchain demo demo-diff demo-destroy infra outputs destroy unlock adopt diagnose status ssh deployment first-vm validation",
  "rehearsal-toolchain rehearsal rehearsal-diff rehearsal-ssh rehearsal-destroy",
  "test test-metal test-metal-driver bench review bindings",
].flatMap((line) => line.split(" "));
/** Those that run guests and so need what guests are made of. */
const ON_GUESTS = ["rehearsal", "test", "test-metal", "test-metal-driver"];

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

test.each(TARGETS.filter((target) => !target.endsWith("toolchain")))(
  "make %s is the toolchain and one npm script",
  (target) => {
    const { lines, stderr } = plan(target);
    expect(stderr).toBe("");
    expect(lines).toEqual([
      "npm run --silent toolchain",
      ...(ON_GUESTS.includes(target) ? ["npm run --silent toolchain:metal"] : []),
      expect.stringMatching(
        /^(export DEPLOYMENT=(demo|rehearsal) && )?\. \.\/env\.sh && npm run --silent [a-z:]+( -- [a-z-]+)?$/,
      ),
    ]);
  },
);

test("demo and rehearsal keep their hands off the deployment that the shell was set up for", () => {
  for (const name of ["demo", "rehearsal"])
    for (const target of [name, `${name}-diff`, `${name}-destroy`])
      expect(plan(target, "DEPLOYMENT=prod").lines.at(-1)).toMatch(new RegExp(`^export DEPLOYMENT=${name} && `));
});
