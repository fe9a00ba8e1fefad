import type { CloudDescription, FlexibleIpDescription } from "./cloud-description";

/** The description as a person reads it. */
export function cloudText(cloud: CloudDescription): string {
  const servers = Object.entries(cloud.servers);
  const rows = servers.map(([host, server]) => [
    host,
    server.serverName,
    server.publicAddress,
    `${server.privateAddress} (VLAN ${server.hostToHostVlanId})`,
    `${server.vmToVmAddress} (VLAN ${server.vmToVmVlanId})`,
    `${server.flexibleIp.address} ${server.flexibleIp.macAddress}`,
  ]);
  return [
    `Cloud ${cloud.deployment}`,
    ...fields([
      ["project", `${cloud.project.name} (${cloud.project.id})`],
      ["state bucket", `${cloud.bucket} in ${cloud.region}`],
      ["hosts", `${cloud.networks.hostToHost.subnet} (${cloud.networks.hostToHost.id})`],
      ["VM to VM", `${cloud.networks.vmToVm.subnet} (${cloud.networks.vmToVm.id})`],
      ["spare IP", flexibleIp(cloud.spareFlexibleIp)],
      ["inventory", cloud.inventory],
      ["driver's key", `expires ${cloud.flexibleIpKeyExpiresAt.slice(0, 10)}`],
      ["costs", costs(cloud, servers.length)],
    ]),
    "",
    ...table(["host", "server", "public address", "private network", "VM to VM", "Flexible IP and MAC"], rows),
  ].join("\n");
}

/** A table of texts, columns as wide as they must be. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`.trimEnd();
  return [line(heads), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}

function fields(pairs: readonly (readonly [string, string])[]): string[] {
  return pairs.map(([name, value]) => `  ${name.padEnd(13)} ${value}`);
}

function flexibleIp(ip: FlexibleIpDescription): string {
  return `${ip.address} ${ip.macAddress}`;
}

function costs(cloud: CloudDescription, servers: number): string {
  const price = cloud.serverPrice;
  if (price?.perMonth === undefined) return "unknown: the catalogue names no price for this offer";
  const money = (perServer: number) => `${(perServer * servers).toFixed(2)} ${price.currency}`;
  const hourly = price.perHour === undefined ? "" : `${money(price.perHour)} per hour, `;
  const fee = price.setUpFee > 0 ? `, ${money(price.setUpFee)} once` : "";
  return `${hourly}${money(price.perMonth)} per month${fee} for ${servers} servers, without tax; Flexible IPs and storage come on top`;
}
