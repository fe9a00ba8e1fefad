import { hostNetplan, PUBLIC_CIDR, PUBLIC_GATEWAY, PUBLIC_MAC, PUBLIC_NIC } from "../../../constructs/net/netplan";

const { network } = hostNetplan({
  hostToHost: { vlanId: 1201, addressCidr: "10.16.0.2/20" },
  vmToVm: { vlanId: 1202, addressCidr: "10.17.0.2/20" },
  dns: ["1.1.1.1"],
}) as any;

test("br0 takes over the NIC's address, MAC and gateway, and the NIC keeps none", () => {
  expect(network.bridges.br0).toMatchObject({
    interfaces: [PUBLIC_NIC],
    macaddress: PUBLIC_MAC,
    addresses: [PUBLIC_CIDR],
    routes: [{ to: "default", via: PUBLIC_GATEWAY }],
  });
  expect(network.ethernets[PUBLIC_NIC]).not.toHaveProperty("addresses");
  expect(network.ethernets[PUBLIC_NIC].dhcp4).toBe(false);
});

test("there is exactly one default route: the private networks bring none", () => {
  expect(JSON.stringify(network).match(/"default"/g)).toHaveLength(1);
});

test("both VLANs lie on the NIC, carry the booked addresses and never hold up the boot", () => {
  expect(network.vlans.hosttohost).toMatchObject({
    id: 1201,
    link: PUBLIC_NIC,
    addresses: ["10.16.0.2/20"],
    optional: true,
  });
  expect(network.vlans.vmtovm).toMatchObject({
    id: 1202,
    link: PUBLIC_NIC,
    addresses: ["10.17.0.2/20"],
    optional: true,
  });
});

test("vmtovm is no bridge port, which could not carry VXLAN, and has the MTU that the overlay's 1450 is made for", () => {
  expect(network.bridges.br0.interfaces).not.toContain("vmtovm");
  expect(Object.keys(network.bridges)).toEqual(["br0"]);
  expect(network.vlans.vmtovm.mtu).toBe(1500);
});
