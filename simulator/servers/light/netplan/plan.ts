/** A route as a document asks for it. */
export interface PlannedRoute {
  /** `default` or a prefix such as 10.0.0.0/8. */
  readonly to: string;
  readonly via?: string;
  readonly metric?: number;
  readonly onLink: boolean;
  readonly table?: number;
}

export type DeviceKind = "ethernet" | "bridge" | "vlan" | "dummy";

/** One definition of the merged documents, by its netplan id. */
export interface PlannedDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  /** Ethernets only: which card is meant; without it the id is the card's name. */
  readonly match?: { readonly macAddress?: string; readonly name?: string; readonly driver?: string };
  readonly setName?: string;
  readonly macAddress?: string;
  readonly mtu?: number;
  readonly dhcp4: boolean;
  /** With prefix length, e.g. 51.159.1.2/24. */
  readonly addresses: readonly string[];
  readonly routes: readonly PlannedRoute[];
  /** Bridges: ids of the ports. */
  readonly ports: readonly string[];
  /** VLANs: 0 to 4094, and the id of the device below. */
  readonly vlanId?: number;
  readonly link?: string;
  readonly stp: boolean;
}

/** What all documents together ask for, in order of definition. */
export interface NetworkPlan {
  readonly devices: readonly PlannedDevice[];
}
