import type { FabricRules } from "../../../../simulator/servers/metal/fabric-contract";
import { fabricRules } from "../../../../simulator/servers/metal/fabric-rules";
import { METAL_SERVERS, type MetalServerRow } from "../../../../simulator/servers/metal/rows";
import { settleFlexibleIps } from "../../../../simulator/services/flexible-ip/states";
import { SimulatedMetal, serversIn } from "../../baremetal/simulated-metal";

const FIPS = "/flexible-ip/v1alpha1/zones/fr-par-2/fips";

let metal: SimulatedMetal;
let fe: any;
let host01: any;
beforeEach(() => {
  metal = new SimulatedMetal();
  [fe, host01] = [metal.makeServer("opennebula-web"), metal.makeServer("opennebula-worker-0")];
  metal.machines.orders.forEach((order, place) => {
    const row = {
      id: order.serverId,
      order,
      port: place + 1,
      power: "on",
      install: "completed",
      generation: 1,
    } as const;
    metal.store.table<MetalServerRow>(METAL_SERVERS).put(row);
  });
});

/** As the fabric gets them: what is due has happened. */
function rules(): FabricRules {
  settleFlexibleIps(metal.context);
  return fabricRules(metal.store, { frontPort: 4000 });
}
const portOf = (server: any) => rules().servers.find(({ id }) => id === server.id)!;

function makeFlexibleIp(): any {
  const project_id = metal.owner.defaultProjectId;
  const ip = metal.make("POST", FIPS, { project_id, description: "", tags: [], is_ipv6: false });
  metal.pass(10);
  metal.make("POST", `${FIPS}/${ip.id}/mac`, { mac_type: "kvm" });
  return metal.make("GET", `${FIPS}/${ip.id}`);
}

test("each server has its own address, MAC and gateway on a port of its own", () => {
  const { address, gateway, macAddress, prefixLength } = metal.machines.orders[0]!.publicNetwork;
  expect(portOf(fe)).toEqual({
    id: fe.id,
    name: "opennebula-web",
    hostname: "opennebula-web",
    port: "p1",
    address,
    gateway,
    macAddress,
    prefixLength,
    flexibleIps: [],
    privateNetworks: [],
  });
  expect(portOf(host01).port).toBe("p2");
});

test("a VLAN is carried only while its network is attached, not on the way there or back", () => {
  const network = metal.makePrivateNetwork("hosttohost", "10.16.0.0/20");
  metal.put(fe, { [network.id]: [] });
  expect(portOf(fe).privateNetworks).toEqual([]);
  metal.pass(10);
  const [attachment] = metal.attachmentsOf(fe);
  expect(portOf(fe).privateNetworks).toEqual([{ vlanId: attachment.vlan, networkId: network.id }]);
  expect(portOf(host01).privateNetworks).toEqual([]);
  metal.put(fe, {});
  expect(portOf(fe).privateNetworks).toEqual([]);
});

test("a Flexible IP and its MAC stand at the server that it is attached to, and at no other", () => {
  const ip = makeFlexibleIp();
  const mine = { address: ip.ip_address, macAddress: ip.mac_address.mac_address };
  metal.make("POST", `${FIPS}/attach`, { fips_ids: [ip.id], server_id: fe.id });
  expect(portOf(fe).flexibleIps).toEqual([]);
  metal.pass(20);
  expect(portOf(fe).flexibleIps).toEqual([mine]);
  metal.make("POST", `${FIPS}/detach`, { fips_ids: [ip.id] });
  expect(portOf(fe).flexibleIps).toEqual([]);
  metal.pass(20);
  metal.make("POST", `${FIPS}/attach`, { fips_ids: [ip.id], server_id: host01.id });
  metal.pass(20);
  expect([portOf(fe).flexibleIps, portOf(host01).flexibleIps]).toEqual([[], [mine]]);
});

test("the API and the package repositories are at addresses of the internet, answered by the simulator on loopback", () => {
  const { services, address } = rules().internet;
  expect(services).toEqual([
    {
      names: ["api.scaleway.com"],
      address: "203.0.113.10",
      port: 443,
      proxy: "127.0.0.1:4000",
      connect: "api.scaleway.com:443",
    },
    {
      names: ["downloads.opennebula.io", "apt.grafana.com"],
      address: "203.0.113.20",
      port: 443,
      proxy: "127.0.0.1:4000",
      connect: "downloads.opennebula.io:443",
    },
    { names: ["*.debian.org", "*.ubuntu.com"], address: "203.0.113.21", port: 80, forward: "127.0.0.1:4000" },
  ]);
  const isOnServersSubnet = rules().servers.some(
    (server) => server.address.split(".").slice(0, 3).join(".") === address.split(".").slice(0, 3).join("."),
  );
  expect(isOnServersSubnet).toBe(false);
});

test("a rule is switched off by a condition, and comes back with its end", () => {
  expect(rules().switchedOff).toEqual([]);
  const clear = metal.setCondition("fabric-rule-off", "source-mac");
  expect(rules().switchedOff).toEqual(["source-mac"]);
  clear();
  expect(rules().switchedOff).toEqual([]);
});

test("a machine that is on its way down or up holds the API's status until it is there", () => {
  const path = `${serversIn()}/${fe.id}`;
  metal.machines.power = "changing";
  metal.make("POST", `${path}/stop`);
  metal.pass(600);
  expect(metal.make("GET", path).status).toBe("stopping");
  metal.machines.power = "off";
  expect(metal.make("GET", path).status).toBe("stopped");
  metal.machines.power = "changing";
  metal.make("POST", `${path}/start`, {});
  metal.pass(600);
  expect(metal.make("GET", path).status).toBe("starting");
  metal.machines.power = "on";
  expect(metal.make("GET", path).status).toBe("ready");
});
