import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../../config/exit-codes";
import { playbookArguments, runPlaybook } from "../../operations/ansible";
import { providePythonEnvironment } from "../../operations/python-environment";
import { until } from "../helpers/until";
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
  expect(log()).toContain(
    `${project.ansibleFolder}: -i inventory/demo/hosts.yml playbooks/deployment.yml --limit host01`,
  );
});

test("the validation's questions are answered beforehand", () => {
  const args = playbookArguments({ deployment: "demo", playbook: "validation" });
  expect(Object.keys(JSON.parse(args[args.indexOf("-e") + 1]!))).toHaveLength(5);
});

test("both outputs are logged, for the operator's eyes only, and not shown", async () => {
  await run("echo one", "echo two >&2");
  expect(said).not.toEqual(expect.arrayContaining(["one"]));
  expect(said).not.toEqual(expect.arrayContaining(["two"]));
  expect(log().trim().split("\n").sort()).toEqual(["one", "two"]);
  const file = readlinkSync(join(project.folder, "logs/demo/latest.log"));
  expect(file).toMatch(/^\d{8}T\d{6}Z-deployment\.log$/);
  expect(statSync(join(project.folder, "logs/demo", file)).mode & 0o777).toBe(0o600);
});

test("a secret of the inventory appears neither on the screen nor in the log", async () => {
  const task = JSON.stringify({ event: "failed", host: "fe", role: null, task: "t", message: "wrote s3cret-of-one" });
  const failure = run("echo password s3cret-of-one", `echo '${task}' >&3`, "exit 2");
  await expect(failure).rejects.toThrow("wrote ********");
  expect(log()).toBe("password ********\n");
  expect(said.join("\n")).not.toContain("s3cret");
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
  expect(log()).toContain("HTTPS_PROXY=http://proxy");
  expect(log()).not.toMatch(/^(SCW_|ONE_PASSWORD|AWS_|TF_VAR_)/m);
});

test("what leads Ansible to rehearsed servers takes the place of the operator's own", async () => {
  process.env.ANSIBLE_SSH_EXTRA_ARGS = "-o ProxyJump=office";
  const bin = providePythonEnvironment(project.ansibleFolder, "deployment", () => {});
  writeScript(join(bin, "ansible-playbook"), 'echo "$ANSIBLE_SSH_EXTRA_ARGS $SCW_SECRET_KEY"');
  const environment = { PATH: process.env.PATH, ANSIBLE_SSH_EXTRA_ARGS: "-o ProxyCommand=in", SCW_SECRET_KEY: "k" };
  const say = (line: string) => said.push(line);
  await runPlaybook({ projectFolder: project.folder, deployment: "demo", playbook: "specifics", environment, say });
  expect(log()).toBe("-o ProxyCommand=in \n");
});

test("what a dry run would change is shown, not only logged", async () => {
  await run("echo +new");
  expect(said).not.toContain("+new");
  const place = { projectFolder: project.folder, deployment: "demo", playbook: "specifics" } as const;
  await runPlaybook({ ...place, extraArguments: ["--check", "--diff"], say: (line) => said.push(line) });
  expect(said).toContain("+new");
});

test("a playbook that fails is a failure that names its log and says that running again is safe", async () => {
  const failure = run("echo fatal", "exit 2");
  await expect(failure).rejects.toMatchObject({ name: "OperationProblem", exitCode: EXIT_CODES.failed });
  await expect(failure).rejects.toThrow(/ended with 2[\s\S]*logs\/demo\/[\s\S]*again is safe/);
  expect(log()).toBe("fatal\n");
});

test("a run that was ended from outside names the task in which it was", async () => {
  const task = JSON.stringify({ event: "task", role: "flexible_ip_driver", name: "Install the broker" });
  const failure = run(`echo '${task}' >&3`, "exit 1");
  await expect(failure).rejects.toThrow('ended from outside in the task "Install the broker"');
});

test("a failure names host, task, the task's words and the likely cause with its fix", async () => {
  const event = { event: "unreachable", host: "host01", role: "opennebula.deploy.kvm", task: "Install", message: "…" };
  const failed = { ...event, message: "Failed to connect to the host via ssh: Host key verification failed." };
  const failure = run(`echo '${JSON.stringify(failed)}' >&3`, "exit 4");
  await expect(failure).rejects.toThrow(
    /host01: not reached, at opennebula\.deploy\.kvm: Install\n.*verification failed\.\n.*Likely cause: .*pinned[\s\S]*make infra pins the new key/,
  );
});

test("a run that ends before any task shows its last words", async () => {
  await expect(run("echo ERROR! no such role >&2", "exit 1")).rejects.toThrow(
    /before any task[\s\S]*ERROR! no such role/,
  );
});

test("stages are told as they come, and running.json says the present one until the end", async () => {
  const role = (name: string) => JSON.stringify({ event: "task", role: `opennebula.deploy.${name}`, name: "t" });
  const copy = `cat ${project.folder}/logs/demo/running.json; sleep 0.05`;
  await run(`echo '${role("database")}' >&3`, "sleep 0.3", copy, `echo '${role("gui")}' >&3`);
  expect(said.filter((line) => / of 16 /.test(line))).toEqual([
    expect.stringMatching(/6 of 16 {2}Database$/),
    expect.stringMatching(/10 of 16 {2}FireEdge \(the one before took \d s\)$/),
  ]);
  expect(JSON.parse(log())).toMatchObject({
    playbook: "deployment",
    pid: process.pid,
    stage: { number: 6, of: 16, name: "Database" },
    log: expect.stringMatching(/^logs\/demo\/.*-deployment\.log$/),
  });
  expect(existsSync(join(project.folder, "logs/demo/running.json"))).toBe(false);
});

test("a second playbook is refused while one runs, without touching its log", async () => {
  const first = run("sleep 0.5");
  await expect(run("exit 0")).rejects.toThrow(
    /The playbook deployment runs on this deployment since .* \(process \d+\)/,
  );
  await first;
  expect(readdirSync(join(project.folder, "logs/demo")).sort()).toEqual([expect.any(String), "latest.log"]);
});

test("a SIGTERM reaches Ansible, whose end is waited for", async () => {
  const running = run("trap 'echo stopped; exit 99' TERM", "echo begun", "while :; do sleep 0.05; done");
  await until(
    "Ansible has begun",
    () => existsSync(join(project.folder, "logs/demo/latest.log")) && log().includes("begun"),
  );
  process.emit("SIGTERM", "SIGTERM");
  await expect(running).rejects.toThrow("ended with 99");
  expect(log()).toContain("stopped");
  expect(existsSync(join(project.folder, "logs/demo/running.json"))).toBe(false);
});

test("without an inventory nothing is installed, and the message says what makes one", async () => {
  rmSync(join(project.ansibleFolder, "inventory/demo/hosts.yml"));
  const failure = run("exit 0");
  await expect(failure).rejects.toMatchObject({ exitCode: EXIT_CODES.usage });
  await expect(failure).rejects.toThrow("make infra DEPLOYMENT=demo");
  expect(existsSync(join(project.folder, "logs"))).toBe(false);
});
