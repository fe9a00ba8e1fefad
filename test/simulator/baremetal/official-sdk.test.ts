// The official TypeScript SDK against the routes: its requests are understood in full, and its unmarshalling takes the answers.
import { Baremetalv1, Baremetalv3 } from "@scaleway/sdk-baremetal";
import { Flexibleipv1alpha1 } from "@scaleway/sdk-flexibleip";
import { A610R, PRIVATE_NETWORK_OPTION, SimulatedMetal, UBUNTU_24 } from "./simulated-metal";

let metal: SimulatedMetal;
let servers: Baremetalv1.API;
beforeEach(() => {
  metal = new SimulatedMetal();
  metal.clock.set("instant");
  servers = new Baremetalv1.API(metal.sdkClient());
});

const orderServer = (name: string) => {
  const install = { osId: UBUNTU_24, hostname: "", sshKeyIds: [metal.makeSshKey()] };
  return servers.createServer({ offerId: A610R, name, description: "", protected: false, install });
};

test("the catalogue is read", async () => {
  const { offers } = await servers.listOffers({ subscriptionPeriod: "hourly" });
  expect(offers.find(({ id }) => id === A610R)).toMatchObject({ name: "EM-A610R-NVME", stock: "available" });
  expect((await servers.getOS({ osId: UBUNTU_24 })).cloudInitSupported).toBe(true);
  expect((await servers.listOptions({ offerId: A610R })).options.length).toBeGreaterThan(3);
});

test("a server is ordered, waited for, changed, listed and deleted", async () => {
  const ordered = await orderServer("fe");
  expect(ordered.install?.status).toBe("to_install");
  const server = await servers.waitForServer({ serverId: ordered.id });
  expect(server).toMatchObject({ status: "ready", install: { status: "completed" }, offerName: "EM-A610R-NVME" });
  await servers.updateServer({ serverId: server.id, tags: ["front-end"] });
  const { servers: found, totalCount } = await servers.listServers({
    tags: ["front-end"],
    name: "fe",
    status: ["ready"],
  });
  expect([totalCount, found[0]?.id]).toEqual([1, server.id]);
  await servers.rebootServer({ serverId: server.id });
  await servers.deleteServer({ serverId: server.id });
  await expect(servers.getServer({ serverId: server.id })).rejects.toMatchObject({ status: 404 });
});

test("a server joins a private network", async () => {
  const networks = new Baremetalv3.PrivateNetworkAPI(metal.sdkClient());
  const { id: serverId } = await orderServer("fe");
  await servers.addOptionServer({ serverId, optionId: PRIVATE_NETWORK_OPTION });
  const { id } = metal.makePrivateNetwork("hosts", "10.16.0.0/20");
  await networks.setServerPrivateNetworks({ serverId, perPrivateNetworkIpamIpIds: { [id]: [] } });
  const [attachment] = (await networks.listServerPrivateNetworks({ serverId })).serverPrivateNetworks;
  expect(attachment).toMatchObject({
    privateNetworkId: id,
    status: "attached",
    ipamIpIds: [expect.any(String), expect.any(String)],
  });
  await networks.deleteServerPrivateNetwork({ serverId, privateNetworkId: id });
  expect((await networks.listServerPrivateNetworks({ serverId })).totalCount).toBe(0);
});

test("a flexible IP gets a MAC, a server, and goes", async () => {
  const flexibleIps = new Flexibleipv1alpha1.API(metal.sdkClient());
  const { id: serverId } = await orderServer("fe");
  await servers.waitForServer({ serverId });
  const { id: fipId } = await flexibleIps.createFlexibleIP({ description: "vm", isIpv6: false });
  await flexibleIps.generateMACAddr({ fipId, macType: "kvm" });
  await flexibleIps.attachFlexibleIP({ fipsIds: [fipId], serverId });
  const attached = await flexibleIps.waitForFlexibleIP({ fipId });
  expect(attached).toMatchObject({ status: "attached", serverId, macAddress: { macType: "kvm", status: "used" } });
  expect((await flexibleIps.listFlexibleIPs({ serverIds: [serverId] })).totalCount).toBe(1);
  await flexibleIps.detachFlexibleIP({ fipsIds: [fipId] });
  await flexibleIps.deleteFlexibleIP({ fipId });
  await expect(flexibleIps.getFlexibleIP({ fipId })).rejects.toMatchObject({ status: 403 });
});
