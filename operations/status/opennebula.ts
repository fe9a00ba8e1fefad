import { type Check, fail, ok, warn } from "../checks/check";
import type { InventoryHost } from "../inventory";
import type { LogError, Machine, OpennebulaHost, Section } from "./facts";
import { hostState, machineState } from "./opennebula-states";
import { lookThere } from "./services";

/** Errors of oned that are younger may still matter. */
const FRESH_MS = 60 * 60 * 1000;

export interface OpennebulaHostStatus {
  /** Of the inventory; OpenNebula's own where the inventory has none. */
  readonly host: string;
  /** `MONITORED`, …; undefined when OpenNebula does not know it. */
  readonly state: string | undefined;
}

export interface MachineStatus {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  /** Of the inventory; undefined before it was on one. */
  readonly host: string | undefined;
  readonly interfaces: Machine["interfaces"];
}

/** The inventory's servers as OpenNebula sees them, then hosts that only OpenNebula knows. */
export function opennebulaHosts(
  hosts: readonly InventoryHost[],
  known: readonly OpennebulaHost[],
): OpennebulaHostStatus[] {
  const strangers = known.filter(({ name }) => !hosts.some((host) => host.privateAddress === name));
  return [
    ...hosts.map((host) => {
      const found = known.find(({ name }) => name === host.privateAddress);
      return { host: host.name, state: found && hostState(found.state) };
    }),
    ...strangers.map(({ name, state }) => ({ host: name, state: hostState(state) })),
  ];
}

export function machinesOf(hosts: readonly InventoryHost[], machines: readonly Machine[]): MachineStatus[] {
  return machines.map(({ id, name, state, lcm_state: lcmState, host, interfaces }) => ({
    id,
    name,
    state: machineState(state, lcmState),
    host: hosts.find(({ privateAddress }) => privateAddress === host)?.name ?? host ?? undefined,
    interfaces,
  }));
}

/** A line for each host that OpenNebula cannot use; one when it can use all. */
export function checkOpennebulaHosts(
  deployment: string,
  frontEnd: InventoryHost,
  hosts: readonly InventoryHost[],
  section: Section<readonly OpennebulaHost[]>,
): Check[] {
  if ("problem" in section) return [unreadable(deployment, frontEnd, "OpenNebula's hosts", section.problem)];
  const problems = opennebulaHosts(hosts, section.found).flatMap(({ host, state }) => {
    const check = `OpenNebula's host ${host}`;
    const own = hosts.find(({ name }) => name === host);
    const { error } = section.found.find(({ name }) => name === (own?.privateAddress ?? host)) ?? {};
    if (own === undefined)
      return [
        warn(
          check,
          `${state}, and the inventory has no such server`,
          asked(deployment, frontEnd, `onehost show ${host}`),
        ),
      ];
    if (state === undefined) return [fail(check, "not registered", `make deployment DEPLOYMENT=${deployment}`)];
    if (state === "MONITORED" || state === "MONITORING_MONITORED") return [];
    const what = error ? `${state}: ${error}` : state;
    if (state === "ERROR" || state === "MONITORING_ERROR" || state.startsWith("state "))
      return [fail(check, what, asked(deployment, frontEnd, `onehost show ${own.privateAddress}`))];
    if (state === "INIT" || state === "MONITORING_INIT")
      return [warn(check, what, "Wait for its first monitoring, then run make status again.")];
    return [
      warn(
        check,
        `${what}: no machine starts there`,
        asked(deployment, frontEnd, `onehost enable ${own.privateAddress}`),
      ),
    ];
  });
  return problems.length > 0 ? problems : [ok("OpenNebula's hosts", `${hosts.length} monitored`)];
}

/** A line for each machine that has failed or is not known to run; one when there is none. */
export function checkMachines(
  deployment: string,
  frontEnd: InventoryHost,
  hosts: readonly InventoryHost[],
  section: Section<readonly Machine[]>,
): Check[] {
  if ("problem" in section) return [unreadable(deployment, frontEnd, "virtual machines", section.problem)];
  const machines = machinesOf(hosts, section.found);
  const broken = machines.filter(({ state }) => /FAILURE$|^FAILED$|^UNKNOWN$/.test(state));
  if (broken.length > 0)
    return broken.map(({ id, name, state, host }) =>
      fail(
        `virtual machine ${id} ${name}`,
        `${state}${host === undefined ? "" : ` on ${host}`}`,
        asked(deployment, frontEnd, `onevm show ${id}`),
      ),
    );
  const running = machines.filter(({ state }) => state === "RUNNING");
  return [ok("virtual machines", `${machines.length}, ${running.length} of them running`)];
}

/** Errors that oned has logged within the last hour; older ones are shown and not judged. */
export function checkLastErrors(
  deployment: string,
  frontEnd: InventoryHost,
  section: Section<readonly LogError[]>,
  now: Date,
): Check[] {
  if ("problem" in section) return [unreadable(deployment, frontEnd, "log of oned", section.problem)];
  const fresh = section.found.filter(({ at }) => now.getTime() - Date.parse(at) < FRESH_MS);
  const last = fresh.at(-1);
  if (last === undefined) return [ok("log of oned", "no error within the last hour")];
  const remedy = lookThere(deployment, frontEnd, "grep -F [E] /var/log/one/oned.log");
  return [warn("log of oned", `${last.at} ${last.component}: ${last.message}`, remedy)];
}

function unreadable(deployment: string, frontEnd: InventoryHost, check: string, problem: string): Check {
  return fail(check, `cannot be read: ${problem}`, lookThere(deployment, frontEnd, "systemctl status opennebula"));
}

function asked(deployment: string, frontEnd: InventoryHost, command: string): string {
  return lookThere(deployment, frontEnd, `-iu oneadmin ${command}`);
}
