import { DriverCalls, readsIn, writesIn } from "../ansible/driver/driver-calls";
import type { HookAction, HookResult } from "../ansible/driver/hook-node";
import { publicNic, type VirtualMachine } from "../ansible/driver/virtual-machine";
import { until } from "../helpers/until";
import type { MetalCloud } from "./metal-cloud";
import { runHooks } from "./opennebula-hooks";
import { type PublicVm, startPublicVm, stopVm } from "./stand-in-vms";
import { noteRow } from "./table";

/** A Flexible IP as the stacks describe it. */
export interface Ip {
  readonly id: string;
  readonly address: string;
  readonly macAddress: string;
}

const FIPS = "/flexible-ip/v1alpha1/zones/fr-par-2/fips";

/** Plays the life of VMs on the guests: OpenNebula's hooks on the one hand, the VM's interface as a namespace on the other. */
export class DriverPlay {
  private readonly calls: DriverCalls;
  private readonly spans: { readonly from: number; readonly to: number }[] = [];

  constructor(readonly metal: MetalCloud) {
    this.calls = new DriverCalls(metal.cloud.control, metal.cloud.credentials.accessKey);
  }

  async hook(action: HookAction, host: string, vm: VirtualMachine): Promise<HookResult> {
    const from = performance.now();
    const result = await runHooks(this.metal, action, host, vm);
    this.spans.push({ from, to: performance.now() });
    return result;
  }

  /** The interface of a VM begins to answer on a host, as if the VM booted or arrived there. */
  appears(host: string, ip: Ip): Promise<string> {
    return startPublicVm(this.metal, host, interfaceOf(ip));
  }

  vanishes(host: string, ip: Ip): Promise<string> {
    return stopVm(this.metal, host, interfaceOf(ip).name);
  }

  /** Whether the internet reaches it. */
  async answers(ip: Ip): Promise<boolean> {
    return (await this.metal.ping(ip.address, 2)).received > 0;
  }

  /** `ready`, or the host on which the API says it is attached. */
  async place(ip: Ip): Promise<string> {
    const { status, server_id } = await this.metal.api("GET", `${FIPS}/${bare(ip)}`);
    if (status !== "attached") return status;
    return this.metal.hosts.find((host) => this.metal.serverId(host) === server_id) ?? server_id;
  }

  /** Of the API, which says `detaching` for a while. */
  comesTo(ip: Ip, place: string): Promise<void> {
    return until(`${ip.address} is at ${place}`, async () => (await this.place(ip)) === place, 20_000);
  }

  /**
   * One row of the table: hooks one after the other, then what the internet sees.
   * @param hooks while they run, seconds and calls to Scaleway are counted
   * @param claim tells the result in words
   */
  async play(
    what: string,
    to: string,
    hooks: () => Promise<readonly HookResult[]>,
    claim: (results: readonly HookResult[]) => Promise<string>,
  ): Promise<void> {
    const from = await this.calls.now();
    this.spans.length = 0;
    const results = await hooks();
    const seconds = secondsOf(this.spans);
    const calls = await this.calls.since(from);
    const cost = `${readsIn(calls)} reads, ${writesIn(calls)} writes`;
    const ended = (result: string) => noteRow({ what, from: "OpenNebula", to, seconds, result: `${result}; ${cost}` });
    try {
      ended(await claim(results));
    } catch (error) {
      ended("FAILED");
      throw error;
    }
  }
}

/** A VM with these addresses; DEPLOY_ID says that it has run before. */
export function machineOf(id: number, ips: readonly Ip[], deployed = true): VirtualMachine {
  return { id, deployed, nics: ips.map((ip) => publicNic({ ...ip, id: bare(ip) })) };
}

export const codesOf = (results: readonly HookResult[]): (number | null)[] => results.map(({ code }) => code);
export const saidBy = (results: readonly HookResult[]): string => results.map(({ stdout }) => stdout).join("\n");

/** In which at least one hook ran. */
function secondsOf(spans: readonly { readonly from: number; readonly to: number }[]): number {
  let [sum, end] = [0, 0];
  for (const { from, to } of [...spans].sort((one, other) => one.from - other.from)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum / 1000;
}

function bare({ id }: Ip): string {
  return id.split("/").at(-1)!;
}

function interfaceOf({ address, macAddress }: Ip): PublicVm {
  return { name: `f${address.replaceAll(".", "").slice(-11)}`, address, macAddress };
}
