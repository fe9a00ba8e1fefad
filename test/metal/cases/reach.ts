import type { MetalCloud } from "../metal-cloud";
import { row } from "../table";

/** What every cloud must be able to do: its operator logs in to each server, and the servers reach each other. */
export function reachCases(metal: () => MetalCloud): void {
  test("SSH from the internet to every server by its public address, with the pinned key; with nothing routed, not", async () => {
    for (const host of metal().hosts) {
      await row("SSH, pinned key", "internet", host, async () => {
        expect(await metal().login(host, "hostname")).toEqual({ status: 0, output: host });
        return "logged in";
      });
    }
    await metal().without("public-routing", async () => {
      expect(await metal().login(metal().hosts[0]!)).toMatchObject({ status: 255 });
    });
  });

  test("a server is refused under a key that is not pinned for it", async () => {
    const [host] = metal().hosts as [string];
    const { status, output } = await metal().loginAs(host, "another-server");
    expect(status).toBe(255);
    expect(output).toMatch(/Host key verification failed/);
  });

  test("every server has the addresses that were booked, on the interfaces of the netplan document", async () => {
    for (const host of metal().hosts) {
      const { publicAddress, privateAddress, vmToVmAddress } = metal().server(host);
      expect(await addressesOf(metal(), host)).toEqual({
        br0: publicAddress,
        hosttohost: privateAddress,
        vmtovm: vmToVmAddress,
      });
    }
  });

  test("the servers' NICs have different names, and nothing depends on them", async () => {
    const names = await Promise.all(metal().hosts.map((host) => metal().must(host, "ls /sys/class/net/br0/brif")));
    expect(names.sort().slice(0, 2)).toEqual(["eno1", "enp5s0"]);
  });

  test("hosts ping each other by their booked addresses on the private network; where it carries nothing, not", async () => {
    const [one, other] = metal().hosts as [string, string];
    await row("ping, private network", one, other, async () => {
      expect(await pingPrivately(metal(), one, other)).toBe("answered");
      return "answered";
    });
    await metal().without("private-networks", async () => {
      expect(await pingPrivately(metal(), one, other)).toBe("no answer");
    });
  });
}

/** Leaves the second server outside of its private network: the next deployment puts it in again. */
export function detachCase(metal: () => MetalCloud): void {
  test("a server whose network was detached a second ago is not reached; with the rule off, it is", async () => {
    const [one, other] = metal().hosts as [string, string];
    await detachHostToHostNetwork(metal(), other);
    await row("ping, network detached", one, other, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(await pingPrivately(metal(), one, other)).toBe("no answer");
      return "no answer";
    });
    // It goes on asking under a tag that is no longer carried.
    await pingPrivately(metal(), other, one);
    expect(await metal().dropped(other, "vlan-not-attached")).toBeGreaterThan(0);
    await metal().without("vlan-membership", async () => {
      expect(await pingPrivately(metal(), one, other)).toBe("answered");
    });
  });
}

/** After `detachCase`. */
export function attachCase(metal: () => MetalCloud): void {
  test("the next deployment attaches the network again, and the server is reached under its booked address", async () => {
    const [one, other] = metal().hosts as [string, string];
    const { privateAddress } = metal().server(other);
    await row("network attached again", "Terraform", other, async () => {
      await metal().deploy();
      expect(metal().server(other).privateAddress).toBe(privateAddress);
      expect(await pingPrivately(metal(), one, other)).toBe("answered");
      return "answered";
    });
  });
}

/** IPv4 address by interface, of those that a deployment makes. */
export async function addressesOf(metal: MetalCloud, host: string): Promise<Record<string, string>> {
  const devices = JSON.parse(await metal.must(host, "ip -j -4 addr show")) as {
    ifname: string;
    addr_info: { local: string }[];
  }[];
  const found = devices.filter(({ ifname }) => ["br0", "hosttohost", "vmtovm"].includes(ifname));
  return Object.fromEntries(
    found.map(({ ifname, addr_info }) => [ifname, addr_info.map(({ local }) => local).join(" ")]),
  );
}

async function pingPrivately(metal: MetalCloud, from: string, to: string): Promise<"answered" | "no answer"> {
  const { status } = await metal.run(from, `ping -c 2 -W 3 ${metal.server(to).privateAddress}`);
  return status === 0 ? "answered" : "no answer";
}

/** By the API, behind Terraform's back. */
async function detachHostToHostNetwork(metal: MetalCloud, host: string): Promise<void> {
  const zone = "/baremetal/v3/zones/fr-par-2";
  const url = `${zone}/server-private-networks?server_id=${metal.serverId(host)}`;
  const { server_private_networks } = await metal.api("GET", url);
  const wanted = Number(metal.server(host).hostToHostVlanId);
  const found = server_private_networks.find(({ vlan }: { vlan: number }) => vlan === wanted);
  const network = found.private_network_id;
  await metal.api("DELETE", `${zone}/servers/${metal.serverId(host)}/private-networks/${network}`);
}
