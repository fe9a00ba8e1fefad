import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type PlaybookName, runPlaybook } from "../../../operations/ansible";
import { type AnsibleProject, commandsOf, makeProject, SUITES, type Suite, VENDORS } from "../../ansible/project";

jest.setTimeout(180_000);

const CORES: Readonly<Record<Suite, string>> = { deployment: "2.16", validation: "2.18" };
let project: AnsibleProject | undefined;

beforeAll(() => {
  for (const suite of SUITES) commandsOf(suite);
});

afterEach(() => project?.remove());

function checkSyntax(suite: Suite, playbook: string) {
  return spawnSync(
    join(commandsOf(suite), "ansible-playbook"),
    ["-i", "inventory/fixture/hosts.yml", `playbooks/${playbook}`, "--syntax-check"],
    { cwd: project!.ansibleFolder, env: project!.environment, encoding: "utf8" },
  );
}

test.each(SUITES)("the environment of %s holds the ansible-core that its suite asks for", (suite) => {
  const version = execFileSync(join(commandsOf(suite), "ansible-playbook"), ["--version"], { encoding: "utf8" });
  expect(version).toContain(`[core ${CORES[suite]}.`);
});

describe.each(VENDORS)("with the %s collection and validation suite", (vendor) => {
  test.each(SUITES)("every playbook is right for the ansible-core of %s", (suite) => {
    project = makeProject(vendor);
    for (const playbook of readdirSync(join(project.ansibleFolder, "playbooks"))) {
      expect(checkSyntax(suite, playbook)).toMatchObject({ status: 0, stderr: expect.not.stringContaining("WARNING") });
    }
  });
});

test("without the collection Ansible names what it misses", () => {
  project = makeProject("none");
  const { status, stderr } = checkSyntax("deployment", "deployment.yml");
  expect(status).not.toBe(0);
  expect(stderr).toContain("opennebula.deploy.main");
});

describe("npm run ansible, on the stand-ins", () => {
  async function run(playbook: PlaybookName, ...extraArguments: string[]) {
    const shown: string[] = [];
    const failure = await runPlaybook({
      projectFolder: project!.folder,
      deployment: "fixture",
      playbook,
      extraArguments,
      say: (line) => shown.push(line),
    }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    return { shown: shown.join("\n"), failure };
  }

  test.each(SUITES)(
    "%s runs to its end from a folder with a blank in its name, and leaves a private log",
    async (playbook) => {
      project = makeProject("stand-in", "a folder");
      const { shown, failure } = await run(playbook);
      expect(failure).toBeUndefined();
      expect(shown).toContain("failed=0");
      const log = join(project.folder, "logs/fixture/latest.log");
      expect(readFileSync(log, "utf8")).toContain("PLAY RECAP");
      expect(statSync(log).mode & 0o777).toBe(0o600);
    },
  );

  test("a test that the validation suite only notes as failed fails the playbook, by name", async () => {
    project = makeProject("stand-in");
    const { shown, failure } = await run("validation", "-e", "stand_in_failure='Storage benchmark'");
    expect(shown).toContain("Failed: Storage benchmark.");
    expect(failure).toContain("The playbook validation failed on fixture");
  });

  test("a validation that leaves no result is no success", async () => {
    project = makeProject("stand-in");
    const { shown, failure } = await run("validation", "-e", "stand_in_silence=true");
    expect(shown).toContain("No test has left a result.");
    expect(failure).toBeDefined();
  });

  test("a secret that Ansible prints reaches neither the screen nor the log", async () => {
    project = makeProject("stand-in");
    // A test named like the password: the verdict prints it.
    const { shown } = await run("validation", "-e", '{"stand_in_failure": "{{ one_pass }}"}');
    const log = readFileSync(join(project.folder, "logs/fixture/latest.log"), "utf8");
    for (const output of [shown, log]) {
      expect(output).toContain("Failed: ********.");
      expect(output).not.toContain("a{{b");
    }
  });

  test("nothing is written before there is an inventory", async () => {
    project = makeProject("stand-in");
    const failure = runPlaybook({
      projectFolder: project.folder,
      deployment: "nowhere",
      playbook: "deployment",
      say: () => {},
    });
    await expect(failure).rejects.toThrow("make infra DEPLOYMENT=nowhere");
    expect(existsSync(join(project.folder, "logs"))).toBe(false);
  });
});
