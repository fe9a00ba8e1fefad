// make first-vm, with stand-ins for OpenNebula's commands and an SSH server for the machine.

import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { runPlaybook } from "../../../operations/ansible";
import { firstVmText } from "../../../operations/first-vm";
import { BOOT_FAILED, BOOTING, type CloudParts, OpenNebulaStandIn, RUNNING } from "../../ansible/first-vm/cloud";
import { type AnsibleProject, commandsOf, makeProject } from "../../ansible/project";
import { type SshTarget, startSshTarget } from "../../ansible/ssh-target";

jest.setTimeout(120_000);

const PROGRAM = resolve(__dirname, "../../../ansible/roles/first_vm/files/first_vm.py");
const IN_ONE_PROCESS = resolve(__dirname, "../../ansible/first-vm/in_one_process.py");
const cloud = new OpenNebulaStandIn();
afterAll(() => cloud.remove());

describe("the program on the front-end", () => {
  /** Runs its steps until one fails. @returns what it said to the operator, or the machine */
  function firstVm(parts: CloudParts, ...more: string[]) {
    cloud.have(parts);
    return again(...more);
  }
  function again(...more: string[]) {
    const options = {
      ...{ image: "Debian 12", name: "first-vm", network: "pubridge", template: "flexible-ip Debian 12" },
      ...{ datastore: "default", memory: "512", "public-keys": "ssh-ed25519 AAAA me", logs: cloud.folder },
      ...{ "image-seconds": "5", "machine-seconds": "5", "poll-seconds": "0.01" },
    };
    const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
    const { status, stdout, stderr } = spawnSync(
      "/usr/bin/python3",
      ["-B", IN_ONE_PROCESS, PROGRAM, ...args, ...more],
      {
        encoding: "utf8",
        env: { PATH: process.env.PATH, STAND_IN_FOLDER: cloud.folder },
      },
    );
    return status === 0 ? { machine: JSON.parse(stdout.trim().split("\n")[1]!) } : { refused: stderr.trim() };
  }

  test("brings the image, makes a template and a machine of it on a free Flexible IP; again, it finds the machine", () => {
    const flexibleIps = { "203.0.113.20": "9", "203.0.113.21": undefined };
    const machine = { id: "0", address: "203.0.113.21", image: "Debian 12" };
    expect(firstVm({ flexibleIps })).toEqual({ machine: { ...machine, made: true } });
    const made = [
      "onemarketapp export 1 Debian 12 --datastore default --no",
      "onetemplate create",
      "onetemplate instantiate flexible-ip Debian 12 --name first-vm",
    ];
    expect(cloud.changes).toEqual(made);
    expect(again()).toEqual({ machine: { ...machine, made: false } });
    expect(cloud.changes).toEqual(made);
  });

  test("the template knows neither gateway nor script, and lets the operator in", () => {
    firstVm({});
    expect(cloud.template(0)).toContain('NIC = [ NETWORK = "pubridge" ]');
    expect(cloud.template(0)).toContain('START_SCRIPT_BASE64 = "$NETWORK[FLEXIBLE_IP_START_SCRIPT, NIC_ID=0]"');
    expect(cloud.template(0)).toContain('SSH_PUBLIC_KEY = "ssh-ed25519 AAAA me"');
  });

  test("an image that nobody has: says which names are near, and makes nothing", () => {
    const apps = ["Debian 11", "Debian 13", "Alpine Linux 3.21", "Service WordPress"];
    expect(firstVm({ apps })).toEqual({
      refused: expect.stringMatching(/no marketplace.*Debian 12\. Near it: Debian 1[13], Debian 1[13]\. .*IMAGE=/),
    });
    expect(cloud.changes).toEqual([]);
  });

  test("the name of an image in another case is that image", () => {
    expect(firstVm({}, "--image=debian 12")).toMatchObject({ machine: { address: "127.0.0.1" } });
  });

  test("no Flexible IP free: says who has them and how to get one, before anything is fetched", () => {
    expect(firstVm({ flexibleIps: { "203.0.113.20": "9" } })).toEqual({
      refused: expect.stringMatching(/203\.0\.113\.20: VM 9.*onevm terminate.*add a worker/),
    });
    expect(firstVm({ flexibleIps: {} })).toEqual({ refused: expect.stringContaining("Run make specifics first") });
    expect(cloud.changes).toEqual([]);
  });

  test("an image that ends in error: says so, and how to try again", () => {
    expect(firstVm({ exported: [{ STATE: "5", TEMPLATE: { ERROR: "no space left" } }] })).toEqual({
      refused: expect.stringMatching(/ERROR: no space left\. Remove it with oneimage delete 0/),
    });
  });

  test("a machine that fails: its state, OpenNebula's error, the way out, and the last ten lines of its log", () => {
    writeFileSync(join(cloud.folder, "0.log"), Array.from({ length: 12 }, (_, line) => `line ${line}`).join("\n"));
    const failed = { ...BOOT_FAILED, USER_TEMPLATE: { ERROR: "the hook says no" } };
    const { refused } = firstVm({ started: [BOOTING, failed] });
    expect(refused!.split("\n")).toEqual([
      expect.stringMatching(
        /^VM 0 \(first-vm\) is in state BOOT_FAILURE: the hook says no\. .*onevm terminate --hard 0/,
      ),
      "Its log, newest line first:",
      ...["line 11", "line 10", "line 9", "line 8", "line 7", "line 6", "line 5", "line 4", "line 3", "line 2"],
    ]);
  });

  test("a machine that was stopped: how to start it; one that never runs: how long was waited", () => {
    expect(firstVm({ machines: [{ name: "first-vm", state: { STATE: "8", LCM_STATE: "0" } }] })).toEqual({
      refused: expect.stringMatching(/state POWEROFF[\s\S]*onevm resume 0/),
    });
    expect(firstVm({ started: [BOOTING] }, "--machine-seconds=0.2")).toEqual({
      refused: expect.stringContaining("VM 0 (first-vm) did not run within 0.2 seconds"),
    });
  });

  test("a machine of that name that is no more does not count", () => {
    expect(firstVm({ machines: [{ name: "first-vm", state: { STATE: "6" } }] })).toMatchObject({
      machine: { id: "1", made: true },
    });
  });
});

describe("the playbook", () => {
  let project: AnsibleProject;
  let target: SshTarget;
  const path = process.env.PATH;
  beforeAll(async () => {
    commandsOf("deployment");
    project = makeProject("none");
    target = await startSshTarget();
    writeFileSync(join(project.folder, "authorized_keys"), "# mine\nssh-ed25519 AAAA me\nssh-rsa BBBB you\n");
    process.env.PATH = [cloud.bin, path].join(delimiter);
    process.env.STAND_IN_FOLDER = cloud.folder;
    // Fewer processes for each task.
    process.env.ANSIBLE_PIPELINING = "1";
  });
  afterAll(async () => {
    process.env.PATH = path;
    delete process.env.STAND_IN_FOLDER;
    delete process.env.ANSIBLE_PIPELINING;
    await target.stop();
    project.remove();
  });

  async function run(): Promise<string> {
    const said: string[] = [];
    const variables = {
      ...{ ansible_become: false, ansible_connection: "local", first_vm_oneadmin: userInfo().username },
      first_vm_authorized_keys: join(project.folder, "authorized_keys"),
      ...{ first_vm_ssh_port: target.port, first_vm_poll_seconds: 0.01, first_vm_logs: cloud.folder },
    };
    await runPlaybook({
      projectFolder: project.folder,
      deployment: "fixture",
      playbook: "first-vm",
      extraArguments: ["-e", JSON.stringify(variables)],
      say: (line) => said.push(line),
    });
    return said.join("\n");
  }

  test("ends with the line that logs in, once the machine answers by SSH; a second run changes nothing and says it again", async () => {
    cloud.have({ started: [BOOTING, RUNNING] });
    await run();
    const text =
      "first-vm (VM 0, image Debian 12) answers at 127.0.0.1\nssh -i ansible/inventory/fixture/id_ed25519 root@127.0.0.1";
    expect(firstVmText(project.folder, "fixture")).toBe(text);
    expect(cloud.template(0)).toContain('SSH_PUBLIC_KEY = "ssh-ed25519 AAAA me\nssh-rsa BBBB you"');
    const record = join(project.folder, "logs/fixture/first-vm.json");
    expect(statSync(record).mode & 0o777).toBe(0o600);
    const before = readFileSync(record, "utf8");
    const { changes } = cloud;
    expect(await run()).toMatch(/changed=0 /);
    expect([readFileSync(record, "utf8"), cloud.changes]).toEqual([before, changes]);
  });
});
