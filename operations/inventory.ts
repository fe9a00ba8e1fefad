import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** A server as the inventory names it. */
export interface InventoryHost {
  readonly name: string;
  readonly publicAddress: string;
  /** By which OpenNebula knows it. */
  readonly privateAddress: string;
  /** Zoned id. */
  readonly serverId: string;
  readonly isFrontEnd: boolean;
}

/** An address range of one Flexible IP. */
export interface InventoryFlexibleIp {
  /** Zoned id. */
  readonly id: string;
  readonly address: string;
  readonly macAddress: string;
  /** Virtual network that holds the range. */
  readonly network: string;
}

interface HostsDocument {
  readonly all: {
    readonly hosts: Readonly<
      Record<string, Readonly<Record<"ansible_host" | "ansible_ssh_host" | "scw_server_id", string>>>
    >;
    readonly children?: { readonly frontend?: { readonly hosts: Readonly<Record<string, unknown>> } };
  };
}

/** The servers of an inventory, in its order; none before there is one. */
export function inventoryHosts(inventoryFolder: string): readonly InventoryHost[] {
  const document = read<HostsDocument>(join(inventoryFolder, "hosts.yml"));
  if (document === undefined) return [];
  const frontEnds = Object.keys(document.all.children?.frontend?.hosts ?? {});
  return Object.entries(document.all.hosts).map(([name, host]) => ({
    name,
    publicAddress: host.ansible_ssh_host,
    privateAddress: host.ansible_host,
    serverId: host.scw_server_id,
    isFrontEnd: frontEnds.includes(name),
  }));
}

/** The Flexible IPs that an inventory hands to OpenNebula; none before there is one. */
export function inventoryFlexibleIps(inventoryFolder: string): readonly InventoryFlexibleIp[] {
  type Range = Readonly<Record<"IP" | "MAC" | "SCW_FLEXIBLE_IP", string>>;
  const variables = read<{ flexible_ip_address_ranges?: Readonly<Record<string, readonly Range[]>> }>(
    join(inventoryFolder, "group_vars/all.yml"),
  );
  return Object.entries(variables?.flexible_ip_address_ranges ?? {}).flatMap(([network, ranges]) =>
    ranges.map((range) => ({ id: range.SCW_FLEXIBLE_IP, address: range.IP, macAddress: range.MAC, network })),
  );
}

function read<T>(file: string): T | undefined {
  return existsSync(file) ? parse(readFileSync(file, "utf8")) : undefined;
}
