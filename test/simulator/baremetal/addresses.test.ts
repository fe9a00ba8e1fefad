import { newAddress, newMac } from "../../../simulator/services/flexible-ip/addresses";
import { SimulatedMetal, serversIn } from "./simulated-metal";

let metal: SimulatedMetal;
beforeEach(() => {
  metal = new SimulatedMetal();
  metal.clock.set("instant");
  // The ids always propose the first of a block.
  const { ids } = metal.context;
  Object.assign(metal.context, { ids: { uuid: () => ids.uuid(), integer: () => 0, alphanumeric: () => "" } });
});

test("servers get the next free address when the one that is drawn is taken", () => {
  // MACs would be equal as well: let those be drawn.
  let draw = 0;
  Object.assign(metal.context.ids, { integer: (below: number) => (below === 256 ? draw++ : 0) });
  const servers = ["a", "b", "c"].map((name) => metal.make("POST", serversIn("fr-par-1"), metal.orderFor(name)));
  const addresses = servers.map(({ id }) => {
    const { ips } = metal.make("GET", `${serversIn("fr-par-1")}/${id}`);
    return ips.find((ip: any) => ip.version === "IPv4").address;
  });
  expect(addresses).toEqual(["62.210.64.2", "62.210.64.3", "62.210.64.4"]);
});

test("Flexible IPs get the next free address, IPv4 and IPv6", () => {
  const fips = "/flexible-ip/v1alpha1/zones/fr-par-1/fips";
  const order = (is_ipv6: boolean) =>
    metal.make("POST", fips, { project_id: metal.owner.defaultProjectId, is_ipv6 }).ip_address;
  expect([order(false), order(false)]).toEqual(["62.210.1.1", "62.210.1.2"]);
  expect([order(true), order(true)]).toEqual(["2001:bc8:702:100::/64", "2001:bc8:702:101::/64"]);
  expect(newAddress("fr-par-2", false, metal.context)).toBe("62.210.32.1");
});

test("a MAC that is taken is drawn again", () => {
  const fips = "/flexible-ip/v1alpha1/zones/fr-par-1/fips";
  const ip = metal.make("POST", fips, { project_id: metal.owner.defaultProjectId });
  metal.make("POST", `${fips}/${ip.id}/mac`, { mac_type: "kvm" });
  const draws = [0, 0, 0, 1, 2, 3];
  Object.assign(metal.context.ids, { integer: () => draws.shift() ?? 9 });
  expect(newMac("kvm", metal.context)).toBe("52:54:00:01:02:03");
});
