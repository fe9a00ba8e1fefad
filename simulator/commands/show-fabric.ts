import type { FabricState, PingResult, Traffic } from "../servers/metal/fabric-contract";

/** The fabric for people: a block per server, then the internet end point. */
export function showFabric({ servers, internet, routedNowhere }: FabricState): string {
  const blocks = servers.map((server) =>
    [
      `${server.name} (${server.id}), port ${server.port}, ${server.connected ? "connected" : "no machine"}`,
      `  own           ${server.address} ${server.macAddress}`,
      ...server.flexibleIps.map((ip) => `  Flexible IP   ${ip.address} ${ip.macAddress ?? "by the server's own MAC"}`),
      ...server.privateNetworks.map(
        ({ vlanId, networkId, learned }) =>
          `  VLAN ${vlanId}     network ${networkId}, seen: ${learned.join(" ") || "nobody"}`,
      ),
      `  received      ${traffic(server.received)}`,
      `  sent          ${traffic(server.sent)}`,
      `  dropped       ${counts(server.drops)}`,
      ...(server.pcap === null ? [] : [`  captured into ${server.pcap}`]),
    ].join("\n"),
  );
  const outside = [
    "internet end point",
    `  received      ${traffic(internet.received)}`,
    `  sent          ${traffic(internet.sent)}`,
    `  dropped       ${counts(internet.drops)}`,
    `  names refused ${counts(internet.refusedNames)}`,
    `  refused       ${counts(internet.refusedConnections)}`,
    `routed nowhere: ${routedNowhere} packets`,
  ].join("\n");
  return [...blocks, outside].join("\n\n");
}

export function showPing(address: string, { sent, received, roundTripMs, errors }: PingResult): string {
  const times = roundTripMs.map((time) => time.toFixed(1)).join(", ");
  return [`${address}: ${received} of ${sent} answered${times === "" ? "" : ` in ${times} ms`}`, ...errors].join("\n");
}

function traffic({ frames, bytes }: Traffic): string {
  return `${frames} frames, ${bytes} bytes`;
}

function counts(counted: Readonly<Record<string, number>>): string {
  const words = Object.entries(counted).map(([name, count]) => `${name} ${count}`);
  return words.join(", ") || "nothing";
}
