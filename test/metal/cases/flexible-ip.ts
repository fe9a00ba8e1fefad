import type { MetalCloud, Rule } from "../metal-cloud";
import { inVm, startPublicVm, stopVm } from "../stand-in-vms";
import { row } from "../table";

/** A VM's address from the internet: it follows the API, and nobody can take it. */
export function flexibleIpCases(metal: () => MetalCloud): void {
  describe("a Flexible IP that a VM on br0 answers", () => {
    let hosts: [string, string];
    let ip: { id: string; address: string; macAddress: string };
    const answers = async () => (await metal().ping(ip.address, 2)).received > 0;
    const on = (host: string) => startPublicVm(metal(), host, { name: "public", ...ip });

    beforeAll(async () => {
      hosts = metal().hosts.slice(0, 2) as [string, string];
      ip = metal().server(hosts[0]).flexibleIp;
      for (const host of hosts) await on(host);
    });
    afterAll(async () => {
      await metal().moveFlexibleIp(ip.id, hosts[0]);
      for (const host of hosts) await stopVm(metal(), host, "public");
    });

    test("it answers where it is attached; with nothing routed, not", async () => {
      await row("Flexible IP, attached", "internet", `VM on ${hosts[0]}`, async () => {
        expect(await answers()).toBe(true);
        return "answered";
      });
      await metal().without("public-routing", async () => expect(await answers()).toBe(false));
    });

    test("its VM reaches out through the gateway outside its subnet", async () => {
      await row("ping out of a VM", `VM on ${hosts[0]}`, "internet", async () => {
        expect(await inVm(metal(), hosts[0], "public", "ping -c 2 -W 5 203.0.113.1")).toMatchObject({ status: 0 });
        return "answered";
      });
    });

    test("it is gone the moment it is detached; with the rule off, it is not", async () => {
      await metal().moveFlexibleIp(ip.id, undefined);
      await row("Flexible IP, detached", "internet", `VM on ${hosts[0]}`, async () => {
        expect(await answers()).toBe(false);
        return "no answer";
      });
      await metal().without("flexible-ip-place", async () => expect(await answers()).toBe(true));
    });

    test("it answers from the other server after it was attached there; with the rule off, it does not move", async () => {
      await metal().moveFlexibleIp(ip.id, hosts[1]);
      await row("Flexible IP, moved", "internet", `VM on ${hosts[1]}`, async () => {
        await stopVm(metal(), hosts[0], "public");
        expect(await answers()).toBe(true);
        return "answered";
      });
      await stopVm(metal(), hosts[1], "public");
      expect(await answers()).toBe(false);
    });
  });

  describe("a VM with somebody else's address", () => {
    const INTERNET = "203.0.113.1";
    let host: string;
    let other: string;
    const reachesOut = async () => (await inVm(metal(), host, "thief", `ping -c 2 -W 2 ${INTERNET}`)).status === 0;

    beforeAll(() => {
      [host, other] = metal().hosts as [string, string];
    });
    afterEach(() => stopVm(metal(), host, "thief"));

    /** Drops for this reason, of a thief that tries to reach the internet; with the rule off, they stop. */
    async function isDroppedUnless(rule: Rule, reason: string, what: string): Promise<void> {
      const before = await metal().dropped(host, reason);
      await row(what, `VM on ${host}`, "internet", async () => {
        expect(await reachesOut()).toBe(false);
        return "dropped";
      });
      const after = await metal().dropped(host, reason);
      expect(after).toBeGreaterThan(before);
      await metal().without(rule, async () => {
        await reachesOut();
        expect(await metal().dropped(host, reason)).toBe(after);
      });
    }

    test("a MAC that is nobody's is dropped and counted; with the rule off, it passes", async () => {
      const { address } = metal().server(host).flexibleIp;
      await startPublicVm(metal(), host, { name: "thief", address, macAddress: "52:54:00:de:ad:01" });
      await isDroppedUnless("source-mac", "spoofed-mac", "spoofed MAC");
    });

    test("the address of another server under a MAC of its own is dropped and counted; with the rule off, it passes", async () => {
      const { macAddress } = metal().server(host).flexibleIp;
      const { address } = metal().server(other).flexibleIp;
      await startPublicVm(metal(), host, { name: "thief", address, macAddress });
      await isDroppedUnless("source-address", "spoofed-address", "spoofed address");
    });
  });
}
