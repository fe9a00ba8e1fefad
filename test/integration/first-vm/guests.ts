// What the contextualization of OpenNebula's guest images makes of an interface's context, stated as facts: read in its sources (6.8 to
// 7.2), and each run with the guest's own program (docs/guests.md). Only what a Flexible IP needs.

export interface InterfaceContext {
  readonly address: string;
  /** ETHx_MASK. */
  readonly mask: string;
  /** ETHx_GATEWAY; undefined when the network has none. */
  readonly gateway: string | undefined;
}

const prefixOf = (mask: string) =>
  mask.split(".").reduce((bits, part) => bits + Number(part).toString(2).replaceAll("0", "").length, 0);

/** Ubuntu, and Debian 12: netplan. No field says that a gateway is on the link. */
export function netplanDocument({ address, mask, gateway }: InterfaceContext): object {
  return {
    network: {
      version: 2,
      renderer: "networkd",
      ethernets: {
        eth0: {
          addresses: [`${address}/${prefixOf(mask)}`],
          ...(gateway && { routes: [{ to: "0.0.0.0/0", via: gateway, metric: 0 }] }),
        },
      },
    },
  };
}

/** What netplan (0.106) makes of that for systemd-networkd. */
export function networkdUnit({ address, mask, gateway }: InterfaceContext): string {
  return [
    "[Match]\nName=eth0\n",
    `[Network]\nLinkLocalAddressing=ipv6\nAddress=${address}/${prefixOf(mask)}\n`,
    ...(gateway ? [`[Route]\nDestination=0.0.0.0/0\nGateway=${gateway}\nMetric=0\n`] : []),
  ].join("\n");
}

/** Debian but 12, and Alpine: /etc/network/interfaces, for a Flexible IP the same in both. */
export function interfacesFile({ address, mask, gateway }: InterfaceContext): string {
  return [
    "auto lo",
    "iface lo inet loopback",
    "",
    "auto eth0",
    "iface eth0 inet static",
    `  address ${address}`,
    `  network ${address}`,
    `  netmask ${mask}`,
    ...(gateway ? [`  gateway ${gateway}`] : []),
    "",
  ].join("\n");
}
