// The role on two folders that stand for two servers, with stand-ins for systemd and OpenNebula's commands.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { HOOK } from "../../ansible/driver/hook-node";
import { type AnsibleProject, commandsOf, makeProject } from "../../ansible/project";
import { filesWithSecrets } from "../secrets/traces";

jest.setTimeout(300_000);

const SYSTEMD = join(__dirname, "../../ansible/driver/stand-in");
const OPENNEBULA = join(__dirname, "../../../simulator/opennebula");
const HOOK_FOLDERS = ["bridge", "fw"].flatMap((driver) => ["pre.d", "post.d", "clean.d"].map((d) => `${driver}/${d}`));
const ONED =
  'PORT = 2633\nVM_RESTRICTED_ATTR = "NIC/MAC"\nINHERIT_VNET_ATTR = "GUEST_MTU"\nVNET_RESTRICTED_ATTR = "VN_MAD"\n';

let project: AnsibleProject;
let root: string;
let secretKey: string;
/** Folder of systemctl. */
let systemd = SYSTEMD;

beforeAll(() => {
  project = makeProject("none");
  secretKey = readFileSync(join(project.inventoryFolder, "secrets/flexible_ip_secret_key"), "utf8").trim();
  root = mkdtempSync(join(tmpdir(), "servers-"));
  for (const folder of [
    ...HOOK_FOLDERS.map((each) => `var/lib/one/remotes/vnm/${each}`),
    "etc/one",
    "etc/systemd/system",
  ])
    mkdirSync(join(root, "fe", folder), { recursive: true });
  for (const folder of ["etc", "usr/local/lib", "var/lib"])
    for (const host of ["fe", "host01"]) mkdirSync(join(root, host, folder), { recursive: true });
  writeFileSync(join(root, "fe/etc/one/oned.conf"), ONED);
  setNetworks({ pubridge: {}, "pubridge-spare": {} });
});
afterAll(() => {
  project.remove();
  rmSync(root, { recursive: true, force: true });
});

type Networks = Record<string, Record<string, Record<string, string>>>;
const setNetworks = (networks: Networks) => writeFileSync(join(root, "networks.json"), JSON.stringify(networks));
const networks = (): Networks => JSON.parse(readFileSync(join(root, "networks.json"), "utf8"));
const rangesOf = (name: string) => Object.values(networks()[name]!).map(({ IP }) => IP);
const told = (command: string) =>
  existsSync(join(root, `${command}.calls`))
    ? readFileSync(join(root, `${command}.calls`), "utf8")
        .trim()
        .split("\n")
    : [];
const onServer = (host: string, path: string) => readFileSync(join(root, host, path), "utf8");
const modeOf = (host: string, path: string) => (statSync(join(root, host, path)).mode & 0o777).toString(8);

function run(playbook: string, ...more: string[]) {
  const user = userInfo().username;
  const variables = {
    ansible_become: false,
    ansible_connection: "local",
    flexible_ip_driver_prefix: `${root}/{{ inventory_hostname }}`,
    flexible_ip_driver_root: user,
    flexible_ip_driver_oneadmin: user,
  };
  const { status, stdout, stderr } = spawnSync(
    join(commandsOf("deployment"), "ansible-playbook"),
    ["-i", "inventory/fixture/hosts.yml", `playbooks/${playbook}.yml`, "-e", JSON.stringify(variables), ...more],
    {
      cwd: project.ansibleFolder,
      env: {
        ...project.environment,
        PATH: [systemd, OPENNEBULA, process.env.PATH].join(delimiter),
        STAND_IN_FOLDER: root,
        // Fewer processes for each task: the local connection is told by variable only.
        ANSIBLE_PIPELINING: "1",
      },
      encoding: "utf8",
    },
  );
  const output = `${stdout}${stderr}`;
  const changed = [...output.matchAll(/changed=(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  return { status, output, changed };
}

function must(result: ReturnType<typeof run>) {
  if (result.status !== 0) throw new Error(result.output);
  return result;
}

// One course of an installation: each test goes on where the one before it stopped.

test("before anything is there, --check tells what would come, and nothing has come", () => {
  const { changed, output } = must(run("specifics", "--check", "--diff"));
  expect(changed).toBeGreaterThan(0);
  expect(readdirSync(join(root, "host01/etc"))).toEqual([]);
  expect(readdirSync(join(root, "fe/etc")).sort()).toEqual(["one", "systemd"]);
  expect([onServer("fe", "etc/one/oned.conf"), networks().pubridge, told("onehost")]).toEqual([ONED, {}, []]);
  expect(output).toContain('+INHERIT_VNET_ATTR = "SCW_FLEXIBLE_IP"');
  expect(output).not.toContain(secretKey);
});

test("a run that leaves a server out says which, and changes nothing", () => {
  const { status, output, changed } = run("specifics", "--limit", "host01");
  expect([status === 0, changed, output.includes("fe left out by --limit")]).toEqual([false, 0, true]);
});

test("before OpenNebula is there, it says so", () => {
  const [there, away] = [join(root, "fe/var/lib/one/remotes"), join(root, "away")];
  renameSync(there, away);
  const { status, output } = run("specifics");
  renameSync(away, there);
  expect([status === 0, output.includes("run make deployment first")]).toEqual([false, true]);
});

test("a spreading that fails ends the run, and is made up for by the next", () => {
  writeFileSync(join(root, "onehost.fails"), "");
  writeFileSync(join(root, "fe/var/lib/one/remotes/vnm/bridge/pre.d/01-attach-flexip.sh"), "exit 0\n", { mode: 0o755 });
  expect(run("specifics").status).not.toBe(0);
  rmSync(join(root, "onehost.fails"));
});

test("sets everything up, private and once; a second run changes nothing", () => {
  must(run("specifics"));
  const broker = JSON.parse(onServer("fe", "etc/one-flexible-ip-broker/configuration"));
  const hashOf = (host: string) =>
    createHash("sha256")
      .update(readFileSync(join(root, host, "etc/one-flexible-ip/credential")))
      .digest("hex");
  expect(broker).toEqual({
    listen: { address: "10.16.0.3", port: "2640" },
    zone: "fr-par-2",
    project_id: "7c1e3b0a-94d2-4e8b-a6f5-d0b9c8e7f644",
    nodes: {
      fe: {
        address: "10.16.0.3",
        server_id: "fr-par-2/6f1d4e6a-0c52-4a57-9d53-2f6c9e3b7a01",
        credential_hashes: [hashOf("fe")],
      },
      host01: {
        address: "10.16.0.2",
        server_id: "fr-par-2/b2a4c8d0-5e1f-4b39-8f7a-91c0d3e5f602",
        credential_hashes: [hashOf("host01")],
      },
    },
    flexible_ips: [
      "fr-par-2/0b7f3c55-6f0e-4d0c-a3b1-5f1f5d6a0c11",
      "fr-par-2/3d2c9e18-7a64-4f5b-8c11-0a9be7d4c722",
      "fr-par-2/95e0a7d3-21bb-4c6e-b6d4-7c3f2e1a8d33",
    ],
  });
  expect(hashOf("fe")).not.toBe(hashOf("host01"));
  expect(JSON.parse(onServer("host01", "etc/one-flexible-ip/identity.json"))).toEqual({
    node: "host01",
    server_id: "fr-par-2/b2a4c8d0-5e1f-4b39-8f7a-91c0d3e5f602",
    broker: { address: "10.16.0.3", port: "2640" },
    budget_seconds: { pre: 60, post: 90, clean: 20 },
  });
  expect(onServer("host01", "etc/one-flexible-ip/broker.pem")).toBe(
    onServer("fe", "etc/one-flexible-ip-broker/certificate"),
  );
  expect(modeOf("host01", "etc/one-flexible-ip")).toBe("750");
  expect(modeOf("host01", "etc/one-flexible-ip/credential")).toBe("640");
  for (const file of ["secret-keys", "private-key", "configuration", "environment"])
    expect(modeOf("fe", `etc/one-flexible-ip-broker/${file}`)).toBe("600");
  expect(modeOf("fe", "etc/one-flexible-ip-broker")).toBe("700");

  for (const folder of HOOK_FOLDERS) {
    const path = `var/lib/one/remotes/vnm/${folder}`;
    expect(readdirSync(join(root, "fe", path))).toEqual(["flexible-ip"]);
    expect(onServer("fe", `${path}/flexible-ip`)).toBe(readFileSync(HOOK, "utf8"));
    expect(modeOf("fe", `${path}/flexible-ip`)).toBe("755");
  }
  expect(existsSync(join(root, "host01/var/lib/one"))).toBe(false);
  const oned = onServer("fe", "etc/one/oned.conf").split("\n");
  expect(oned[oned.indexOf('INHERIT_VNET_ATTR = "GUEST_MTU"') + 1]).toBe('INHERIT_VNET_ATTR = "SCW_FLEXIBLE_IP"');
  expect(oned).toEqual(expect.arrayContaining(['VM_RESTRICTED_ATTR = "NIC/SCW_FLEXIBLE_IP"']));
  expect([rangesOf("pubridge"), rangesOf("pubridge-spare")]).toEqual([
    ["198.51.100.20", "198.51.100.21"],
    ["198.51.100.22"],
  ]);
  expect(told("onehost")).toEqual(["sync -f", "sync -f"]);
  expect(told("systemctl")).toEqual(expect.arrayContaining(["restart opennebula.service"]));

  const before = told("systemctl").filter((call) => call.startsWith("restart")).length;
  expect(must(run("specifics")).changed).toBe(0);
  expect(told("onehost")).toHaveLength(2);
  expect(told("systemctl").filter((call) => call.startsWith("restart"))).toHaveLength(before);
});

test("--check and --diff show a change, no secret, and change nothing", () => {
  const { changed, output } = must(run("specifics", "--check", "--diff", "-e", "flexible_ip_driver_broker_port=2641"));
  // Configuration, restart of the broker, identity of two nodes.
  expect(changed).toBe(4);
  expect(output).toContain('+        "port": "2641"');
  expect(onServer("fe", "etc/one-flexible-ip-broker/configuration")).toContain('"port": "2640"');
  const credential = onServer("host01", "etc/one-flexible-ip/credential").trim();
  for (const secret of [secretKey, credential]) expect(output).not.toContain(secret);
});

test("the key is in no file of a node and in one of the front-end; the control finds a node's own credential", () => {
  const secrets = [{ name: "API key", value: secretKey }];
  expect(filesWithSecrets(join(root, "host01"), secrets)).toEqual(new Map());
  expect([...filesWithSecrets(join(root, "fe"), secrets)]).toEqual([
    ["etc/one-flexible-ip-broker/secret-keys", { mode: "600", names: ["API key"] }],
  ]);
  const own = [{ name: "credential", value: onServer("host01", "etc/one-flexible-ip/credential").trim() }];
  expect([...filesWithSecrets(join(root, "host01"), own).keys()]).toEqual(["etc/one-flexible-ip/credential"]);
  // No other place knows it: not even the front-end, not the controller.
  expect([...filesWithSecrets(join(root, "fe"), own), ...filesWithSecrets(project.inventoryFolder, own)]).toEqual([]);
});

test("address ranges: the middle one goes, one in use does not, with the machine's number", () => {
  const gone = {
    TYPE: "IP4",
    IP: "198.51.100.99",
    MAC: "52:54:00:2a:11:09",
    SIZE: "1",
    SCW_FLEXIBLE_IP: "fr-par-2/11111111-1111-4111-8111-111111111111",
  };
  const [first, second] = Object.values(networks().pubridge!);
  setNetworks({ ...networks(), pubridge: { 0: first!, 1: { ...gone, VM: "42" }, 2: second! } });
  const refused = run("specifics");
  expect(refused.status).not.toBe(0);
  expect(refused.output).toContain("but VM 42 uses it");
  expect(Object.keys(networks().pubridge!)).toEqual(["0", "1", "2"]);
  setNetworks({ ...networks(), pubridge: { 0: first!, 1: gone, 2: second! } });
  must(run("specifics"));
  expect(networks().pubridge).toEqual({ 0: first, 2: second });
});

test("rotation: both are known before the nodes change, then only the new ones", () => {
  const configurations: string[] = [];
  // Notes what the broker would read at each restart.
  const bin = join(root, "bin");
  mkdirSync(bin);
  const seen = join(root, "seen");
  mkdirSync(seen);
  writeFileSync(
    join(bin, "systemctl"),
    `#!/bin/sh
case "$1 $2" in "restart one-flexible-ip-broker.service")
  n=$(ls ${seen} | wc -l)
  { cat ${root}/fe/etc/one-flexible-ip-broker/configuration ${root}/fe/etc/one-flexible-ip-broker/secret-keys
    sha256sum ${root}/host01/etc/one-flexible-ip/credential; } > ${seen}/$n ;;
esac
exec ${SYSTEMD}/systemctl "$@"
`,
    { mode: 0o755 },
  );
  const old = onServer("host01", "etc/one-flexible-ip/credential");
  const newKey = "22222222-2222-4222-8222-222222222222";
  writeFileSync(join(project.inventoryFolder, "secrets/flexible_ip_secret_key"), newKey);
  systemd = bin;
  expect(must(run("rotate-flexible-ip-key")).output).not.toContain(newKey);
  for (const name of readdirSync(seen).sort()) configurations.push(readFileSync(join(seen, name), "utf8"));
  const fresh = onServer("host01", "etc/one-flexible-ip/credential");
  const sha = (text: string) => createHash("sha256").update(text).digest("hex");
  expect(fresh).not.toBe(old);
  expect(configurations).toHaveLength(2);
  for (const part of [sha(old), sha(fresh), secretKey, newKey]) expect(configurations[0]).toContain(part);
  for (const part of [sha(old), secretKey]) expect(configurations[1]).not.toContain(part);
  for (const part of [sha(fresh), newKey]) expect(configurations[1]).toContain(part);
  expect(existsSync(join(root, "host01/etc/one-flexible-ip/credential.next"))).toBe(false);
  expect(must(run("specifics")).changed).toBe(0);
});
