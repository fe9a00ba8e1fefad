import type { MetalCloud } from "../metal-cloud";
import { INNER_MTU, inVm, startPrivateVm, stopVm } from "../stand-in-vms";
import { row } from "../table";

const VXLAN_ID = 100;
/** IP and ICMP headers before the payload of a ping. */
const HEADERS = 28;

/** What OpenNebula's `vxlan` network stands on: VMs of different hosts, over `vmtovm`. */
export function vxlanCases(metal: () => MetalCloud): void {
  describe("VMs of two hosts on one VXLAN", () => {
    let hosts: [string, string];
    beforeAll(async () => {
      hosts = metal().hosts.slice(0, 2) as [string, string];
      for (const [place, host] of hosts.entries()) {
        await startPrivateVm(metal(), host, {
          name: `vm${place}`,
          addressCidr: `10.1.2.${place + 1}/24`,
          vxlanId: VXLAN_ID,
        });
      }
    });
    afterAll(async () => {
      for (const [place, host] of hosts.entries()) await stopVm(metal(), host, `vm${place}`, VXLAN_ID);
    });

    const ping = async (bytes: number) =>
      inVm(metal(), hosts[0], "vm0", `ping -c 2 -W 5 -M do -s ${bytes - HEADERS} 10.1.2.2`);

    test("packets of 1450 bytes pass without being taken apart, those of 1451 do not; where the network carries nothing, none", async () => {
      await row(`VXLAN, ${INNER_MTU} bytes with DF`, `VM on ${hosts[0]}`, `VM on ${hosts[1]}`, async () => {
        expect(await ping(INNER_MTU)).toMatchObject({ status: 0 });
        return "answered";
      });
      await row(`VXLAN, ${INNER_MTU + 1} bytes with DF`, `VM on ${hosts[0]}`, `VM on ${hosts[1]}`, async () => {
        const { status, output } = await ping(INNER_MTU + 1);
        expect({ status, output }).toEqual({ status: 1, output: expect.stringMatching(/message too long/i) });
        return "refused: message too long";
      });
      await metal().without("private-networks", async () => {
        expect(await ping(INNER_MTU)).toMatchObject({ status: 1 });
      });
    });

    test("the packets travel in the VLAN of the VMs' network and in no other", async () => {
      const before = await metal().fabric();
      await ping(INNER_MTU);
      const network = (state: typeof before, host: string) =>
        state.servers.find(({ id }) => id === metal().serverId(host))!.privateNetworks;
      const vlan = network(await metal().fabric(), hosts[0]).find(
        ({ vlanId }) => vlanId === Number(metal().server(hosts[0]).vmToVmVlanId),
      );
      expect(vlan?.learned.length).toBeGreaterThan(0);
    });
  });
}
