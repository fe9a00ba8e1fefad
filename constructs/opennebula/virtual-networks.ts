import { PUBLIC_BRIDGE, VM_TO_VM_INTERFACE } from "../net/netplan";
import { START_SCRIPT_ATTRIBUTE, startScript } from "./start-script";

/** Names of the virtual networks, as in the original deployment; the spare Flexible IP has one of its own. */
export const PUBLIC_NETWORK = "pubridge";
export const SPARE_NETWORK = "pubridge-spare";
export const OVERLAY_NETWORK = "vxlan";
/** The bridge that OpenNebula makes for the overlay. */
export const OVERLAY_BRIDGE = "vmtovm0";

export interface FlexibleIpAddress {
  /** Zoned id. */
  readonly id: string;
  readonly address: string;
  readonly macAddress: string;
}

/**
 * `vn` of one-deploy. Values are texts, numbers or dictionaries: a list of texts (DNS) breaks the collection's template
 * filter. br0 is netplan's, so no PHYDEV: the collection would move the server's address onto a bridge of its own. Public networks
 * have no GATEWAY: guests would be told one that they cannot reach, and half of them then wait or fail; see start-script.ts.
 */
export function virtualNetworks(gateway: string, dns: readonly string[]): Record<string, unknown> {
  const publicNetwork = () => ({
    managed: true,
    move_ip: false,
    template: {
      VN_MAD: "bridge",
      BRIDGE: PUBLIC_BRIDGE,
      NETWORK_MASK: "255.255.255.255",
      DNS: dns.join(" "),
      [START_SCRIPT_ATTRIBUTE]: startScript(gateway),
    },
  });
  return {
    [PUBLIC_NETWORK]: publicNetwork(),
    [SPARE_NETWORK]: publicNetwork(),
    [OVERLAY_NETWORK]: {
      managed: true,
      template: {
        VN_MAD: "vxlan",
        PHYDEV: VM_TO_VM_INTERFACE,
        BRIDGE: OVERLAY_BRIDGE,
        // oned refuses the network without a VLAN id; unquoted, YES would become a truth value.
        AUTOMATIC_VLAN_ID: "YES",
        // VXLAN takes 50 of the 1500 of vmtovm.
        GUEST_MTU: 1450,
        NETWORK_ADDRESS: "10.1.2.0",
        NETWORK_MASK: "255.255.255.0",
        AR: { TYPE: "IP4", IP: "10.1.2.100", SIZE: 48 },
      },
    },
  };
}

/** One address range of size 1 per Flexible IP, carrying its id: the driver's role applies them by id, never by place. */
export function addressRanges(addresses: readonly FlexibleIpAddress[]): Record<string, unknown>[] {
  return addresses.map((ip) => ({ TYPE: "IP4", IP: ip.address, MAC: ip.macAddress, SIZE: 1, SCW_FLEXIBLE_IP: ip.id }));
}
