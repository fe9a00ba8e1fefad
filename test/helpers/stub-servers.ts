import type { Duplex } from "node:stream";
import type { InstallOrder, ServerBackend } from "../../simulator/servers/server-backend";

/** Servers that are installed at once and answer one line on every port, for tests of what stands before them. */
export class StubServers implements ServerBackend {
  public readonly kind = "light";
  public readonly orders: InstallOrder[] = [];
  /** Addresses at which something answers. */
  public readonly reachable = new Set<string>();

  public install(order: InstallOrder): void {
    this.orders.push(order);
    this.reachable.add(order.publicNetwork.address);
  }

  public installOutcome(): "completed" {
    return "completed";
  }

  public setPower(): void {}

  public reboot(): void {}

  public powerOf(): "on" {
    return "on";
  }

  public remove(): void {}

  public connect(address: string, _port: number, socket: Duplex): boolean {
    if (!this.reachable.has(address)) return false;
    socket.write("SSH-2.0-Stub\r\n");
    socket.on("data", (sent: Buffer) => socket.write(`got ${sent}`));
    socket.on("end", () => socket.end());
    return true;
  }
}
