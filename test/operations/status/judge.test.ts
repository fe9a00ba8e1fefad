import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { HostNetwork, Machine } from "../../../operations/status/facts";
import { judge } from "../../../operations/status/judge";
import { SERVICES } from "../../../operations/status/services";
import { REPOSITORY } from "../ansible-stubs";
import { attached, type Difference, free, frontEndFacts, machine, NOW, network, observed, services } from "./cloud";

/** What is not ok, as `status check: what`. */
function problems(difference: Difference): string[] {
  const status = judge(observed(difference));
  const unwell = status.checks.filter((check) => check.status !== "ok");
  expect(status.healthy).toBe(unwell.every((check) => check.status !== "fail"));
  return unwell.map(({ check, status: each, what }) => `${each} ${check}: ${what}`);
}
const remedyFor = (check: string, difference: Difference) =>
  judge(observed(difference)).checks.find((each) => each.check === check && each.status !== "ok")?.remedy;

test("a cloud as it should be is healthy, and every part of it was looked at", () => {
  const status = judge(observed());
  expect(status.healthy).toBe(true);
  expect(status.checks.map(({ check, status: each }) => `${each} ${check}`)).toEqual([
    "ok playbook",
    "ok server fe",
    "ok services of fe",
    "ok network of fe",
    "ok server host01",
    "ok services of host01",
    "ok network of host01",
    "ok OpenNebula's hosts",
    "ok virtual machines",
    "ok log of oned",
    "ok Flexible IPs",
  ]);
  expect(status.hosts.map(({ name, services: each }) => [name, each.length])).toEqual([
    ["fe", SERVICES.length],
    ["host01", 3],
  ]);
  expect(status.flexibleIps).toMatchObject([
    { address: "62.210.0.9", network: "pubridge", attachedTo: "host01", machines: [{ id: 3, host: "host01" }] },
    { address: "62.210.0.10", network: "pubridge-spare", status: "ready", machines: [] },
  ]);
});

test("the playbook asks for every unit that is judged", () => {
  const defaults = parse(readFileSync(join(REPOSITORY, "ansible/roles/cloud_status/defaults/main.yml"), "utf8"));
  const judged = SERVICES.flatMap(({ unit, socket }) => (socket === undefined ? [unit] : [unit, socket]));
  expect([...defaults.cloud_status_units].sort()).toEqual(judged.sort());
});

describe("services", () => {
  const fe = (changed: Parameters<typeof services>[0]) => ({ fe: { services: services(changed) } });

  test.each([
    ["opennebula.service", { active: "failed", sub: "failed" }, "fail services of fe: opennebula failed"],
    ["opennebula-gate.service", { active: "inactive", sub: "dead" }, "fail services of fe: gate stopped"],
    ["grafana-server.service", { active: "activating", sub: "start" }, "warn services of fe: grafana is starting"],
    ["opennebula-flow.service", { active: "activating", sub: "auto-restart" }, "fail services of fe: flow failed"],
    ["one-flexible-ip-broker.service", { load: "not-found" }, "fail services of fe: not installed: Flexible-IP broker"],
  ])("%s with %j", (unit, state, problem) => expect(problems(fe({ [unit]: state }))).toEqual([problem]));

  test("libvirtd may sleep while its socket listens, and not otherwise", () => {
    const asleep = { "libvirtd.service": { active: "inactive" } };
    expect(problems(fe(asleep))).toEqual([]);
    const deaf = { ...asleep, "libvirtd.socket": { active: "inactive" } };
    expect(problems(fe(deaf))).toEqual(["fail services of fe: libvirtd stopped"]);
    const broken = { "libvirtd.service": { active: "failed" } };
    expect(problems(fe(broken))).toEqual(["fail services of fe: libvirtd failed"]);
  });

  test("what is missing is installed by its playbook, and what is down is looked at on its host", () => {
    const absent = { load: "not-found", active: "inactive", sub: "dead" };
    const difference = fe({ "opennebula.service": absent, "opennebula-gate.service": absent });
    expect(problems(difference)).toEqual(["fail services of fe: not installed: opennebula, gate"]);
    expect(remedyFor("services of fe", difference)).toBe("make deployment DEPLOYMENT=house");
    const broker = fe({ "one-flexible-ip-broker.service": absent });
    expect(remedyFor("services of fe", broker)).toBe("make specifics DEPLOYMENT=house");
    const failed = fe({ "opennebula.service": { active: "failed" } });
    expect(remedyFor("services of fe", failed)).toBe(
      "make ssh DEPLOYMENT=house HOST=fe COMMAND='sudo journalctl -u opennebula.service -n 50'",
    );
  });
});

describe("network", () => {
  const changed = (change: (each: HostNetwork) => HostNetwork) => ({
    host01: { network: { found: change(network(2)) } },
  });
  const one = (name: string, part: object) =>
    changed((each) => ({
      ...each,
      interfaces: each.interfaces.map((found) => (found.name === name ? { ...found, ...part } : found)),
    }));

  test.each([
    [
      "br0 with another address",
      one("br0", { addresses: ["51.159.9.9/24"] }),
      "br0 has not 51.159.9.2, but 51.159.9.9",
    ],
    ["hosttohost without any", one("hosttohost", { addresses: [] }), "hosttohost has not 10.16.0.2"],
    ["vmtovm without any", one("vmtovm", { addresses: ["fe80::1/64"] }), "vmtovm has not an address, but fe80::1"],
    ["vmtovm down", one("vmtovm", { state: "LOWERLAYERDOWN" }), "vmtovm is LOWERLAYERDOWN"],
    ["no NIC in br0", one("eno1", { bridge: null }), "br0 has no physical port"],
    ["only a machine in br0", one("eno1", { kind: "tun" }), "br0 has no physical port"],
    ["no way out", changed((each) => ({ ...each, routes: [] })), "there is no default route"],
    [
      "another way out",
      changed((each) => ({ ...each, routes: [{ to: "default", via: "10.16.0.1", interface: "hosttohost" }] })),
      "the default route goes by hosttohost, not by br0",
    ],
    [
      "no hosttohost",
      changed((each) => ({ ...each, interfaces: each.interfaces.filter(({ name }) => name !== "hosttohost") })),
      "there is no hosttohost",
    ],
  ])("%s", (_, difference, fault) => expect(problems(difference)).toEqual([`fail network of host01: ${fault}`]));
});

describe("OpenNebula", () => {
  const withHost = (state: number, error = "") => ({
    fe: {
      opennebula_hosts: {
        found: [
          { id: 0, name: "10.16.0.3", state: 2, error: "" },
          { id: 1, name: "10.16.0.2", state, error },
        ],
      },
    },
  });

  test.each([
    [3, "Cannot connect", "fail OpenNebula's host host01: ERROR: Cannot connect"],
    [5, "", "fail OpenNebula's host host01: MONITORING_ERROR"],
    [0, "", "warn OpenNebula's host host01: INIT"],
    [8, "", "warn OpenNebula's host host01: OFFLINE: no machine starts there"],
    [77, "", "fail OpenNebula's host host01: state 77"],
  ])("a host in state %d", (state, error, problem) => expect(problems(withHost(state, error))).toEqual([problem]));

  test("a server that is not registered, and a host that is no server", () => {
    const found = [
      { id: 0, name: "10.16.0.3", state: 2, error: "" },
      { id: 9, name: "10.16.0.99", state: 2, error: "" },
    ];
    expect(problems({ fe: { opennebula_hosts: { found } } })).toEqual([
      "fail OpenNebula's host host01: not registered",
      "warn OpenNebula's host 10.16.0.99: MONITORED, and the inventory has no such server",
    ]);
  });

  const withMachine = (part: Partial<Machine>) => ({ fe: { machines: { found: [{ ...machine, ...part }] } } });
  test.each([
    [{ lcm_state: 36 }, ["fail virtual machine 3 web: BOOT_FAILURE on host01"]],
    [{ lcm_state: 16 }, ["fail virtual machine 3 web: UNKNOWN on host01"]],
    [{ state: 11, lcm_state: 0, host: null }, ["fail virtual machine 3 web: CLONING_FAILURE"]],
    [{ state: 8, lcm_state: 0 }, []],
    [{ state: 1, lcm_state: 0, host: null }, []],
    [{ lcm_state: 28 }, []],
  ])("a machine with %j", (part, found) => expect(problems(withMachine(part))).toEqual(found));

  test("errors of oned count for an hour", () => {
    const error = (at: string) => ({ at, component: "InM", message: "Unable to monitor host 1" });
    const log = (...times: string[]) => ({ fe: { last_errors: { found: times.map(error) } } });
    expect(problems(log("2026-03-01T10:59:00Z"))).toEqual([]);
    expect(problems(log("2026-03-01T10:59:00Z", "2026-03-01T11:01:00Z"))).toEqual([
      "warn log of oned: 2026-03-01T11:01:00Z InM: Unable to monitor host 1",
    ]);
  });
});

describe("Flexible IPs", () => {
  const account = (...found: (typeof attached | typeof free)[]) => ({ seen: { account: { found } } });

  test.each([
    [
      "on another server than its machine",
      account({ ...attached, serverId: "5e-fe" }, free),
      "fail Flexible IP 62.210.0.9: machine 3 web runs on host01, and the address is on fe",
    ],
    [
      "on no server",
      account({ ...free, id: "f1" }, free),
      "fail Flexible IP 62.210.0.9: machine 3 web runs on host01, and the address is on no server",
    ],
    [
      "on its way",
      account({ ...free, id: "f1", status: "updating" }, free),
      "warn Flexible IP 62.210.0.9: machine 3 web runs on host01, and the address is on no server (updating)",
    ],
    [
      "with another MAC",
      account({ ...attached, macAddress: "52:54:00:00:00:00" }, free),
      "fail Flexible IP 62.210.0.9: machine 3 web sends from 52:54:00:2a:11:01, and Scaleway lets 52:54:00:00:00:00 through",
    ],
    ["in error", account({ ...attached, status: "error" }, free), "fail Flexible IP 62.210.0.9: status error"],
    ["gone", account(attached), "fail Flexible IP 62.210.0.10: f2 is in the inventory and not in the account"],
  ])("one that is %s", (_, difference, problem) => expect(problems(difference)).toEqual([problem]));

  test("a machine that is switched off does not need its address where it was", () => {
    const off = { fe: { machines: { found: [{ ...machine, state: 8, lcm_state: 0 }] } } };
    expect(problems({ ...off, ...account({ ...attached, serverId: "5e-fe" }, free) })).toEqual([]);
  });

  test("one that the inventory does not know is shown", () => {
    const stranger = { ...free, id: "f9", address: "62.210.0.99" };
    expect(judge(observed(account(attached, free, stranger))).flexibleIps.at(-1)).toMatchObject({
      address: "62.210.0.99",
      network: undefined,
    });
  });
});

describe("what could not be looked at has failed, and hides nothing else", () => {
  const answer = (host: string, kind: "unreachable" | "silent", why: string) => {
    const { answers } = observed();
    return { seen: { answers: new Map([...answers, [host, { kind, why }]]) } };
  };

  test("a worker that does not answer", () => {
    const difference = answer("host01", "unreachable", "Connection timed out");
    expect(problems(difference)).toEqual(["fail server host01: not reachable: Connection timed out"]);
    const status = judge(observed(difference));
    expect(status.hosts.map(({ reachable }) => reachable)).toEqual([true, false]);
    expect(status.machines).toHaveLength(1);
  });

  test("one with another key, which is another thing to do", () => {
    expect(remedyFor("server host01", answer("host01", "unreachable", "Host key verification failed."))).toContain(
      "ansible/inventory/house/known_hosts",
    );
    expect(remedyFor("server host01", answer("host01", "unreachable", "timed out"))).toContain("make diagnose");
  });

  test("a front-end that does not answer: OpenNebula is not known, the worker and the addresses are", () => {
    expect(problems(answer("fe", "silent", "no Python"))).toEqual([
      "fail server fe: told nothing: no Python",
      "fail OpenNebula: no front-end could be asked",
      "fail Flexible IPs and machines: not compared: the machines are not known",
    ]);
  });

  test("sections of one server", () => {
    const problem = { problem: "out of order" };
    expect(
      problems({
        fe: { opennebula_hosts: problem, machines: problem, last_errors: problem },
        host01: { services: problem, network: problem },
        seen: { account: { problem: "denied" } },
      }),
    ).toEqual([
      "fail services of host01: cannot be read: out of order",
      "fail network of host01: cannot be read: out of order",
      "fail OpenNebula's hosts: cannot be read: out of order",
      "fail virtual machines: cannot be read: out of order",
      "fail log of oned: cannot be read: out of order",
      "fail Flexible IPs: cannot be read: denied",
    ]);
  });

  test("a server that the run has left out", () => {
    const answers = new Map([["fe", { kind: "answered" as const, facts: frontEndFacts }]]);
    expect(problems({ seen: { answers } })).toEqual(["fail server host01: told nothing: it was not asked"]);
  });
});

test("a playbook: running is well, broken off is told with the way on", () => {
  const record = { playbook: "deployment", pid: 4, startedAt: "2026-03-01T11:50:00Z", log: "logs/house/x.log" };
  expect(problems({ seen: { run: { kind: "running", record } } })).toEqual([]);
  const stale = { seen: { run: { kind: "stale", record } as const } };
  expect(problems(stale)).toEqual([
    "warn playbook: deployment of 2026-03-01T11:50:00Z was broken off: its process 4 is no more",
  ]);
  expect(remedyFor("playbook", stale)).toContain("make deployment DEPLOYMENT=house is safe to run again");
  expect(problems({ seen: { run: { kind: "unreadable", why: "half a file" } } })).toEqual([
    "warn playbook: logs/house/running.json cannot be read: half a file",
  ]);
});

test("the time of the judgement is told", () => expect(judge(observed()).at).toBe(NOW.toISOString()));
