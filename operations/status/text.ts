import { HOST_TO_HOST_INTERFACE, PUBLIC_BRIDGE, VM_TO_VM_INTERFACE } from "../../constructs/net/netplan";
import { checksText } from "../checks/text";
import { table } from "../cloud-text";
import type { PlaybookRun } from "../playbook/run-record";
import type { CloudStatus, HostStatus } from "./judge";
import { portsOf } from "./network";

/** The status as a person reads it: verdict, tables, and what needs something with its remedy. */
export function statusText(status: CloudStatus): string {
  const failed = status.checks.filter((check) => check.status === "fail").length;
  const verdict = status.healthy ? "healthy" : `not healthy, ${failed} of ${status.checks.length} checks failed`;
  const unwell = status.checks.filter((check) => check.status !== "ok");
  const parts = [
    [`Cloud ${status.deployment}: ${verdict}`, `  playbook  ${runText(status.run, new Date(status.at))}`],
    hostsTable(status),
    networkTable(status),
    machinesTable(status),
    flexibleIpsTable(status),
    status.lastErrors.length === 0
      ? []
      : [
          "  Last errors of oned",
          ...status.lastErrors.map((each) => `  ${each.at} ${each.component}: ${each.message}`),
        ],
    unwell.length === 0 ? [] : [checksText(unwell)],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function runText(run: PlaybookRun, now: Date): string {
  if (run.kind === "none") return "none is running";
  if (run.kind === "unreadable") return `unknown: ${run.why}`;
  const { playbook, startedAt, stage, log } = run.record;
  const place = stage === undefined ? "" : `, stage ${stage.number} of ${stage.of}: ${stage.name}`;
  if (run.kind === "stale") return `${playbook} of ${startedAt} was broken off${place}; ${log}`;
  const minutes = Math.floor((now.getTime() - Date.parse(startedAt)) / 60_000);
  return `${playbook} is running since ${startedAt} (${minutes} min)${place}; tail -f ${log}`;
}

function hostsTable(status: CloudStatus): string[] {
  const rows = status.hosts.map((host) => [
    host.name,
    host.publicAddress,
    host.reachable ? "yes" : "NO",
    servicesText(host),
    status.opennebulaHosts.find((each) => each.host === host.name)?.state ?? "-",
    String(status.machines.filter((machine) => machine.host === host.name && machine.state === "RUNNING").length),
  ]);
  return table(["host", "address", "reachable", "services", "in OpenNebula", "VMs running"], rows);
}

function servicesText({ services }: HostStatus): string {
  if (services.length === 0) return "-";
  const running = services.filter(({ state }) => state === "running").length;
  const others = services.filter(({ state }) => state !== "running").map(({ name, state }) => `${name} ${state}`);
  if (running === 0) return `none of ${services.length} runs`;
  return others.length === 0 ? `all ${running} run` : `${running} of ${services.length} run; ${others.join(", ")}`;
}

function networkTable(status: CloudStatus): string[] {
  const rows = status.hosts.flatMap(({ name, network }) => {
    if (network === undefined) return [];
    const on = (each: string) => network.interfaces.find((found) => found.name === each)?.addresses.join(" ") || "-";
    const way = network.routes.find(({ to }) => to === "default");
    const bridges = network.interfaces
      .filter(({ kind }) => kind === "bridge")
      .map((bridge) => `${bridge.name} [${portsOf(network, bridge.name).join(" ")}]`);
    return [
      [
        name,
        on(PUBLIC_BRIDGE),
        on(HOST_TO_HOST_INTERFACE),
        on(VM_TO_VM_INTERFACE),
        way ? `${way.via ?? "-"} by ${way.interface}` : "-",
        bridges.join(", ") || "-",
      ],
    ];
  });
  if (rows.length === 0) return [];
  return table(["host", PUBLIC_BRIDGE, HOST_TO_HOST_INTERFACE, VM_TO_VM_INTERFACE, "default route", "bridges"], rows);
}

function machinesTable({ machines }: CloudStatus): string[] {
  if (machines.length === 0) return [];
  const rows = machines.map(({ id, name, state, host, interfaces }) => [
    String(id),
    name,
    state,
    host ?? "-",
    interfaces.map(({ address }) => address ?? "-").join(" ") || "-",
  ]);
  return table(["VM", "name", "state", "host", "addresses"], rows);
}

function flexibleIpsTable({ flexibleIps }: CloudStatus): string[] {
  if (flexibleIps.length === 0) return [];
  const rows = flexibleIps.map((ip) => [
    ip.address,
    ip.network ?? "not in the inventory",
    ip.status ?? "GONE",
    ip.attachedTo ?? "-",
    ip.machines.map(({ id, name, state, host }) => `${id} ${name} ${state} on ${host ?? "-"}`).join(", ") || "-",
  ]);
  return table(["Flexible IP", "network", "status", "attached to", "VM"], rows);
}
