import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { type PlaybookName, runPlaybook } from "../../../operations/ansible";
import { checkDeployment } from "../../../operations/deployment-check/check-deployment";
import type { ServerLook } from "../../../operations/deployment-check/server-look";
import { type AnsibleProject, commandsOf, makeProject, SUITES, type Suite, VENDORS } from "../../ansible/project";
import { newHostKey, type SshTarget, startSshTarget } from "../../ansible/ssh-target";
import { LOOK } from "../../operations/deployment-check/look";

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
    const files = readdirSync(join(project.ansibleFolder, "playbooks"));
    for (const playbook of files.filter((file) => file.endsWith(".yml"))) {
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

  test("deployment runs to its end from a folder with a blank in its name, and leaves a private log", async () => {
    project = makeProject("stand-in", "a folder");
    const { shown, failure } = await run("deployment");
    expect(failure).toBeUndefined();
    expect(shown).toContain("failed=0");
    const log = join(project.folder, "logs/fixture/latest.log");
    expect(readFileSync(log, "utf8")).toContain("PLAY RECAP");
    expect(statSync(log).mode & 0o777).toBe(0o600);
  });

  test("a task that fails is told with stage, host, its words and the likely cause", async () => {
    project = makeProject("stand-in");
    const { shown, failure } = await run("deployment", "-e", "stand_in_database='ERROR 1045: Access denied for user'");
    expect(shown).toMatch(/3 of 16 {2}Prechecks[\s\S]* 6 of 16 {2}Database/);
    expect(shown).not.toContain("Grafana");
    expect(failure).toMatch(
      /fe: failed at opennebula\.deploy\.database: Set up the database\n +ERROR 1045.*\n +Likely cause: The database has another password/,
    );
    expect(existsSync(join(project.folder, "logs/fixture/running.json"))).toBe(false);
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

describe("make deployment CHECK=1, on SSH servers of this machine", () => {
  let servers: readonly SshTarget[];

  afterEach(() => Promise.all(servers.map((server) => server.stop())));

  /** fe and host01 answer at 127.0.0.1 as servers of which somebody has seen this. */
  async function check(looks: readonly ServerLook[], change: (data: any) => void = () => {}, ...more: string[]) {
    project = makeProject("stand-in");
    const answer = (look: ServerLook) =>
      JSON.stringify({ rc: 0, changed: true, stdout: JSON.stringify({ ...look, time: Date.now() / 1000 }) });
    servers = await Promise.all(looks.map((look) => startSshTarget(() => answer(look))));
    const file = join(project.inventoryFolder, "hosts.yml");
    const data = parse(readFileSync(file, "utf8"));
    for (const [index, name] of ["fe", "host01"].entries()) {
      Object.assign(data.all.hosts[name], { ansible_ssh_host: "127.0.0.1", ansible_port: servers[index]!.port });
    }
    data.all.hosts.fe.gate_endpoint = "http://127.0.0.1:5030";
    change(data);
    writeFileSync(file, stringify(data));
    const keys = servers.map(({ port, publicKey }) => `[127.0.0.1]:${port} ${publicKey}\n`);
    // The second line pins the inventory's own names, which no server here has.
    const names = Object.values<any>(data.all.hosts).map(
      ({ ansible_host }) => `127.0.0.1,${ansible_host} ${servers[0]!.publicKey}\n`,
    );
    writeFileSync(join(project.inventoryFolder, "known_hosts"), [...keys, ...names].join(""));
    writeFileSync(join(project.inventoryFolder, "id_ed25519"), newHostKey().privateKey, { mode: 0o600 });
    let written = "";
    const status = await checkDeployment({
      projectFolder: project.folder,
      deployment: "fixture",
      extraArguments: ["-e", "ansible_become=false", ...more],
      say: () => {},
      json: true,
      write: (text) => {
        written += text;
      },
    });
    const { checks } = JSON.parse(written);
    return {
      status,
      rows: checks.filter((row: any) => row.status !== "ok"),
      passed: checks.filter((row: any) => row.status === "ok"),
    };
  }

  const HOST01: ServerLook = { ...LOOK, private: { fe: { address: "10.16.0.3", problem: null } } };

  test("where all is well it ends with 0, has run the collection's prechecks, and names what it could not ask", async () => {
    const { status, rows, passed } = await check([LOOK, HOST01]);
    expect(rows).toEqual([expect.objectContaining({ check: "Flexible IPs", status: "not run" })]);
    expect(passed.map((row: any) => row.check)).toEqual(
      expect.arrayContaining([
        "inventory",
        "public address of host01",
        "package sources of fe",
        "prechecks of one-deploy",
      ]),
    );
    expect(status).toBe(0);
    expect(existsSync(join(project!.folder, "logs/fixture/running.json"))).toBe(false);
  });

  /** An ssh that takes no input from the start, and says why only a moment later: Ansible may no longer listen then. */
  function deafSsh(folder: string): string {
    const file = join(folder, "deaf-ssh");
    writeFileSync(file, '#!/bin/sh\nexec 0<&-\nsleep 0.3\nexec ssh "$@" </dev/null\n', { mode: 0o700 });
    return file;
  }

  test("a missing repository, a wrong host key and a broken inventory are all named, and it ends with 1", async () => {
    const sources = [{ name: "OpenNebula 7.0", url: "https://downloads.example/repo/7.0", problem: "404 Not Found" }];
    const { status, rows } = await check([{ ...LOOK, sources }, HOST01], (data) => {
      data.all.hosts.host01.ansible_ssh_common_args = "-o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes";
      data.all.hosts.host01.ansible_ssh_executable = deafSsh(project!.folder);
      data.all.hosts.host01.scw_server_id = data.all.hosts.fe.scw_server_id;
    });
    const failed = rows.filter((row: any) => row.status === "fail").map((row: any) => `${row.check}: ${row.what}`);
    expect(failed).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^package sources of fe: OpenNebula 7\.0 at .*: 404 Not Found/),
        expect.stringMatching(/^public address of host01: 127\.0\.0\.1: .*another key/),
        expect.stringMatching(/^inventory: scw_server_id of host01: /),
      ]),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ check: "prechecks of one-deploy", what: "they need all servers" }),
    );
    expect(status).toBe(1);
  });

  test("what the collection's prechecks refuse is a row of its own", async () => {
    const { status, rows } = await check([LOOK, HOST01], () => {}, "-e", "stand_in_precheck=one_vip");
    expect(rows).toContainEqual(
      expect.objectContaining({ status: "fail", what: expect.stringContaining("Please correct one_vip.") }),
    );
    expect(status).toBe(1);
  });
});
