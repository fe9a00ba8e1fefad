import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const REPOSITORY = join(__dirname, "../../..");
const SECONDS = 1000;

/** A repository with this one's files as they lie there. */
function copiedRepository(): string {
  const path = mkdtempSync(join(tmpdir(), "reviewed-"));
  const list = execFileSync("git", ["-C", REPOSITORY, "ls-files", "-z"], { encoding: "utf8" });
  const files = list.split("\0").filter((file) => file !== "" && !/^(?:test|docs|ansible)\//.test(file));
  for (const file of files.filter((each) => existsSync(join(REPOSITORY, each)))) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    cpSync(join(REPOSITORY, file), join(path, file));
  }
  for (const shared of ["node_modules", ".cache"]) symlinkSync(join(REPOSITORY, shared), join(path, shared));
  execFileSync("git", ["-C", path, "init", "--quiet"]);
  writeFileSync(join(path, ".git/info/exclude"), "node_modules\n.cache\n");
  return path;
}

function commit(repository: string, deployment: (text: string) => string): void {
  const file = join(repository, "deployments/example.yaml");
  writeFileSync(file, deployment(readFileSync(file, "utf8")));
  const author = ["-c", "user.name=reviewer", "-c", "user.email=reviewer@example.org"];
  execFileSync("git", ["-C", repository, "add", "--all"]);
  execFileSync("git", ["-C", repository, ...author, "commit", "--quiet", "--message", "one"]);
}

let repository: string;
let summary: string;
let temporary: string;
let text: string;

beforeAll(() => {
  repository = copiedRepository();
  commit(repository, (example) => example.replace("workers: 1 ", "workers: 2 "));
  commit(repository, (example) => example.replace("workers: 2 ", "workers: 1 "));
  summary = join(repository, ".git/summary.md");
  temporary = join(repository, ".git/tmp");
  mkdirSync(temporary);
  const outcome = spawnSync("node", ["operations/launch.cjs", "review", "--head", "HEAD"], {
    cwd: repository,
    encoding: "utf8",
    env: {
      ...process.env,
      TMPDIR: temporary,
      GITHUB_STEP_SUMMARY: summary,
      SCW_ACCESS_KEY: undefined,
      SCW_SECRET_KEY: undefined,
    },
  });
  if (outcome.status !== 0) throw new Error(`${outcome.stdout}${outcome.stderr}`);
  text = readFileSync(join(repository, "review/review.md"), "utf8");
}, 540 * SECONDS);

afterAll(() => rmSync(repository, { recursive: true, force: true }));

test("a guard that refuses the head stands in the review with its words and does not end it", () => {
  expect(text).toContain("the plan of instances is refused");
  expect(text).toMatch(/workers have left servers\.workers.*host02/s);
});

test("what the later stacks would lose is told first, in words", () => {
  expect(text).toMatch(/⛔ deployments\/example\.yaml: (?:step|key) .*host02.* would be destroyed/);
  expect(text.indexOf("would be destroyed")).toBeLessThan(text.indexOf("<details>"));
});

test("untouched stacks take one line, changed ones show Terraform's own plan", () => {
  expect(text).toContain("`vpc`: no changes.");
  expect(text).toMatch(/<code>network<\/code>: 0 added, .*will be destroyed/s);
});

test("the synthesized JSON and the cost are compared", () => {
  expect(text).toMatch(/^-.*host02/m);
  expect(text).toMatch(/\| base \| 3 × EM-A610R-NVME \|.*\| head \| 2 × EM-A610R-NVME \|.*\*\*-\d/s);
});

test("the job summary is the same text, and the parts lie beside it whole", () => {
  expect(readFileSync(summary, "utf8")).toBe(text);
  expect(readdirSync(join(repository, "review"))).toEqual(
    expect.arrayContaining(["example-network.plan.txt", "example-synthesized.diff", "review.md"]),
  );
});

test("nothing is left of the rehearsal: no deployment, no simulated cloud, no process", () => {
  expect(existsSync(join(repository, "deployments/review.yaml"))).toBe(false);
  expect(existsSync(join(repository, ".state"))).toBe(false);
  expect(readdirSync(temporary).filter((name) => name.startsWith("review-"))).toEqual([]);
  expect(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })).not.toContain(temporary);
});
