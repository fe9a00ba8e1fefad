import { mergeDocuments } from "../../../../simulator/servers/light/netplan/merge";
import { configureInterfaces } from "../../../../simulator/servers/light/network/configure";
import {
  bareInterfaces,
  findInterface,
  type Hardware,
  type NetworkState,
} from "../../../../simulator/servers/light/network/interfaces";
import { reachabilityOf } from "../../../../simulator/servers/light/network/reachability";

const PUBLIC_MAC = "3c:ec:ef:00:12:34";
const hardware: Hardware = {
  nics: [
    { name: "eno1", macAddress: PUBLIC_MAC },
    { name: "eno2", macAddress: "3c:ec:ef:00:12:35" },
  ],
  publicMac: PUBLIC_MAC,
  address: "51.159.100.7",
  prefixLength: 24,
  gateway: "51.159.100.1",
  machineId: "0123456789abcdef0123456789abcdef",
};

function configure(body: string, before: NetworkState = bareInterfaces(hardware)): NetworkState {
  const text = `network:\n  version: 2\n${body.replace(/^/gm, "  ")}\n`;
  return configureInterfaces(mergeDocuments([{ file: "/etc/netplan/a.yaml", text }]).plan, before, hardware);
}

const BRIDGE = {
  card: "eno1: {dhcp4: false}",
  mac: `macaddress: ${PUBLIC_MAC}`,
  address: "addresses: [51.159.100.7/24]",
  route: "routes: [{to: default, via: 51.159.100.1}]",
};
const bridge = (change: Partial<typeof BRIDGE> & { ports?: string; more?: string } = {}): string => {
  const { card, mac, address, route, ports = "eno1", more = "" } = { ...BRIDGE, ...change };
  const settings = [`interfaces: [${ports}]`, mac, address, route].filter(Boolean).join(", ");
  return `ethernets:\n  ${card}\nbridges:\n  br0: {${settings}}\n${more}`;
};
const reasonFor = (body: string): string => {
  const answer = reachabilityOf(configure(body), hardware);
  return answer.reachable ? "reachable" : answer.reason;
};

describe("the public address answers", () => {
  it.each([
    ["by DHCP on the card", "ethernets:\n  eno1: {dhcp4: true}"],
    [
      "by DHCP on a card matched by MAC and renamed",
      `ethernets:\n  any: {match: {macaddress: ${PUBLIC_MAC}}, set-name: wan, dhcp4: true}`,
    ],
    ["over a bridge with the card's MAC, address and gateway", bridge()],
    ["over such a bridge by DHCP", bridge({ address: "dhcp4: true", route: "" })],
    [
      "with a gateway that is on-link only",
      bridge({
        address: "addresses: [51.159.100.7/32]",
        route: "routes: [{to: default, via: 51.159.100.1, on-link: true}]",
      }),
    ],
    [
      "while a second default route is weaker",
      bridge({
        more: "vlans:\n  v: {id: 7, link: eno1, addresses: [10.0.0.2/24], routes: [{to: default, via: 10.0.0.1, metric: 500}]}",
      }),
    ],
    [
      "with VLANs over the same card",
      bridge({ more: "vlans:\n  hosttohost: {id: 1234, link: eno1, addresses: [10.16.0.2/20]}" }),
    ],
  ])("%s", (_case, body) => {
    expect(reasonFor(body)).toBe("reachable");
  });
});

describe("the public address is lost", () => {
  it.each([
    [
      "with another address",
      bridge({ address: "addresses: [51.159.100.8/24]" }),
      "no interface has the address 51.159.100.7",
    ],
    [
      "with a bridge that has a MAC of its own",
      bridge({ mac: "" }),
      "the provider's switch carries 3c:ec:ef:00:12:34 only",
    ],
    ["without a default route", bridge({ route: "" }), "there is no default route"],
    [
      "with another gateway",
      bridge({ route: "routes: [{to: default, via: 51.159.100.2}]" }),
      "the default route goes via 51.159.100.2 on br0",
    ],
    [
      "with a gateway that no link reaches",
      bridge({ route: "routes: [{to: default, via: 62.210.0.1}]" }),
      "there is no default route",
    ],
    [
      "with a bridge that has no port",
      bridge({ ports: "" }),
      "br0 has the address 51.159.100.7 but does not lead untagged",
    ],
    [
      "with a bridge over the other card",
      bridge({ card: "eno2: {}", ports: "eno2" }),
      "br0 has the address 51.159.100.7 but does not lead untagged",
    ],
    [
      "with the address on a VLAN",
      bridge({ address: "", route: "", more: "vlans:\n  v: {id: 7, link: eno1, addresses: [51.159.100.7/24]}" }),
      "v has the address 51.159.100.7 but does not lead untagged",
    ],
    [
      "with the address on the card beneath a bridge",
      bridge({ card: "eno1: {addresses: [51.159.100.7/24]}", address: "" }),
      "eno1 has the address 51.159.100.7 but does not lead untagged",
    ],
    ["with a card that does not exist", bridge({ card: "enp9s0: {}", ports: "enp9s0" }), "does not lead untagged"],
    [
      "with a stronger default route elsewhere",
      bridge({
        route: "routes: [{to: default, via: 51.159.100.1, metric: 100}]",
        more: "vlans:\n  v: {id: 7, link: eno1, addresses: [10.0.0.2/24], routes: [{to: default, via: 10.0.0.1}]}",
      }),
      "the default route goes via 10.0.0.1 on v",
    ],
    [
      "with DHCP over a VLAN only",
      "ethernets:\n  eno1: {}\nvlans:\n  v: {id: 7, link: eno1, dhcp4: true}",
      "no interface has the address",
    ],
    ["with no definition of the card", "ethernets:\n  eno2: {dhcp4: true}", "no interface has the address"],
    [
      "with another MAC on the card",
      "ethernets:\n  eno1: {dhcp4: true, macaddress: 02:00:00:00:00:01}",
      "no interface has the address",
    ],
  ])("%s", (_case, body, reason) => {
    expect(reasonFor(body)).toContain(reason);
  });
});

describe("a change of the documents", () => {
  it("leaves virtual interfaces of the old ones behind, down and without addresses", () => {
    const more = "vlans:\n  hosttohost: {id: 1234, link: eno1, addresses: [10.16.0.2/20]}";
    const after = configure("ethernets:\n  eno1: {dhcp4: true}", configure(bridge({ more })));
    expect(findInterface(after, "br0")).toMatchObject({ up: false, managed: false, addresses: [] });
    expect(findInterface(after, "hosttohost")).toMatchObject({ up: false, managed: false, addresses: [] });
    expect(findInterface(after, "eno1")).toMatchObject({
      master: undefined,
      addresses: [{ address: "51.159.100.7", prefixLength: 24, lease: true }],
    });
    expect(reachabilityOf(after, hardware)).toEqual({ reachable: true });
  });

  it("keeps the index of an interface that stays", () => {
    const before = configure(bridge());
    const after = configure(bridge({ more: "vlans:\n  a: {id: 7, link: eno1}" }), before);
    expect(findInterface(after, "br0")?.index).toBe(findInterface(before, "br0")?.index);
    expect(new Set(after.interfaces.map((one) => one.index)).size).toBe(after.interfaces.length);
  });

  it("does not make a VLAN whose parent is not in the machine, nor an interface with too long a name", () => {
    const state = configure(
      "ethernets:\n  enp9s0: {}\nvlans:\n  v: {id: 7, link: enp9s0}\nbridges:\n  a-name-of-16-let: {}",
    );
    expect(state.interfaces.map((one) => one.name)).toEqual(["lo", "eno1", "eno2"]);
  });

  it("gives a VLAN its parent's MAC and a bridge one of its own that does not change", () => {
    const body = bridge({ mac: "", more: "vlans:\n  v: {id: 7, link: eno1}" });
    expect(findInterface(configure(body), "v")?.macAddress).toBe(PUBLIC_MAC);
    const own = findInterface(configure(body), "br0")?.macAddress;
    expect(own).toMatch(/^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/);
    expect(findInterface(configure(body), "br0")?.macAddress).toBe(own);
  });
});
