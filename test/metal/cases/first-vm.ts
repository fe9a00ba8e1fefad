import { startScript } from "../../../constructs/opennebula/start-script";
import type { MetalCloud } from "../metal-cloud";
import { inVm, stopVm } from "../stand-in-vms";
import { row } from "../table";

const GATEWAY = "62.210.0.1";
const INTERNET = "203.0.113.1";
const NAME = "first";

/** A VM that knows what its context tells it, an address without a route, and gets the rest from our start script alone. */
export function firstVmCases(metal: () => MetalCloud): void {
  describe("a VM with a Flexible IP that nothing configures but the start script", () => {
    let host: string;
    let ip: { id: string; address: string; macAddress: string };
    const answers = async () => (await metal().ping(ip.address, 2)).received > 0;
    const reachesOut = async () => (await inVm(metal(), host, NAME, `ping -c 2 -W 5 ${INTERNET}`)).status === 0;
    const routes = async () => (await inVm(metal(), host, NAME, "ip route show")).output;
    /** As the guest's contextualization runs it. */
    const runScript = () =>
      metal().must(
        host,
        `echo ${startScript(GATEWAY)} | base64 -d | sudo ip netns exec ${NAME} ` +
          `env ETH0_MAC=${ip.macAddress} ETH0_IP=${ip.address} ETH0_MASK=255.255.255.255 sh 2>&1`,
      );

    beforeAll(async () => {
      host = metal().hosts[0]!;
      ip = metal().server(host).flexibleIp;
      const commands = [
        `ip netns add ${NAME}`,
        `ip link add v-${NAME} type veth peer name eth0 netns ${NAME}`,
        `ip link set v-${NAME} master br0 up`,
        `ip -n ${NAME} link set lo up`,
        `ip -n ${NAME} link set eth0 address ${ip.macAddress} up`,
        `ip -n ${NAME} address add ${ip.address}/32 dev eth0`,
      ];
      await metal().must(host, `sudo sh -ec '${commands.join("; ")}'`);
    });
    afterAll(() => stopVm(metal(), host, NAME));

    test("with its address alone it reaches nobody, and nobody it", async () => {
      await row("first VM, address alone", `VM on ${host}`, "internet", async () => {
        expect([await reachesOut(), await answers()]).toEqual([false, false]);
        return "no route";
      });
    });

    test("after the script it reaches the internet through the gateway outside its subnet, and is reached; again, nothing changes", async () => {
      await row("first VM, start script", `VM on ${host}`, "internet, both ways", async () => {
        expect(await runScript()).toContain(`eth0 reaches everything by ${GATEWAY}`);
        expect([await reachesOut(), await answers()]).toEqual([true, true]);
        const before = await routes();
        await runScript();
        expect(await routes()).toBe(before);
        return "answered";
      });
    });
  });
}
