import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface FarAway {
  readonly port: number;
  stop(): Promise<void>;
}

/** A port that leads to another one, as far away as half the round trip for each byte in each direction. */
export async function farAway(port: number, roundTripMs: number): Promise<FarAway> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.setNoDelay(true);
      from.on("error", () => to.destroy());
      from.on("data", (part) => setTimeout(() => to.writable && to.write(part), roundTripMs / 2));
      from.on("end", () => setTimeout(() => to.end(), roundTripMs / 2));
      from.on("close", () => open.delete(from));
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of open) socket.destroy();
      }),
  };
}
