import { existsSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../../config/exit-codes";
import { playbookArguments, runPlaybook } from "../../operations/ansible";
import { providePythonEnvironment } from "../../operations/python-environment";
import { makeStubProject, PINNED, writeCollections, writePython, writeScript } from "./ansible-stubs";

const ENVIRONMENT = { ...process.env };
let project: ReturnType<typeof makeStubProject>;
let said: string[];

beforeEach(() => {
  project = makeStubProject();
  said = [];
  process.env.PATH = `${project.bin}:/bin:/usr/bin`;
  writePython(project.bin, "3.12");
  writeCollections(project.ansibleFolder, PINNED);
  writeFileSync(join(project.ansibleFolder, "inventory/demo/secrets/one_password"), "s3cret-of-one");
});

afterEach(() => {
  process.env = { ...ENVIRONMENT };
  rmSync(project.folder, { recursive: true });
});

/** Runs the playbook with an ansible-playbook of these lines. */
function run(...script: readonly string[]): Promise<void> {
  const bin = providePythonEnvironment(project.ansibleFolder, "deployment", () => {});
  writeScript(join(bin, "ansible-playbook"), ...script);
  return runPlaybook({
    projectFolder: project.folder,
    deployment: "demo",
    playbook: "deployment",
    extraArguments: ["--limit", "host01"],
    say: (line) => said.push(line),
  });
}

const log = () => readFileSync(join(project.folder, "logs/demo/latest.log"), "utf8");

test("ansible-playbook gets the deployment's inventory and the operator's arguments, in the folder ansible", async () => {
  await run('echo "$PWD: $*"');
  expect(said).toContain(
    `${project.ansibleFolder}: -i inventory/demo/hosts.yml playbooks/deployment.yml --limit host01`,
  );
});

test("the validation's questions are answered beforehand", () => {
  const args = playbookArguments({ deployment: "demo", playbook: "validation" });
  expect(Object.keys(JSON.parse(args[args.indexOf("-e") + 1]!))).toHaveLength(5);
});

test("what is shown is logged, both outputs, for the operator's eyes only", async () => {
  await run("echo one", "echo two >&2");
  expect(said).toEqual(expect.arrayContaining(["one", "two"]));
  expect(log().trim().split("\n").sort()).toEqual(["one", "two"]);
  const file = readlinkSync(join(project.folder, "logs/demo/latest.log"));
  expect(file).toMatch(/^\d{8}T\d{6}Z-deployment\.log$/);
  expect(statSync(join(project.folder, "logs/demo", file)).mode & 0o777).toBe(0o600);
});

test("a secret of the inventory appears neither on the screen nor in the log", async () => {
  await run("echo password s3cret-of-one");
  expect(said).toContain("password ********");
  expect(log()).not.toContain("s3cret");
});

test("Ansible does not see the cloud's keys, but the operator's proxy", async () => {
  Object.assign(process.env, {
    SCW_SECRET_KEY: "k",
    ONE_PASSWORD: "p",
    AWS_SECRET_ACCESS_KEY: "a",
    TF_VAR_x: "v",
    HTTPS_PROXY: "http://proxy",
  });
  await run("env | sort");
  expect(said).toContain("HTTPS_PROXY=http://proxy");
  expect(said.filter((line) => /^(SCW_|ONE_PASSWORD|AWS_|TF_VAR_)/.test(line))).toEqual([]);
});

test("a playbook that fails is a failure that names its log and says that running again is safe", async () => {
  const failure = run("echo fatal", "exit 2");
  await expect(failure).rejects.toMatchObject({ name: "OperationProblem", exitCode: EXIT_CODES.failed });
  await expect(failure).rejects.toThrow(/ended with 2[\s\S]*logs\/demo\/[\s\S]*again is safe/);
  expect(log()).toBe("fatal\n");
});

test("without an inventory nothing is installed, and the message says what makes one", async () => {
  rmSync(join(project.ansibleFolder, "inventory/demo/hosts.yml"));
  const failure = run("exit 0");
  await expect(failure).rejects.toMatchObject({ exitCode: EXIT_CODES.usage });
  await expect(failure).rejects.toThrow("make infra DEPLOYMENT=demo");
  expect(existsSync(join(project.folder, "logs"))).toBe(false);
});
