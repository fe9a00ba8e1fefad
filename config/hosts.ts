import { HostName } from "../constructs/net/host-name";
import type { HostConfig } from "./deployment-config";

/** Host names of `servers.workers`: a number n means host01 to host-n. */
export function workerNames(workers: number | readonly string[]): readonly string[] {
  return typeof workers === "number"
    ? Array.from({ length: workers }, (_, index) => HostName.worker(index + 1).toString())
    : workers;
}

/** The front-end, then the workers in the file's order. */
export function hostsOf(workers: number | readonly string[], allowReinstall: readonly string[]): readonly HostConfig[] {
  const reinstall = new Set(allowReinstall);
  return [HostName.frontEnd(), ...workerNames(workers).map(HostName.parse)].map((host) => ({
    name: host.toString(),
    serverName: host.serverName,
    role: host.isFrontEnd ? "front-end" : "worker",
    allowReinstall: reinstall.has(host.toString()),
  }));
}
