// A healthy cloud of a front-end and one worker, as it is observed.

import type { HostFacts, HostNetwork, UnitState } from "../../../operations/status/facts";
import type { Observations } from "../../../operations/status/judge";
import { SERVICES } from "../../../operations/status/services";

export const NOW = new Date("2026-03-01T12:00:00Z");

export const hosts = [
  {
    name: "fe",
    publicAddress: "51.159.9.3",
    privateAddress: "10.16.0.3",
    serverId: "fr-par-2/5e-fe",
    isFrontEnd: true,
  },
  {
    name: "host01",
    publicAddress: "51.159.9.2",
    privateAddress: "10.16.0.2",
    serverId: "fr-par-2/5e-01",
    isFrontEnd: false,
  },
];

/** All that a server may have, running. */
export function services(changed: Readonly<Record<string, Partial<UnitState>>> = {}) {
  const running: UnitState = { load: "loaded", active: "active", sub: "running" };
  const units = [...SERVICES.map(({ unit }) => unit), "libvirtd.socket"];
  return { found: Object.fromEntries(units.map((unit) => [unit, { ...running, ...changed[unit] }])) };
}

export function network(last: number): HostNetwork {
  const one = (name: string, kind: string | null, addresses: readonly string[], bridge: string | null = null) => ({
    name,
    state: "UP",
    mtu: 1500,
    mac: null,
    kind,
    bridge,
    addresses,
  });
  return {
    interfaces: [
      one("eno1", null, [], "br0"),
      one("br0", "bridge", [`51.159.9.${last}/24`, "2001:db8::3/64"]),
      one("hosttohost", "vlan", [`10.16.0.${last}/20`]),
      one("vmtovm", "vlan", [`10.17.0.${last}/20`]),
    ],
    routes: [{ to: "default", via: "51.159.9.1", interface: "br0" }],
  };
}

export const machine = {
  id: 3,
  name: "web",
  state: 3,
  lcm_state: 3,
  host: "10.16.0.2",
  interfaces: [{ network: "pubridge", address: "62.210.0.9", mac: "52:54:00:2a:11:01" }],
};

export const frontEndFacts: HostFacts = {
  version: 1,
  services: services(),
  network: { found: network(3) },
  opennebula_hosts: {
    found: [
      { id: 0, name: "10.16.0.3", state: 2, error: "" },
      { id: 1, name: "10.16.0.2", state: 1, error: "" },
    ],
  },
  machines: { found: [machine] },
  last_errors: { found: [{ at: "2026-03-01T10:00:00Z", component: "VMM", message: "an old one" }] },
};
export const workerFacts: HostFacts = { version: 1, services: services(), network: { found: network(2) } };

export const attached = {
  id: "f1",
  address: "62.210.0.9",
  status: "attached",
  serverId: "5e-01",
  macAddress: "52:54:00:2A:11:01",
};
export const free = {
  id: "f2",
  address: "62.210.0.10",
  status: "ready",
  serverId: undefined,
  macAddress: "52:54:00:2a:11:02",
};

export interface Difference {
  readonly fe?: Partial<HostFacts>;
  readonly host01?: Partial<HostFacts>;
  readonly seen?: Partial<Observations>;
}

/** The healthy cloud but for what is given. */
export function observed({ fe, host01, seen }: Difference = {}): Observations {
  return {
    deployment: "house",
    at: NOW,
    hosts,
    flexibleIps: [
      { id: "fr-par-2/f1", address: "62.210.0.9", macAddress: "52:54:00:2a:11:01", network: "pubridge" },
      { id: "fr-par-2/f2", address: "62.210.0.10", macAddress: "52:54:00:2a:11:02", network: "pubridge-spare" },
    ],
    run: { kind: "none" },
    answers: new Map([
      ["fe", { kind: "answered", facts: { ...frontEndFacts, ...fe } }],
      ["host01", { kind: "answered", facts: { ...workerFacts, ...host01 } }],
    ]),
    account: { found: [attached, free] },
    ...seen,
  };
}
