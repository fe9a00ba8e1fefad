import type { MetalCloud } from "../metal-cloud";
import { row } from "../table";
import { addressesOf } from "./reach";

/** A server that comes back is the server that went. */
export function rebootCases(metal: () => MetalCloud): void {
  test("every server comes back from a reboot with its addresses, names and bridges", async () => {
    const { hosts } = metal();
    const before = new Map<string, object>();
    for (const host of hosts) before.set(host, await identityOf(metal(), host));
    for (const host of hosts) await metal().power(host, "reboot");
    for (const host of hosts) {
      await row("reboot by the API", "API", host, async () => {
        await metal().hasStatus(host, "ready");
        await metal().without("public-routing", async () => {
          expect(await metal().login(host)).toMatchObject({ status: 255 });
        });
        await metal().answers(host);
        const after = await identityOf(metal(), host);
        const { boot, ...same } = before.get(host) as { boot: string };
        expect(after).toEqual({ ...same, boot: expect.not.stringContaining(boot) });
        return "same addresses, names, bridges";
      });
    }
  });
}

async function identityOf(metal: MetalCloud, host: string) {
  const script = [
    "hostname",
    "cat /proc/sys/kernel/random/boot_id",
    "bridge -j link show | grep -c br0",
    "cat /sys/class/net/br0/address",
    "ls /etc/netplan",
  ];
  const [name, boot, ports, mac, ...documents] = (await metal.must(host, script.join("; "))).split("\n");
  return { name, boot, ports, mac, documents, addresses: await addressesOf(metal, host) };
}
