// What a server has said of itself (ansible/roles/cloud_status), and what Scaleway says.

/** A section of a server's answer: what cannot be read there hides nothing else. */
export type Section<T> = { readonly found: T } | { readonly problem: string };

/** As systemd shows a unit. */
export interface UnitState {
  readonly load: string;
  readonly active: string;
  readonly sub: string;
}

export interface NetworkInterface {
  readonly name: string;
  /** `UP`, `DOWN`, `UNKNOWN`, … */
  readonly state: string;
  readonly mtu: number | null;
  readonly mac: string | null;
  /** `bridge`, `vlan`, `vxlan`, `tun`; null for a physical one. */
  readonly kind: string | null;
  /** Bridge that it is a port of. */
  readonly bridge: string | null;
  /** With their prefix, those of the machine alone left out. */
  readonly addresses: readonly string[];
}

export interface Route {
  /** `default`, or a network with its prefix. */
  readonly to: string;
  readonly via: string | null;
  readonly interface: string | null;
}

export interface HostNetwork {
  readonly interfaces: readonly NetworkInterface[];
  readonly routes: readonly Route[];
}

/** A host in OpenNebula's own list. */
export interface OpennebulaHost {
  readonly id: number;
  /** Its private address. */
  readonly name: string;
  readonly state: number;
  /** What went wrong last; empty without. */
  readonly error: string;
}

export interface Machine {
  readonly id: number;
  readonly name: string;
  readonly state: number;
  readonly lcm_state: number;
  /** Private address of the host it is on, or was on last; null before the first. */
  readonly host: string | null;
  readonly interfaces: readonly {
    readonly network: string | null;
    readonly address: string | null;
    readonly mac: string | null;
  }[];
}

export interface LogError {
  /** RFC 3339. */
  readonly at: string;
  readonly component: string;
  readonly message: string;
}

export interface HostFacts {
  readonly version: 1;
  readonly services: Section<Readonly<Record<string, UnitState>>>;
  readonly network: Section<HostNetwork>;
  /** This one and the next two: front-end only. */
  readonly opennebula_hosts?: Section<readonly OpennebulaHost[]>;
  readonly machines?: Section<readonly Machine[]>;
  readonly last_errors?: Section<readonly LogError[]>;
}

export type HostAnswer =
  | { readonly kind: "answered"; readonly facts: HostFacts }
  /** SSH did not come about. */
  | { readonly kind: "unreachable"; readonly why: string }
  /** It was reached, and did not tell. */
  | { readonly kind: "silent"; readonly why: string };

/** A Flexible IP as Scaleway's API has it. */
export interface AccountIp {
  /** Bare UUID. */
  readonly id: string;
  readonly address: string;
  readonly status: string;
  /** Bare UUID; undefined while it is on none. */
  readonly serverId: string | undefined;
  readonly macAddress: string | undefined;
}
