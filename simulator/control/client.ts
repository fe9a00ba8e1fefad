import { readFileSync } from "node:fs";
import { request } from "node:http";
import type { ClockKind } from "../clock/simulated-clock";
import type { FabricState, PingOrder, PingResult } from "../servers/metal/fabric-contract";
import type { BootstrapCredentials } from "../services/bootstrap";
import type { Condition, ConditionKind } from "../services/conditions";
import type { CloudDirectory } from "../store/cloud-directory";
import type { Fault, FaultOrder } from "./faults";
import type { JournalEntry, JournalFilter } from "./journal";
import type { StoreDump } from "./store-dump";
import type { Summary } from "./summary";

export interface ClockView {
  readonly kind: ClockKind;
  readonly factor: number;
  /** RFC 3339 */
  readonly now: string;
}

export interface FaultView extends Fault {
  /** Calls that stand still at it now. */
  readonly waiting: number;
}

/** Speaks to the control API of a running simulator. Every method throws an Error with the simulator's words when it refuses. */
export class ControlClient {
  private readonly token: string;

  public constructor(
    directory: CloudDirectory,
    private readonly port: number,
  ) {
    this.token = readFileSync(directory.controlToken, "utf8").trim();
  }

  public health(): Promise<{ status: "ok"; pid: number }> {
    return this.call("GET", "/health");
  }

  public stop(): Promise<void> {
    return this.call("POST", "/stop");
  }

  public summary(since?: string): Promise<Summary> {
    return this.call("GET", `/summary${queryOf({ since })}`);
  }

  public credentials(): Promise<BootstrapCredentials> {
    return this.call("GET", "/credentials");
  }

  public operations(): Promise<string[]> {
    return this.call("GET", "/operations");
  }

  public journal(filter: JournalFilter = {}): Promise<JournalEntry[]> {
    return this.call("GET", `/journal${queryOf({ ...filter })}`);
  }

  /** Product tables, secrets shown as hashes: equal dumps mean an unchanged account. */
  public store(): Promise<StoreDump> {
    return this.call("GET", "/store");
  }

  /** What lies in the account beyond its bootstrap; empty after a complete destroy. */
  public remains(): Promise<{ table: string; id: string; name?: string }[]> {
    return this.call("GET", "/store/remains");
  }

  public reset(): Promise<void> {
    return this.call("POST", "/reset");
  }

  public snapshots(): Promise<string[]> {
    return this.call("GET", "/snapshots");
  }

  public snapshot(name: string): Promise<void> {
    return this.call("PUT", `/snapshots/${encodeURIComponent(name)}`);
  }

  public restore(name: string): Promise<void> {
    return this.call("POST", `/snapshots/${encodeURIComponent(name)}/restore`);
  }

  public clock(): Promise<ClockView> {
    return this.call("GET", "/clock");
  }

  public setClock(kind: ClockKind, factor?: number): Promise<ClockView> {
    return this.call("PUT", "/clock", { kind, factor });
  }

  public advance(seconds: number): Promise<ClockView> {
    return this.call("POST", "/clock/advance", { seconds });
  }

  public faults(): Promise<{ faults: FaultView[]; conditions: Condition[] }> {
    return this.call("GET", "/faults");
  }

  public addFault(order: FaultOrder): Promise<Fault> {
    return this.call("POST", "/faults", order);
  }

  /** @param limit of a quota, and of nothing else */
  public addCondition(kind: ConditionKind, target: string, limit?: number): Promise<Condition> {
    return this.call("POST", "/conditions", { kind, target, limit });
  }

  /** Lets the calls that a `hold` has stopped go on. */
  public release(faultId: string): Promise<{ released: number }> {
    return this.call("POST", `/faults/${encodeURIComponent(faultId)}/release`);
  }

  /** Removes one fault or condition, or all of them. */
  public clearFaults(id?: string): Promise<{ cleared: number }> {
    return this.call("DELETE", id === undefined ? "/faults" : `/faults/${encodeURIComponent(id)}`);
  }

  public fabric(): Promise<FabricState> {
    return this.call("GET", "/fabric");
  }

  /** ICMP echo from the fabric's internet end point. */
  public ping(order: PingOrder): Promise<PingResult> {
    return this.call("POST", "/fabric/ping", order);
  }

  /** @param file absolute */
  public startCapture(serverId: string, file: string): Promise<void> {
    return this.call("PUT", `/fabric/captures/${encodeURIComponent(serverId)}`, { file });
  }

  public stopCapture(serverId: string): Promise<void> {
    return this.call("DELETE", `/fabric/captures/${encodeURIComponent(serverId)}`);
  }

  private call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      // An agent of its own: Node can be told to send everything through HTTP_PROXY, and that is the simulator itself.
      const options = { method, agent: false as const, headers: { authorization: `Bearer ${this.token}` } };
      const call = request(`http://127.0.0.1:${this.port}/_control${path}`, options, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const answer = JSON.parse(Buffer.concat(parts).toString("utf8")) as T & { error?: string };
          if (response.statusCode === 200) resolve(answer);
          else reject(new Error(answer.error ?? `the simulator answered ${response.statusCode}`));
        });
      });
      call.on("error", reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function queryOf(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
  return given.length === 0 ? "" : `?${query}`;
}
