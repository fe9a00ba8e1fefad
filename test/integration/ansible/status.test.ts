// The playbook `status` on four servers that each answer in another way, by one run of Ansible.

import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { stringify } from "yaml";
import { inventoryFlexibleIps, inventoryHosts } from "../../../operations/inventory";
import type { HostAnswer, HostFacts } from "../../../operations/status/facts";
import { gatherFacts } from "../../../operations/status/gather";
import { judge } from "../../../operations/status/judge";
import { type AnsibleProject, commandsOf, makeProject } from "../../ansible/project";
import { newHostKey, type SshTarget, startSshTarget } from "../../ansible/ssh-target";
import {
  ipAddress,
  ipRoute,
  MACHINE_SECRET,
  onehostList,
  onevmList,
  systemctlShow,
} from "../../ansible/status/server-answers";

jest.setTimeout(180_000);

const STAND_INS = join(__dirname, "../../ansible/status/stand-in");
const HOSTS = ["fe", "host01", "host02", "host03"] as const;
const ONED_LOG = `Fri Nov 27 10:00:00 2026 [Z0][ReM][D]: Req:1 UID:0 one.vmpool.info invoked
Fri Nov 27 10:00:01 2026 [Z0][VMM][E]: DEPLOY: ERROR: pre: Error executing flexible-ip
Fri Nov 27 10:00:02 2026 [Z0][InM][E]: Unable to monitor host 10.16.0.2, a{{b{%c"d'e#f\\g
`;

let project: AnsibleProject;
let targets: readonly SshTarget[];
let answers: ReadonlyMap<string, HostAnswer>;
const before = new Set(readdirSync(tmpdir()));

const serverFolder = (host: string) => join(project.folder, "servers", host);
const write = (host: string, name: string, content: string | object) =>
  writeFileSync(join(serverFolder(host), name), typeof content === "string" ? content : JSON.stringify(content));
const calls = (host: string) =>
  readFileSync(join(serverFolder(host), "calls"), "utf8")
    .trim()
    .split("\n");

beforeAll(async () => {
  commandsOf("deployment");
  project = makeProject("none");
  for (const host of HOSTS) {
    const bin = join(serverFolder(host), "bin");
    mkdirSync(bin, { recursive: true });
    cpSync(join(STAND_INS, "ip"), join(bin, "ip"));
    for (const name of ["systemctl", "onehost", "onevm"]) symlinkSync(join(STAND_INS, "answer"), join(bin, name));
  }
  const place = (last: number) => ({
    publicCidr: "127.0.0.1/8",
    privateCidr: `10.16.0.${last}/20`,
    vmToVmCidr: `10.17.0.${last}/20`,
  });
  write("fe", "systemctl", systemctlShow({ "libvirtd.service": ["loaded", "inactive", "dead"] }));
  write("fe", "ip-address", ipAddress(place(3)));
  write("fe", "ip-route", ipRoute("127.0.0.254", "10.16.0.0/20"));
  write("fe", "onehost", onehostList([{ name: "10.16.0.3", state: 2 }]));
  const machine = { id: 3, name: "web", state: 3, lcmState: 3, host: "10.16.0.3" };
  write("fe", "onevm", onevmList([{ ...machine, address: "198.51.100.20", mac: "52:54:00:2a:11:01" }]));
  write("fe", "oned.log", ONED_LOG);

  const environmentOf = (host: string) => ({
    ...process.env,
    SERVER: serverFolder(host),
    PATH: [join(serverFolder(host), "bin"), process.env.PATH].join(delimiter),
  });
  // host03 says yes to everything and runs nothing.
  targets = await Promise.all(HOSTS.map((host) => startSshTarget(host === "host03" ? undefined : environmentOf(host))));
  const variables = HOSTS.map((host, index) => [
    host,
    {
      ansible_host: `10.16.0.${index === 0 ? 3 : 10 + index}`,
      ansible_ssh_host: "127.0.0.1",
      ansible_port: targets[index]!.port,
      ansible_ssh_private_key_file: "",
      scw_server_id: `fr-par-2/server-${host}`,
    },
  ]);
  const named = (hosts: readonly string[]) => ({ hosts: Object.fromEntries(hosts.map((host) => [host, {}])) });
  const document = {
    all: { hosts: Object.fromEntries(variables), children: { frontend: named(["fe"]), node: named(HOSTS) } },
  };
  writeFileSync(join(project.inventoryFolder, "hosts.yml"), stringify(document));
  const pins = HOSTS.map((host, index) => {
    const key = host === "host02" ? newHostKey().publicKey : targets[index]!.publicKey;
    return `[127.0.0.1]:${targets[index]!.port} ${key}\n`;
  });
  writeFileSync(join(project.inventoryFolder, "known_hosts"), pins.join(""));

  const more = {
    ansible_become: false,
    cloud_status_oneadmin: userInfo().username,
    cloud_status_log: join(serverFolder("fe"), "oned.log"),
  };
  answers = await gatherFacts({
    projectFolder: project.folder,
    deployment: "fixture",
    hosts: HOSTS,
    say: () => {},
    extraArguments: ["--check", "-e", JSON.stringify(more)],
  });
});

afterAll(async () => {
  await Promise.all(targets.map((target) => target.stop()));
  project.remove();
});

function factsOf(host: string): HostFacts {
  const answer = answers.get(host)!;
  if (answer.kind !== "answered") throw new Error(`${host}: ${answer.kind}: ${answer.why}`);
  return answer.facts;
}

test("a front-end tells its services, its network and what OpenNebula knows, in check mode as well", () => {
  const facts = factsOf("fe");
  expect(facts.services).toMatchObject({
    found: {
      "opennebula.service": { load: "loaded", active: "active", sub: "running" },
      "libvirtd.service": { load: "loaded", active: "inactive", sub: "dead" },
    },
  });
  expect(facts.network).toMatchObject({
    found: {
      interfaces: expect.arrayContaining([
        {
          name: "br0",
          kind: "bridge",
          state: "UP",
          bridge: null,
          addresses: ["127.0.0.1/8"],
          mtu: 1500,
          mac: expect.any(String),
        },
        expect.objectContaining({ name: "enp5s0", kind: null, bridge: "br0" }),
        expect.objectContaining({ name: "lo", addresses: [] }),
      ]),
      routes: expect.arrayContaining([{ to: "default", via: "127.0.0.254", interface: "br0" }]),
    },
  });
  expect(facts.opennebula_hosts).toEqual({ found: [{ id: 0, name: "10.16.0.3", state: 2, error: "" }] });
  expect(facts.machines).toEqual({
    found: [
      {
        id: 3,
        name: "web",
        state: 3,
        lcm_state: 3,
        host: "10.16.0.3",
        interfaces: [{ network: "pubridge", address: "198.51.100.20", mac: "52:54:00:2a:11:01" }],
      },
    ],
  });
});

test("errors of oned come with their time, and the inventory's secrets in them are hidden", () => {
  const at = (text: string) => new Date(text).toISOString().replace(".000", "");
  expect(factsOf("fe").last_errors).toEqual({
    found: [
      {
        at: at("Fri Nov 27 10:00:01 2026"),
        component: "VMM",
        message: "DEPLOY: ERROR: pre: Error executing flexible-ip",
      },
      { at: at("Fri Nov 27 10:00:02 2026"), component: "InM", message: "Unable to monitor host 10.16.0.2, ********" },
    ],
  });
});

test("what a server cannot tell is a problem of that section alone", () => {
  expect(factsOf("host01")).toEqual({
    version: 1,
    services: { problem: "systemctl show ended with 1: systemctl: out of order" },
    network: { problem: expect.stringMatching(/^ip -j ended with 1: .*ip-address/) },
  });
});

test("a server with another key than the pinned one is not reachable, and runs nothing", () => {
  expect(answers.get("host02")).toEqual({
    kind: "unreachable",
    why: expect.stringContaining("Host key verification failed"),
  });
  expect(targets[HOSTS.indexOf("host02")]!.commands).toEqual([]);
});

test("a server that lets us in and tells nothing is silent", () => {
  expect(answers.get("host03")).toMatchObject({ kind: "silent" });
});

test("the servers are asked by commands that only read, each once", () => {
  expect(calls("fe").map((call) => call.split(" ").slice(0, 3).join(" "))).toEqual([
    expect.stringMatching(/^systemctl show /),
    "ip -j -d",
    "ip -j route",
    "onehost list -j",
    "onevm list -j",
  ]);
  expect(calls("host01")).toEqual([expect.stringMatching(/^systemctl show /), "ip -j -d address show"]);
});

test("no secret of a machine's template leaves the server; nothing is left in the temporary folder", () => {
  expect(JSON.stringify([...answers])).not.toContain(MACHINE_SECRET);
  const left = readdirSync(tmpdir()).filter((name) => name.startsWith("cloud-status-") && !before.has(name));
  expect(left).toEqual([]);
});

test("the judgement of these answers names each mistake on each host", () => {
  const status = judge({
    deployment: "fixture",
    at: new Date("2026-11-28T10:00:00Z"),
    hosts: inventoryHosts(project.inventoryFolder),
    flexibleIps: inventoryFlexibleIps(project.inventoryFolder),
    run: { kind: "none" },
    answers,
    account: { problem: "not asked" },
  });
  expect(status.healthy).toBe(false);
  expect(status.checks.map(({ check, status: each }) => `${each} ${check}`)).toEqual([
    "ok playbook",
    "ok server fe",
    "ok services of fe",
    "ok network of fe",
    "ok server host01",
    "fail services of host01",
    "fail network of host01",
    "fail server host02",
    "fail server host03",
    "fail OpenNebula's host host01",
    "fail OpenNebula's host host02",
    "fail OpenNebula's host host03",
    "ok virtual machines",
    "ok log of oned",
    "fail Flexible IPs",
  ]);
});
