/** Stand for what only the server knows; apply-netplan.sh puts the values in. Its own document is all the server needs to keep. */
export const PUBLIC_NIC = "@PUBLIC_NIC@";
export const PUBLIC_MAC = "@PUBLIC_MAC@";
export const PUBLIC_CIDR = "@PUBLIC_CIDR@";
export const PUBLIC_GATEWAY = "@PUBLIC_GATEWAY@";

/** Interface names that the inventory, OpenNebula and the operators know. */
export const PUBLIC_BRIDGE = "br0";
export const HOST_TO_HOST_INTERFACE = "hosttohost";
export const VM_TO_VM_INTERFACE = "vmtovm";

export interface PrivateInterface {
  /** VLAN id; a number or a Terraform token. */
  readonly vlanId: string | number;
  /** Address with prefix. */
  readonly addressCidr: string;
}

export interface HostNetplanProps {
  readonly hostToHost: PrivateInterface;
  readonly vmToVm: PrivateInterface;
  /** IPv4 addresses of the resolvers. */
  readonly dns: readonly string[];
}

/**
 * The netplan document of an OpenNebula host, as data. `br0` takes over the NIC's address, MAC and gateway: the VMs with
 * Flexible IPs sit on it, and without `macaddress` it would get a MAC made from the machine id, which the provider's switch
 * drops. The VLANs stay on the NIC, which may be a bridge port and a VLAN parent at once; `optional` keeps a late Private
 * Network from holding up the boot.
 */
export function hostNetplan(props: HostNetplanProps): Record<string, unknown> {
  const quiet = { dhcp4: false, dhcp6: false, "accept-ra": false, "link-local": [] };
  const vlan = (network: PrivateInterface) => ({
    id: network.vlanId,
    link: PUBLIC_NIC,
    addresses: [network.addressCidr],
    mtu: 1500,
    "accept-ra": false,
    "link-local": [],
    optional: true,
  });
  return {
    network: {
      version: 2,
      renderer: "networkd",
      ethernets: { [PUBLIC_NIC]: { match: { macaddress: PUBLIC_MAC }, ...quiet } },
      bridges: {
        [PUBLIC_BRIDGE]: {
          interfaces: [PUBLIC_NIC],
          macaddress: PUBLIC_MAC,
          ...quiet,
          addresses: [PUBLIC_CIDR],
          routes: [{ to: "default", via: PUBLIC_GATEWAY }],
          nameservers: { addresses: [...props.dns] },
          parameters: { stp: false, "forward-delay": 0 },
        },
      },
      vlans: {
        [HOST_TO_HOST_INTERFACE]: vlan(props.hostToHost),
        [VM_TO_VM_INTERFACE]: vlan(props.vmToVm),
      },
    },
  };
}
