import { mergeDocuments } from "../../../../simulator/servers/light/netplan/merge";

const merge = (...texts: string[]) =>
  mergeDocuments(texts.map((text, place) => ({ file: `/etc/netplan/${place}.yaml`, text })));
const network = (body: string): string => `network:\n  version: 2\n${body.replace(/^/gm, "  ")}\n`;
const refusal = (text: string): string => {
  try {
    merge(text);
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("netplan documents", () => {
  it("read the document that the network stack writes", () => {
    const { plan, warnings } = merge(
      network(`ethernets:
  enp5s0: {dhcp4: false, dhcp6: false, accept-ra: false, link-local: []}
bridges:
  br0:
    interfaces: [enp5s0]
    macaddress: 3C:EC:EF:00:12:34
    addresses: [51.159.100.7/24]
    routes: [{to: default, via: 51.159.100.1}]
    nameservers: {addresses: [1.1.1.1]}
    parameters: {stp: false, forward-delay: 0}
vlans:
  hosttohost: {id: 1234, link: enp5s0, addresses: [10.16.0.2/20], optional: true}`),
    );
    expect(warnings).toEqual([]);
    expect(plan.devices.map((device) => `${device.kind} ${device.id}`)).toEqual([
      "ethernet enp5s0",
      "bridge br0",
      "vlan hosttohost",
    ]);
    expect(plan.devices[1]).toMatchObject({ ports: ["enp5s0"], macAddress: "3c:ec:ef:00:12:34", stp: false });
    expect(plan.devices[1]?.routes).toEqual([{ to: "default", via: "51.159.100.1", onLink: false }]);
    expect(plan.devices[2]).toMatchObject({ vlanId: 1234, link: "enp5s0", addresses: ["10.16.0.2/20"] });
  });

  it("are merged in order: later scalars win, lists grow without repeating, link-local is replaced", () => {
    const first = network("ethernets:\n  a: {dhcp4: true, addresses: [10.0.0.1/24], link-local: [ipv4]}");
    const second = network(
      "ethernets:\n  a: {dhcp4: no, addresses: [10.0.0.1/24, 10.0.1.1/24], link-local: []}\n  b: {}",
    );
    const { plan } = merge(first, second);
    expect(plan.devices.map((device) => device.id)).toEqual(["a", "b"]);
    expect(plan.devices[0]).toMatchObject({ dhcp4: false, addresses: ["10.0.0.1/24", "10.0.1.1/24"] });
  });

  it("may refer to an interface that a later document defines", () => {
    const { plan } = merge(network("vlans:\n  v: {id: 5, link: a}"), network("ethernets:\n  a: {}"));
    expect(plan.devices.map((device) => device.id)).toEqual(["v", "a"]);
  });

  it.each([
    ["a tab", "network:\n\tversion: 2\n", "Invalid YAML"],
    ["an unfinished list", "network:\n  version: 2\n  ethernets: {a: {addresses: [10.0.0.1/24}}\n", "Invalid YAML"],
    ["an alias", "network: {ethernets: {a: &x {}, b: *x}}", "Invalid YAML: aliases are not supported"],
    ["another version", "network: {version: 1}", "Only version 2 is supported"],
    ["a wrong root key", "networks: {version: 2}", "unknown key 'networks'"],
    ["a wrong section", network("ethernet: {}"), "unknown key 'ethernet'"],
    ["a wrong key", network("ethernets:\n  a: {adresses: []}"), "unknown key 'adresses'"],
    ["a key of another kind", network("ethernets:\n  a: {interfaces: []}"), "unknown key 'interfaces'"],
    ["a wrong bridge parameter", network("bridges:\n  a: {parameters: {spt: false}}"), "unknown key 'spt'"],
    [
      "a missing prefix length",
      network("ethernets:\n  a: {addresses: [10.0.0.1]}"),
      "address '10.0.0.1' is missing /prefixlength",
    ],
    [
      "a prefix length too long",
      network("ethernets:\n  a: {addresses: [10.0.0.1/33]}"),
      "invalid prefix length in address '10.0.0.1/33'",
    ],
    [
      "no address at all",
      network("ethernets:\n  a: {addresses: [10.0.0/24]}"),
      "malformed address '10.0.0/24', must be X.X.X.X/NN or",
    ],
    ["a scalar for a list", network("ethernets:\n  a: {addresses: 10.0.0.1/24}"), "expected sequence"],
    ["nothing for a mapping", network("ethernets:\n  a:"), "expected mapping (check indentation)"],
    ["a list for a mapping", network("ethernets: [a]"), "expected mapping (check indentation)"],
    ["a bad boolean", network("ethernets:\n  a: {dhcp4: maybe}"), "invalid boolean value 'maybe'"],
    [
      "a bad MAC",
      network("ethernets:\n  a: {macaddress: 3c:ec:ef}"),
      "Invalid MAC address '3c:ec:ef', must be XX:XX:XX:XX:XX:XX",
    ],
    ["a VLAN over nothing", network("vlans:\n  v: {id: 5, link: nowhere}"), "v: interface 'nowhere' is not defined"],
    [
      "a bridge over nothing",
      network("bridges:\n  b: {interfaces: [nowhere]}"),
      "b: interface 'nowhere' is not defined",
    ],
    ["a VLAN without id", network("ethernets: {a: {}}\nvlans:\n  v: {link: a}"), "v: missing 'id' property"],
    ["a VLAN without link", network("vlans:\n  v: {id: 5}"), "v: missing 'link' property"],
    [
      "a VLAN id too high",
      network("ethernets: {a: {}}\nvlans:\n  v: {id: 4095, link: a}"),
      "v: invalid id '4095' (allowed values are 0 to 4094)",
    ],
    [
      "a port of two bridges",
      network("ethernets: {a: {}}\nbridges:\n  b: {interfaces: [a]}\n  c: {interfaces: [a]}"),
      "c: interface 'a' is already assigned to bridge b",
    ],
    [
      "set-name without match",
      network("ethernets:\n  a: {set-name: b}"),
      "a: 'set-name:' requires 'match:' properties",
    ],
    [
      "a route without gateway",
      network("ethernets:\n  a: {routes: [{to: default, scope: global}]}"),
      "global unicast route must include both a 'to' and 'via' IP",
    ],
    [
      "a route to nowhere",
      network("ethernets:\n  a: {routes: [{via: 10.0.0.1}]}"),
      "global unicast route must include both a 'to' and 'via' IP",
    ],
    [
      "a bad route target",
      network("ethernets:\n  a: {routes: [{to: deflt, via: 10.0.0.1}]}"),
      "invalid IP family '-1'",
    ],
  ])("refuse %s", (_case, text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it("say file, line and column, and show the line", () => {
    const text = "network:\n  version: 2\n  ethernets:\n    a:\n      dhcp: true\n";
    expect(refusal(text)).toBe(
      "/etc/netplan/0.yaml:5:7: Error in network definition: unknown key 'dhcp'\n      dhcp: true\n      ^",
    );
  });

  it("only warn of two default routes", () => {
    const route = "routes: [{to: default, via: 10.0.0.1}]";
    const { warnings } = merge(network(`ethernets:\n  a: {${route}}\n  b: {${route}}`));
    expect(warnings).toEqual([
      expect.stringContaining(
        "Conflicting default route declarations for IPv4 (table: main, metric: default), first declared in a but also in b",
      ),
    ]);
  });

  it("know a device of a kind that is not simulated, and say so", () => {
    expect(refusal(network("bonds:\n  bond0: {}"))).toContain("'bonds' is not simulated");
  });
});
