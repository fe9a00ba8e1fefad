import { execFile, execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AnsibleProject, commandsOf, makeProject, SUITES } from "../../ansible/project";
import { newHostKey, type SshTarget, startSshTarget } from "../../ansible/ssh-target";

jest.setTimeout(120_000);

const PASSWORD = "a{{b{%c\"d'e#f\\g";

beforeAll(() => {
  for (const suite of SUITES) commandsOf(suite);
});

describe.each(SUITES)("the fixture's inventory, read by the ansible-core of %s", (suite) => {
  let project: AnsibleProject;

  beforeEach(() => {
    project = makeProject("stand-in", "a folder");
  });

  afterEach(() => project.remove());

  function ansible(command: string, ...args: string[]): string {
    return execFileSync(join(commandsOf(suite), command), ["-i", "inventory/fixture/hosts.yml", ...args], {
      cwd: project.ansibleFolder,
      env: project.environment,
      encoding: "utf8",
    });
  }

  test("has the groups of one-deploy, and holds no secret itself", () => {
    const listed = ansible("ansible-inventory", "--list");
    const { frontend, node, grafana } = JSON.parse(listed);
    expect([frontend.hosts, node.hosts, grafana.hosts]).toEqual([["fe"], ["fe", "host01"], ["fe"]]);
    expect(listed).not.toContain("a{{b");
  });

  test("brings oneadmin's password into a file byte for byte, as one-deploy writes it", () => {
    const target = join(project.folder, "one_auth");
    const content = "oneadmin:{{ one_pass }}";
    ansible(
      "ansible",
      "fe",
      "-c",
      "local",
      "-e",
      "ansible_become=false",
      "-e",
      `ansible_python_interpreter=${join(commandsOf(suite), "python")}`,
      "-m",
      "ansible.builtin.copy",
      "-a",
      JSON.stringify({ dest: target, content, mode: "0600" }),
    );
    expect(readFileSync(target)).toEqual(Buffer.from(`oneadmin:${PASSWORD}`));
  });

  test("leads every connection to the public address, delegated ones too, with the pinned keys only", () => {
    const calls = join(project.folder, "calls");
    const ssh = join(project.folder, "ssh");
    writeFileSync(ssh, '#!/bin/sh\nprintf "%s\\n" "$@" ==== >> "$SSH_CALLS"\n');
    chmodSync(ssh, 0o755);
    const playbook = join(project.ansibleFolder, "delegate.yml");
    const tasks = [{ "ansible.builtin.raw": "true" }, { "ansible.builtin.raw": "true", delegate_to: "fe" }];
    writeFileSync(playbook, JSON.stringify([{ hosts: "host01", tasks }]));
    Object.assign(project.environment, { ANSIBLE_SSH_EXECUTABLE: ssh, SSH_CALLS: calls });
    ansible("ansible-playbook", playbook, "-e", "ansible_become=false");
    const made = readFileSync(calls, "utf8")
      .split("====\n")
      .slice(0, -1)
      .map((call) => call.split("\n"));
    expect(made.map((call) => call.find((word) => /^\d+\.\d+\.\d+\.\d+$/.test(word)))).toEqual([
      "203.0.113.11",
      "203.0.113.10",
    ]);
    for (const call of made) {
      expect(call).toContain(`UserKnownHostsFile="${join(project.inventoryFolder, "known_hosts")}"`);
      expect(call).toContain("GlobalKnownHostsFile=/dev/null");
      expect(call.filter((word) => word.startsWith("StrictHostKeyChecking="))).toEqual([
        "StrictHostKeyChecking=yes",
        "StrictHostKeyChecking=yes",
      ]);
    }
  });

  describe("against a server", () => {
    let server: SshTarget;

    beforeEach(async () => {
      server = await startSshTarget();
    });

    afterEach(() => server.stop());

    /** `ansible fe -m raw` with the server standing in for fe. */
    function reach(): Promise<{ readonly succeeded: boolean; readonly output: string }> {
      const args = [
        "-i",
        "inventory/fixture/hosts.yml",
        "fe",
        "-m",
        "ansible.builtin.raw",
        "-a",
        "true",
        "-e",
        "ansible_ssh_private_key_file=",
      ];
      args.push("-e", "ansible_ssh_host=127.0.0.1", "-e", `ansible_port=${server.port}`, "-e", "ansible_become=false");
      const options = {
        cwd: project.ansibleFolder,
        env: { ...project.environment, ANSIBLE_SSH_ARGS: "-o ControlMaster=no" },
      };
      return new Promise((done) => {
        execFile(join(commandsOf(suite), "ansible"), args, options, (error, stdout, stderr) =>
          done({ succeeded: error === null, output: stdout + stderr }),
        );
      });
    }

    function pin(publicKey: string): void {
      writeFileSync(join(project.inventoryFolder, "known_hosts"), `[127.0.0.1]:${server.port} ${publicKey}\n`);
    }

    test("works with the pinned key", async () => {
      pin(server.publicKey);
      expect(await reach()).toMatchObject({ succeeded: true });
      expect(server.commands).not.toEqual([]);
    });

    test("ends before any command when it shows another key", async () => {
      pin(newHostKey().publicKey);
      const { succeeded, output } = await reach();
      expect(succeeded).toBe(false);
      expect(output).toContain("Host key verification failed");
      expect(server.commands).toEqual([]);
    });

    test("ends before any command when its key is not known, and does not remember it", async () => {
      writeFileSync(join(project.inventoryFolder, "known_hosts"), "");
      const { succeeded, output } = await reach();
      expect(succeeded).toBe(false);
      expect(output).toContain("Host key verification failed");
      expect(server.commands).toEqual([]);
      expect(existsSync(join(project.inventoryFolder, "known_hosts.old"))).toBe(false);
      expect(readFileSync(join(project.inventoryFolder, "known_hosts"), "utf8")).toBe("");
    });
  });
});
