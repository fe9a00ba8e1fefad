/** An address on an interface. `lease` marks one that DHCP gave. */
export interface InterfaceAddress {
  readonly address: string;
  readonly prefixLength: number;
  readonly lease: boolean;
}

export interface Interface {
  readonly index: number;
  readonly name: string;
  readonly kind: "loopback" | "ethernet" | "bridge" | "vlan" | "dummy";
  /** Lower case. */
  readonly macAddress: string;
  /** Ethernets: the card's own MAC. */
  readonly permanentMac?: string;
  readonly mtu: number;
  readonly up: boolean;
  /** Whether networkd has a configuration for it. */
  readonly managed: boolean;
  /** The bridge it is a port of. */
  readonly master?: string;
  /** VLANs: the interface below and the tag. */
  readonly link?: string;
  readonly vlanId?: number;
  readonly stp?: boolean;
  readonly addresses: readonly InterfaceAddress[];
}

/** A route of the main table that the kernel accepted. */
export interface Route {
  /** `default` or a prefix. */
  readonly to: string;
  readonly via?: string;
  readonly device: string;
  /** 0 is the kernel's default and the strongest. */
  readonly metric: number;
  readonly protocol: "dhcp" | "static" | "kernel";
  readonly source?: string;
  readonly onLink: boolean;
}

/** What `ip address` and `ip route` show. */
export interface NetworkState {
  readonly interfaces: readonly Interface[];
  readonly routes: readonly Route[];
}

/** The cards in the machine and what the provider's network answers to them. */
export interface Hardware {
  readonly nics: readonly { readonly name: string; readonly macAddress: string }[];
  /** MAC of the card on the public network. */
  readonly publicMac: string;
  readonly address: string;
  readonly prefixLength: number;
  readonly gateway: string;
  /** Seeds the MACs of virtual interfaces, as systemd derives them from /etc/machine-id. */
  readonly machineId: string;
}

/** Cards found, nothing configured: what a kernel knows before networkd starts. */
export function bareInterfaces(hardware: Hardware): NetworkState {
  const loopback: Interface = {
    index: 1,
    name: "lo",
    kind: "loopback",
    macAddress: "00:00:00:00:00:00",
    mtu: 65536,
    up: true,
    managed: true,
    addresses: [{ address: "127.0.0.1", prefixLength: 8, lease: false }],
  };
  const nics = hardware.nics.map(
    (nic, position): Interface => ({
      index: position + 2,
      name: nic.name,
      kind: "ethernet",
      macAddress: nic.macAddress,
      permanentMac: nic.macAddress,
      mtu: 1500,
      up: false,
      managed: false,
      addresses: [],
    }),
  );
  return { interfaces: [loopback, ...nics], routes: [] };
}

export function findInterface(state: NetworkState, name: string): Interface | undefined {
  return state.interfaces.find((candidate) => candidate.name === name);
}

/**
 * The card beneath an interface when its frames leave untagged: the card itself while it is no bridge's port, or a bridge
 * over it. Undefined for a VLAN, a port, or something that is down.
 */
export function untaggedCards(state: NetworkState, name: string): readonly Interface[] {
  const top = findInterface(state, name);
  if (!top?.up || top.master !== undefined) return [];
  if (top.kind === "ethernet") return [top];
  if (top.kind !== "bridge") return [];
  return state.interfaces.filter((port) => port.master === name && port.kind === "ethernet" && port.up);
}
