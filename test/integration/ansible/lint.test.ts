import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type AnsibleProject, commandsOf, FIXTURE, makeProject } from "../../ansible/project";

jest.setTimeout(180_000);

const REPOSITORY = resolve(__dirname, "../../..");

describe("the linters", () => {
  let project: AnsibleProject;

  beforeAll(() => {
    commandsOf("lint");
    project = makeProject("stand-in");
  });

  afterAll(() => project.remove());

  function lint(command: string, ...args: string[]) {
    const bin = commandsOf("lint");
    const { status, stdout, stderr } = spawnSync(join(bin, command), args, {
      cwd: project.ansibleFolder,
      env: { ...project.environment, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: "1" },
      encoding: "utf8",
    });
    return { status, output: `${stdout}${stderr}` };
  }

  test("find nothing in playbooks and roles (ansible-lint, production profile, offline)", () => {
    expect(lint("ansible-lint", "--offline", "playbooks", "roles")).toMatchObject({
      status: 0,
      output: expect.stringContaining("0 failure(s)"),
    });
  });

  test("find a task without a name, a control", () => {
    writeFileSync(
      join(project.ansibleFolder, "playbooks/careless.yml"),
      "---\n- hosts: all\n  tasks:\n    - command: date\n",
    );
    expect(lint("ansible-lint", "--offline", "playbooks/careless.yml")).toMatchObject({
      status: 2,
      output: expect.stringContaining("name[missing]"),
    });
  });

  // Linters read these where they stand: the project's copy has no tests.
  const PYTHON = [
    ...["ansible/roles", "ansible/callback_plugins", "ansible/playbooks/files"],
    ...[
      "simulator/opennebula/onevnet",
      "test/ansible/driver",
      "test/ansible/first-vm",
      "test/ansible/validation/stand-in/opennebula",
    ],
  ].map((folder) => join(REPOSITORY, folder));
  const ruff = (...args: string[]) =>
    lint("ruff", ...args, "--no-cache", "--config", join(REPOSITORY, "ansible/ruff.toml"));

  test("find nothing in our Python, and nothing to format (ruff)", () => {
    expect(ruff("check", ...PYTHON)).toMatchObject({ status: 0 });
    expect(ruff("format", "--check", ...PYTHON)).toMatchObject({
      status: 0,
      output: expect.stringMatching(/\d\d files already formatted/),
    });
  });

  test("find a bare except in a hook, a control", () => {
    const hook = join(project.ansibleFolder, "roles/flexible_ip_driver/files/hook/flexible-ip");
    writeFileSync(hook, "try:\n    print()\nexcept:\n    pass\n");
    expect(ruff("check", hook)).toMatchObject({ status: 1, output: expect.stringContaining("E722") });
  });

  test("find nothing in shell (shellcheck), and an unquoted variable, a control", () => {
    const scripts = [
      ...["systemctl"].map((name) => `test/ansible/driver/stand-in/${name}`),
      ...["answer", "ip"].map((name) => `test/ansible/status/stand-in/${name}`),
      ...["onehost", "lay-down.sh"].map((name) => `simulator/opennebula/${name}`),
      "constructs/opennebula/scripts/flexible-ip-route.sh",
    ].map((path) => join(REPOSITORY, path));
    // What start-script.ts puts before the guests' script is not there to be seen.
    expect(lint("shellcheck", "--exclude=SC2154", ...scripts)).toEqual({ status: 0, output: "" });
    const careless = join(project.folder, "careless.sh");
    writeFileSync(careless, "#!/bin/sh\nrm $1\n");
    expect(lint("shellcheck", careless)).toMatchObject({ status: 1, output: expect.stringContaining("SC2086") });
  });

  test("find nothing in the YAML of the folder and of the fixture (yamllint)", () => {
    expect(
      lint(
        "yamllint",
        "--strict",
        "-c",
        ".yamllint",
        "playbooks",
        "roles",
        "requirements.yml",
        "validation-suite.yml",
        FIXTURE,
      ),
    ).toEqual({
      status: 0,
      output: "",
    });
  });
});
