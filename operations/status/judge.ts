import { type Check, fail, ok, warn } from "../checks/check";
import type { InventoryFlexibleIp, InventoryHost } from "../inventory";
import type { PlaybookRun } from "../playbook/run-record";
import type { AccountIp, HostAnswer, HostNetwork, LogError, Section } from "./facts";
import { checkFlexibleIpPlaces, type FlexibleIpStatus, flexibleIps } from "./flexible-ips";
import { checkNetwork } from "./network";
import {
  checkLastErrors,
  checkMachines,
  checkOpennebulaHosts,
  type MachineStatus,
  machinesOf,
  type OpennebulaHostStatus,
  opennebulaHosts,
} from "./opennebula";
import { checkServices, lookThere, type ServiceStatus, servicesOf } from "./services";

/** Everything that was looked at. */
export interface Observations {
  readonly deployment: string;
  readonly at: Date;
  readonly hosts: readonly InventoryHost[];
  readonly flexibleIps: readonly InventoryFlexibleIp[];
  readonly run: PlaybookRun;
  /** By name of the host. */
  readonly answers: ReadonlyMap<string, HostAnswer>;
  readonly account: Section<readonly AccountIp[]>;
}

export interface HostStatus {
  readonly name: string;
  readonly publicAddress: string;
  readonly reachable: boolean;
  /** Empty when it could not be asked. */
  readonly services: readonly ServiceStatus[];
  /** Undefined when it could not be read. */
  readonly network: HostNetwork | undefined;
}

/** The JSON of `make status JSON=1`. */
export interface CloudStatus {
  readonly version: 1;
  readonly deployment: string;
  /** RFC 3339. */
  readonly at: string;
  /** No check failed. */
  readonly healthy: boolean;
  readonly run: PlaybookRun;
  readonly hosts: readonly HostStatus[];
  readonly opennebulaHosts: readonly OpennebulaHostStatus[];
  readonly machines: readonly MachineStatus[];
  readonly flexibleIps: readonly FlexibleIpStatus[];
  readonly lastErrors: readonly LogError[];
  readonly checks: readonly Check[];
}

/** What was looked at, put in order and judged. What could not be looked at has failed, and hides nothing else. */
export function judge(seen: Observations): CloudStatus {
  const { deployment, hosts, answers } = seen;
  const frontEnds = hosts.filter(({ isFrontEnd }) => isFrontEnd);
  const facts = (host: InventoryHost) => {
    const answer = answers.get(host.name);
    return answer?.kind === "answered" ? answer.facts : undefined;
  };
  // oned is the same on each of them.
  const speaker = frontEnds.find((host) => facts(host) !== undefined);
  const told = speaker && facts(speaker);
  const knownHosts = foundIn(told?.opennebula_hosts);
  const knownMachines = foundIn(told?.machines);
  const machines = machinesOf(hosts, knownMachines ?? []);
  const account = foundIn(seen.account);
  const ips = account === undefined ? [] : flexibleIps(hosts, seen.flexibleIps, account, machines);
  const absent = { problem: "the front-end did not tell" };
  const checks = [
    checkRun(seen),
    ...hosts.flatMap((host) => checkHost(deployment, host, answers.get(host.name))),
    ...(speaker === undefined
      ? [fail("OpenNebula", "no front-end could be asked", "See the lines of the front-end.")]
      : [
          ...checkOpennebulaHosts(deployment, speaker, hosts, told?.opennebula_hosts ?? absent),
          ...checkMachines(deployment, speaker, hosts, told?.machines ?? absent),
          ...checkLastErrors(deployment, speaker, told?.last_errors ?? absent, seen.at),
        ]),
    ...("problem" in seen.account
      ? [
          fail(
            "Flexible IPs",
            `cannot be read: ${seen.account.problem}`,
            "source .secret, and check the key and the way to Scaleway.",
          ),
        ]
      : checkFlexibleIpPlaces(deployment, ips, seen.account.found, machines)),
    ...(account !== undefined && knownMachines === undefined
      ? [fail("Flexible IPs and machines", "not compared: the machines are not known", "See the lines of OpenNebula.")]
      : []),
  ];
  return {
    version: 1,
    deployment,
    at: seen.at.toISOString(),
    healthy: checks.every(({ status }) => status !== "fail"),
    run: seen.run,
    hosts: hosts.map((host) => hostStatus(host, answers.get(host.name))),
    opennebulaHosts: knownHosts === undefined ? [] : opennebulaHosts(hosts, knownHosts),
    machines,
    flexibleIps: ips,
    lastErrors: foundIn(told?.last_errors) ?? [],
    checks,
  };
}

function hostStatus(host: InventoryHost, answer: HostAnswer | undefined): HostStatus {
  const facts = answer?.kind === "answered" ? answer.facts : undefined;
  return {
    name: host.name,
    publicAddress: host.publicAddress,
    reachable: answer !== undefined && answer.kind !== "unreachable",
    services: facts === undefined || "problem" in facts.services ? [] : servicesOf(host, facts.services),
    network: foundIn(facts?.network),
  };
}

function checkHost(deployment: string, host: InventoryHost, answer: HostAnswer | undefined): Check[] {
  const check = `server ${host.name}`;
  if (answer?.kind === "answered") {
    return [
      ok(check, "answers by SSH"),
      ...checkServices(deployment, host, answer.facts.services),
      ...checkNetwork(deployment, host, answer.facts.network),
    ];
  }
  if (answer?.kind === "unreachable") {
    const remedy = answer.why.includes("Host key verification failed")
      ? `It shows another key than ansible/inventory/${deployment}/known_hosts. If it was reinstalled: make infra DEPLOYMENT=${deployment}`
      : `make diagnose DEPLOYMENT=${deployment} asks the API how the server is.`;
    return [fail(check, `not reachable: ${answer.why}`, remedy)];
  }
  return [fail(check, `told nothing: ${answer?.why ?? "it was not asked"}`, lookThere(deployment, host, "true"))];
}

function checkRun({ run, deployment }: Observations): Check {
  const check = "playbook";
  if (run.kind === "none") return ok(check, "none is running");
  const remove = `rm logs/${deployment}/running.json`;
  if (run.kind === "unreadable")
    return warn(check, `logs/${deployment}/running.json cannot be read: ${run.why}`, remove);
  const { playbook, startedAt, pid } = run.record;
  if (run.kind === "running") return ok(check, `${playbook} is running since ${startedAt}`);
  const what = `${playbook} of ${startedAt} was broken off: its process ${pid} is no more`;
  return warn(check, what, `make ${playbook} DEPLOYMENT=${deployment} is safe to run again; or ${remove}`);
}

function foundIn<T>(section: Section<T> | undefined): T | undefined {
  return section !== undefined && "found" in section ? section.found : undefined;
}
