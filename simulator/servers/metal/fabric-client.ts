import { request } from "node:http";
import type { Duplex } from "node:stream";
import type { FabricRules, FabricState, PingOrder, PingResult } from "./fabric-contract";

/** Speaks to a running fabric over its control socket. Every method throws an Error with the fabric's words when it refuses. */
export class FabricClient {
  constructor(private readonly socketPath: string) {}

  putRules(rules: FabricRules): Promise<void> {
    return this.call("PUT", "/rules", rules);
  }

  state(): Promise<FabricState> {
    return this.call("GET", "/state");
  }

  ping(order: PingOrder): Promise<PingResult> {
    return this.call("POST", "/ping", order);
  }

  startCapture(serverId: string, file: string): Promise<void> {
    return this.call("PUT", `/servers/${serverId}/pcap`, { file });
  }

  stopCapture(serverId: string): Promise<void> {
    return this.call("DELETE", `/servers/${serverId}/pcap`);
  }

  stop(): Promise<void> {
    return this.call("POST", "/stop");
  }

  /**
   * A TCP connection from the internet end point.
   * @returns undefined when nothing answers at the address or it refuses
   */
  dial(address: string, port: number, timeoutMs: number): Promise<Duplex | undefined> {
    return new Promise((resolve, reject) => {
      const path = `${address}:${port}`;
      const headers = { host: path, "x-timeout-ms": String(timeoutMs) };
      const call = request({ socketPath: this.socketPath, method: "CONNECT", path, headers, agent: false });
      call.on("connect", (response, socket, head) => {
        if (response.statusCode !== 200) {
          socket.destroy();
          resolve(undefined);
          return;
        }
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      });
      call.on("response", (response) => {
        response.resume();
        resolve(undefined);
      });
      call.on("error", reject);
      call.end();
    });
  }

  private call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      const call = request({ socketPath: this.socketPath, method, path, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(parts).toString("utf8");
          const isDone = response.statusCode === 200 || response.statusCode === 204;
          if (!isDone) reject(new Error(`the fabric refuses ${method} ${path}: ${text.trim()}`));
          else resolve((text === "" ? undefined : JSON.parse(text)) as T);
        });
      });
      call.on("error", reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}
