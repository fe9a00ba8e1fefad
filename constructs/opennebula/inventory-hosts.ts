/** Port on which OneGate answers the virtual machines (one-deploy, role gate). */
const ONEGATE_PORT = 5030;

/** One server as the inventory shows it. */
export interface InventoryHost {
  readonly name: string;
  readonly role: "front-end" | "worker";
  /** `fr-par-2/<uuid>`. */
  readonly serverId: string;
  readonly publicAddress: string;
  readonly privateAddress: string;
  /** Lasting host key, OpenSSH form. */
  readonly hostKey: string;
}

/**
 * hosts.yml as data. Each server stands once under `all.hosts`; the groups only name it. OpenNebula knows a host by
 * `ansible_host` (booked private address), Ansible itself connects to `ansible_ssh_host`, which it prefers.
 */
export function inventoryHosts(hosts: readonly InventoryHost[]): Record<string, unknown> {
  const frontEnds = hosts.filter((host) => host.role === "front-end");
  const named = (members: readonly InventoryHost[]) => ({
    hosts: Object.fromEntries(members.map((host) => [host.name, {}])),
  });
  return {
    all: {
      hosts: Object.fromEntries(
        hosts.map((host) => [
          host.name,
          {
            ansible_host: host.privateAddress,
            ansible_ssh_host: host.publicAddress,
            scw_server_id: host.serverId,
            // Virtual machines report from their Flexible IP, so the address must be reachable from outside.
            ...(host.role === "front-end" && { gate_endpoint: `http://${host.publicAddress}:${ONEGATE_PORT}` }),
          },
        ]),
      ),
      children: { frontend: named(frontEnds), node: named(hosts), grafana: named(frontEnds) },
    },
  };
}

/** known_hosts: one pinned key per server, for both addresses, and no other key. */
export function knownHosts(hosts: readonly InventoryHost[]): string {
  return hosts.map((host) => `${host.publicAddress},${host.privateAddress} ${host.hostKey}\n`).join("");
}
