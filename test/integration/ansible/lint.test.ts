import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AnsibleProject, commandsOf, FIXTURE, makeProject } from "../../ansible/project";

jest.setTimeout(180_000);

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
