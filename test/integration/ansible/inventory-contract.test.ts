import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { playbookArguments } from "../../../operations/ansible";
import { leafPaths, mutate, removeAt, VARIABLE_FILES } from "../../ansible/inventory-mutation";
import { type AnsibleProject, commandsOf, makeProject } from "../../ansible/project";
import { namesOf, OPTIONAL, REFUSALS, type Refusal } from "../../ansible/refusals";

const RUN_MANY = resolve(__dirname, "../../ansible/run-many.py");

const REMOVALS: readonly (Refusal & { readonly accepted: readonly string[] })[] = VARIABLE_FILES.flatMap((file) =>
  leafPaths(file).map((path) => {
    const accepted = namesOf(file, path);
    return {
      title: `without ${path.join(".")}`,
      file,
      names: accepted.at(-1)!,
      accepted,
      change: (data: any) => removeAt(data, path),
    };
  }),
);

interface Outcome {
  readonly name: string;
  readonly status: number;
  readonly output: string;
}

describe("the stand-in collection and the stand-in validation suite", () => {
  const outcomes = new Map<string, Outcome>();
  let project: AnsibleProject;

  beforeAll(() => {
    project = makeProject("stand-in");
    runAll(
      "deployment",
      [...REMOVALS, ...REFUSALS].filter((refusal) => !isValidation(refusal)),
    );
    runAll("validation", [...REMOVALS, ...REFUSALS].filter(isValidation));
  }, 300_000);

  afterAll(() => project.remove());

  /** Each suite's inventories in one process of its own Ansible; the untouched inventory is among them as the control. */
  function runAll(suite: "deployment" | "validation", refusals: readonly Refusal[]): void {
    const control: Refusal = { title: `${suite} untouched`, file: "hosts.yml", names: "", change: () => {} };
    const cases = [control, ...refusals].map((refusal, index) => {
      const deployment = `${suite}-${index}`;
      mutate(join(project.ansibleFolder, "inventory", deployment), refusal.file, refusal.change);
      // No server is there for the project's own test to run on.
      const extraArguments = suite === "validation" ? ["--skip-tags", "flexible_ip_validation"] : [];
      return { name: refusal.title, arguments: playbookArguments({ deployment, playbook: suite, extraArguments }) };
    });
    const result = spawnSync(join(commandsOf(suite), "python"), [RUN_MANY], {
      cwd: project.ansibleFolder,
      env: project.environment,
      input: cases.map((one) => `${JSON.stringify(one)}\n`).join(""),
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    for (const line of result.stdout.trim().split("\n")) {
      const outcome = JSON.parse(line) as Outcome;
      outcomes.set(outcome.name, outcome);
    }
  }

  test.each(["deployment untouched", "validation untouched"])("accept the fixture: %s", (name) => {
    expect(outcomes.get(name)).toMatchObject({ status: 0 });
  });

  test.each(REMOVALS.filter(({ names }) => !OPTIONAL.includes(names)))(
    "refuse an inventory $title",
    ({ title, accepted }) => {
      const { status, output } = outcomes.get(title)!;
      expect(status).not.toBe(0);
      expect(accepted.filter((name) => refusesBy(name, output))).not.toEqual([]);
    },
  );

  test.each(OPTIONAL)("accept an inventory without %s", (name) => {
    expect(outcomes.get(`without ${name}`)).toMatchObject({ status: 0 });
  });

  test.each(REFUSALS)("refuse $title", ({ title, names }) => {
    const { status, output } = outcomes.get(title)!;
    expect(status).not.toBe(0);
    expect(refusesBy(names, output)).toBe(true);
  });
});

function isValidation({ names }: Refusal): boolean {
  return names.split(".")[0] === "validation";
}

/** A message begins with the name of what it refuses; results are printed as JSON, with line ends as \n. */
function refusesBy(name: string, output: string): boolean {
  return new RegExp(`(^|["\\s.]|\\\\n)${name.replaceAll(/[.()]/g, "\\$&")}(\\.[A-Z][A-Z_]*)?: `, "m").test(output);
}
