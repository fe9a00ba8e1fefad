import { type Check, fail, ok, warn } from "../checks/check";
import type { InventoryHost } from "../inventory";
import type { Section, UnitState } from "./facts";

export type ServiceState = "running" | "starting" | "stopped" | "failed" | "absent" | "unknown";

export interface ServiceStatus {
  /** As people call it, e.g. `prometheus`. */
  readonly name: string;
  readonly unit: string;
  readonly state: ServiceState;
}

interface Service {
  readonly name: string;
  readonly unit: string;
  readonly on: "front-end" | "every server";
  /** Starts the unit when it is called; the unit itself may sleep. */
  readonly socket?: string;
  /** What installs it. @default deployment */
  readonly installedBy?: "specifics";
}

/** What must run where once OpenNebula is installed; the exporters and Prometheus come with `features.prometheus`. */
export const SERVICES: readonly Service[] = [
  { name: "opennebula", unit: "opennebula.service", on: "front-end" },
  { name: "gate", unit: "opennebula-gate.service", on: "front-end" },
  { name: "flow", unit: "opennebula-flow.service", on: "front-end" },
  { name: "fireedge", unit: "opennebula-fireedge.service", on: "front-end" },
  { name: "prometheus", unit: "opennebula-prometheus.service", on: "front-end" },
  { name: "alertmanager", unit: "opennebula-alertmanager.service", on: "front-end" },
  { name: "grafana", unit: "grafana-server.service", on: "front-end" },
  { name: "opennebula exporter", unit: "opennebula-exporter.service", on: "front-end" },
  {
    name: "Flexible-IP broker",
    unit: "one-flexible-ip-broker.service",
    on: "front-end",
    installedBy: "specifics",
  },
  // Ubuntu's libvirtd goes to sleep when no machine runs.
  { name: "libvirtd", unit: "libvirtd.service", on: "every server", socket: "libvirtd.socket" },
  { name: "node exporter", unit: "opennebula-node-exporter.service", on: "every server" },
  { name: "libvirt exporter", unit: "opennebula-libvirt-exporter.service", on: "every server" },
];

/** State of each service that the host should have; none when systemd could not be asked. */
export function servicesOf(
  host: InventoryHost,
  section: Section<Readonly<Record<string, UnitState>>>,
): ServiceStatus[] {
  const units = "found" in section ? section.found : {};
  return expectedOn(host).map(({ name, unit, socket }) => {
    const own = stateOf(units[unit]);
    const isAwake = own === "stopped" && socket !== undefined && stateOf(units[socket]) === "running";
    return { name, unit, state: isAwake ? "running" : own };
  });
}

/** One line when all run; otherwise one for each thing to do. */
export function checkServices(
  deployment: string,
  host: InventoryHost,
  section: Section<Readonly<Record<string, UnitState>>>,
): Check[] {
  const check = `services of ${host.name}`;
  if ("problem" in section)
    return [fail(check, `cannot be read: ${section.problem}`, lookThere(deployment, host, "systemctl --failed"))];
  const services = servicesOf(host, section);
  const absent = services.filter(({ state }) => state === "absent");
  const missing = (["deployment", "specifics"] as const).flatMap((playbook) => {
    const names = absent.filter(({ unit }) => installerOf(unit) === playbook).map(({ name }) => name);
    return names.length === 0
      ? []
      : [fail(check, `not installed: ${names.join(", ")}`, `make ${playbook} DEPLOYMENT=${deployment}`)];
  });
  const down = services
    .filter(({ state }) => state === "failed" || state === "stopped" || state === "unknown")
    .map(({ name, unit, state }) =>
      fail(check, `${name} ${state}`, lookThere(deployment, host, `journalctl -u ${unit} -n 50`)),
    );
  const starting = services
    .filter(({ state }) => state === "starting")
    .map(({ name }) => warn(check, `${name} is starting`, "Wait, then run make status again."));
  const problems = [...missing, ...down, ...starting];
  return problems.length > 0 ? problems : [ok(check, `${services.length} run`)];
}

/** A command that shows an operator more. */
export function lookThere(deployment: string, host: InventoryHost, command: string): string {
  return `make ssh DEPLOYMENT=${deployment} HOST=${host.name} COMMAND='sudo ${command}'`;
}

function expectedOn(host: InventoryHost): readonly Service[] {
  return SERVICES.filter(({ on }) => on === "every server" || host.isFrontEnd);
}

function installerOf(unit: string): "deployment" | "specifics" {
  return SERVICES.find((service) => service.unit === unit)?.installedBy ?? "deployment";
}

function stateOf(unit: UnitState | undefined): ServiceState {
  if (unit === undefined) return "unknown";
  if (unit.load === "not-found") return "absent";
  if (unit.active === "active") return "running";
  if (unit.active === "activating" || unit.active === "reloading")
    return unit.sub === "auto-restart" ? "failed" : "starting";
  return unit.active === "failed" ? "failed" : "stopped";
}
