import { definitionError, NetplanError } from "./netplan-error";
import type { DeviceKind, PlannedDevice, PlannedRoute } from "./plan";
import type { Definition, Value } from "./read-document";

const KINDS: Readonly<Record<string, DeviceKind>> = {
  ethernets: "ethernet",
  bridges: "bridge",
  vlans: "vlan",
  "dummy-devices": "dummy",
};

/**
 * A merged definition as a device.
 * @throws NetplanError for what netplan checks once everything is merged.
 */
export function toDevice(definition: Definition, settings: { [key: string]: Value }): PlannedDevice {
  const { id } = definition;
  const refuse = (message: string): never => {
    throw new NetplanError(`${definition.at.file}: Error in network definition: ${id}: ${message}`);
  };
  const kind = KINDS[definition.section]!;
  const match = settings.match as { driver?: string; macaddress?: string; name?: string } | undefined;
  if (settings["set-name"] !== undefined && !match) refuse("'set-name:' requires 'match:' properties");
  if (kind === "vlan" && settings.link === undefined) refuse("missing 'link' property");
  if (kind === "vlan" && settings.id === undefined) refuse("missing 'id' property");
  if (kind === "vlan" && Number(settings.id) > 4094)
    refuse(`invalid id '${settings.id}' (allowed values are 0 to 4094)`);
  const routes = ((settings.routes ?? []) as { [key: string]: Value }[]).map((route) => toRoute(route, definition));
  const gateway = settings.gateway4 as string | undefined;
  const text = (key: string): string | undefined => settings[key] as string | undefined;
  return {
    id,
    kind,
    match: match && { macAddress: match.macaddress, name: match.name, driver: match.driver },
    setName: text("set-name"),
    macAddress: text("macaddress"),
    mtu: settings.mtu as number | undefined,
    dhcp4: settings.dhcp4 === true,
    addresses: (settings.addresses ?? []) as string[],
    routes: gateway ? [...routes, { to: "default", via: gateway, onLink: false }] : routes,
    ports: kind === "bridge" ? ((settings.interfaces ?? []) as string[]) : [],
    vlanId: kind === "vlan" ? Number(settings.id) : undefined,
    link: kind === "vlan" ? text("link") : undefined,
    stp: (settings.parameters as { stp?: boolean } | undefined)?.stp ?? true,
  };
}

function toRoute(route: { [key: string]: Value }, definition: Definition): PlannedRoute {
  const { to, via, metric, table } = route as { to?: string; via?: string; metric?: number; table?: number };
  const scope = route.scope ?? (via === undefined ? "link" : "global");
  if (to === undefined) {
    const wanted =
      scope === "global"
        ? "global unicast route must include both a 'to' and 'via' IP"
        : "link and host routes must specify a 'to' IP";
    throw definitionError(wanted, definition.at);
  }
  if (scope === "global" && via === undefined)
    throw definitionError("global unicast route must include both a 'to' and 'via' IP", definition.at);
  if (via !== undefined && to !== "default" && to.includes(":") !== via.includes(":")) {
    throw definitionError(`IP family mismatch in route to ${to}`, definition.at);
  }
  return { to: to === "0.0.0.0/0" ? "default" : to, via, metric, table, onLink: route["on-link"] === true };
}
