import { resolve } from "node:path";
import type { Command } from "commander";
import type { FabricState } from "../servers/metal/fabric-contract";
import { type Chosen, controlOf, onCloud, print } from "./on-cloud";
import { showFabric, showPing } from "./show-fabric";

/** What looks at the switch between metal servers. */
export function addFabricCommands(program: Command): void {
  const fabric = onCloud(program, "fabric", "ports, VLANs, MACs and dropped frames of metal servers")
    .option("--json")
    .action(async (chosen: Chosen) => {
      const state = await controlOf(chosen).fabric();
      print(chosen, state, showFabric(state));
    });

  onCloud(fabric, "ping", "ICMP echo from the internet end point")
    .argument("<address>", "public address or Flexible IP")
    .option("--count <n>", "how many", Number)
    .option("--size <bytes>", "of payload", Number)
    .option("--json")
    .action(async (address: string, chosen: Chosen & { count?: number; size?: number }) => {
      const { count, size } = chosen;
      const result = await controlOf(chosen).ping({ address, count, size });
      print(chosen, result, showPing(address, result));
      if (result.received === 0) process.exitCode = 1;
    });

  onCloud(fabric, "capture", "write what passes a server's port into a file for tcpdump or Wireshark")
    .argument("<server>", "name or id")
    .argument("[file]", "pcap file; without one, the capture ends")
    .action(async (server: string, file: string | undefined, chosen: Chosen) => {
      const control = controlOf(chosen);
      const id = idOf(server, await control.fabric());
      if (file === undefined) await control.stopCapture(id);
      else await control.startCapture(id, resolve(file));
      console.log(file === undefined ? "the capture has ended" : `captures into ${resolve(file)}`);
    });
}

function idOf(server: string, { servers }: FabricState): string {
  const found = servers.find(({ id, name }) => server === id || server === name);
  if (found === undefined) {
    throw new Error(
      `no server ${server} on the fabric. There are: ${servers.map(({ name }) => name).join(", ") || "none"}`,
    );
  }
  return found.id;
}
