import type { ServerDescription } from "./cloud-description";

/** One row of what was checked. */
export interface Check {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly passed: boolean;
  readonly found: string;
}

/** Runs a command on a host and tells what it said; status null when SSH itself did not come about. */
export type RunOnHost = (host: string, command: string) => { status: number | null; output: string };

const INTERFACES = ["br0", "hosttohost", "vmtovm"] as const;

/** What every cloud must be able to do once it is deployed: log in, the interfaces of the netplan document, hosts reach each other. */
export function checkHosts(servers: Readonly<Record<string, ServerDescription>>, run: RunOnHost): Check[] {
  const hosts = Object.keys(servers);
  return hosts.flatMap((host) => {
    const login = run(host, "hostname && ip -br -4 addr show");
    const checks = [checkLogin(host, servers[host]!, login.output, login.status === 0)];
    if (login.status !== 0) return checks;
    const others = hosts.filter((other) => other !== host);
    return [
      ...checks,
      checkInterfaces(host, servers[host]!, login.output),
      ...others.map((other) => checkPing(host, other, servers[other]!.privateAddress, run)),
    ];
  });
}

function checkLogin(host: string, server: ServerDescription, output: string, passed: boolean): Check {
  const name = output.split("\n")[0] ?? "";
  return {
    what: "SSH with the pinned key",
    from: "internet",
    to: `${host} ${server.publicAddress}`,
    passed: passed && name === host,
    found: name,
  };
}

function checkInterfaces(host: string, server: ServerDescription, output: string): Check {
  const wanted = [server.publicAddress, server.privateAddress, server.vmToVmAddress];
  const missing = INTERFACES.filter((name, place) => !hasAddress(output, name, wanted[place]!));
  return {
    what: "addresses on br0, hosttohost, vmtovm",
    from: host,
    to: "",
    passed: missing.length === 0,
    found: missing.length === 0 ? wanted.join(", ") : `not as deployed: ${missing.join(", ")}`,
  };
}

/** A line of `ip -br`: `hosttohost@br0 UP 10.16.0.2/20`. */
function hasAddress(output: string, name: string, address: string): boolean {
  return output.split("\n").some((line) => {
    const [device, , ...addresses] = line.trim().split(/\s+/);
    return device?.split("@")[0] === name && addresses.some((each) => each.split("/")[0] === address);
  });
}

function checkPing(from: string, to: string, address: string, run: RunOnHost): Check {
  // Not every image lets everyone ping.
  const { status, output } = run(from, `sudo ping -c 2 -W 3 ${address}`);
  const lines = output.trim().split("\n");
  const summary = lines.find((line) => line.includes("packets transmitted")) ?? lines.at(-1)!;
  return { what: "ping over the private network", from, to: `${to} ${address}`, passed: status === 0, found: summary };
}
