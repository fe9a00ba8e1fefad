import { networksOf, PRIVATE_NETWORK_OPTION, pathOf, SimulatedMetal, serversIn, UNKNOWN_ID } from "./simulated-metal";

let metal: SimulatedMetal;
let server: any;
let hosts: any;
let vms: any;
beforeEach(() => {
  metal = new SimulatedMetal();
  server = metal.makeServer("fe");
  hosts = metal.makePrivateNetwork("hosts", "10.16.0.0/20");
  vms = metal.makePrivateNetwork("vms", "10.17.0.0/20");
});

const statuses = () => metal.attachmentsOf(server).map((each) => each.status);
const ipsOf = (networkId: string) =>
  metal.make("GET", `/ipam/v1/regions/fr-par/ips?private_network_id=${networkId}&resource_type=baremetal_private_nic`)
    .ips;

test("a network is attached after a moment, with its VLAN from the beginning", () => {
  const answer = metal.put(server, { [hosts.id]: [] });
  expect(answer.status).toBe(200);
  const [attachment] = answer.body.server_private_networks;
  expect(attachment).toMatchObject({
    server_id: server.id,
    private_network_id: hosts.id,
    project_id: metal.owner.defaultProjectId,
    status: "attaching",
  });
  expect(attachment.vlan).toBeGreaterThanOrEqual(1000);
  expect(attachment.vlan).toBeLessThan(4000);
  expect(statuses()).toEqual(["attaching"]);
  metal.pass(10);
  expect(metal.attachmentsOf(server)).toEqual([{ ...attachment, status: "attached" }]);
});

test("without booked addresses one IPv4 and one IPv6 are booked", () => {
  const [attachment] = metal.put(server, { [hosts.id]: [] }).body.server_private_networks;
  const ips = ipsOf(hosts.id);
  expect(ips.map((ip: any) => ip.id).sort()).toEqual([...attachment.ipam_ip_ids].sort());
  expect(ips.map((ip: any) => ip.is_ipv6).sort()).toEqual([false, true]);
});

test("addresses that are booked by themselves have the tags of the server, booked ones keep theirs", () => {
  const booked = metal.bookIp(vms.id, "10.17.0.7");
  metal.put(server, { [hosts.id]: [], [vms.id]: [booked] });
  expect(ipsOf(hosts.id).map((ip: any) => ip.tags)).toEqual([["PrivateNetwork"], ["PrivateNetwork"]]);
  expect(ipsOf(vms.id).map((ip: any) => ip.tags)).toEqual([[]]);
});

test("with booked addresses only those are taken, and IPAM says who holds them", () => {
  const ip = metal.bookIp(hosts.id, "10.16.0.7");
  const [attachment] = metal.put(server, { [hosts.id]: [ip] }).body.server_private_networks;
  expect(attachment.ipam_ip_ids).toEqual([ip]);
  const [held] = ipsOf(hosts.id);
  expect(held).toMatchObject({
    id: ip,
    address: "10.16.0.7/20",
    resource: { type: "baremetal_private_nic", id: attachment.id, name: "fe" },
  });
  expect(held.resource.mac_address).toBe(metal.machines.orders[0]!.publicNetwork.macAddress.toUpperCase());
  expect(ipsOf(hosts.id)).toHaveLength(1);
});

test("each mapping has a VLAN of its own, also on one network", () => {
  const servers = Array.from({ length: 30 }, (_, index) => metal.makeServer(`host${index}`));
  const vlans = servers.flatMap((each) =>
    metal.put(each, { [hosts.id]: [], [vms.id]: [] }).body.server_private_networks.map(({ vlan }: any) => vlan),
  );
  expect(new Set(vlans).size).toBe(60);
});

test("a second network joins and the first stays as it is", () => {
  metal.put(server, { [hosts.id]: [] });
  metal.pass(10);
  const [first] = metal.attachmentsOf(server);
  const answer = metal.put(server, { [hosts.id]: first.ipam_ip_ids, [vms.id]: [] });
  expect(answer.body.server_private_networks[0]).toEqual(first);
  expect(answer.body.server_private_networks[1]).toMatchObject({ private_network_id: vms.id, status: "attaching" });
});

test("another booked address joins an attached network without a new attachment", () => {
  const [one, two] = [metal.bookIp(hosts.id, "10.16.0.7"), metal.bookIp(hosts.id, "10.16.0.9")];
  metal.put(server, { [hosts.id]: [one] });
  metal.pass(10);
  const [before] = metal.attachmentsOf(server);
  const [after] = metal.put(server, { [hosts.id]: [one, two] }).body.server_private_networks;
  expect(after).toEqual({ ...before, ipam_ip_ids: [one, two] });
  expect(metal.ipamHolders()).toEqual([
    "10.16.0.7/20 fe baremetal_private_nic",
    "10.16.0.9/20 fe baremetal_private_nic",
  ]);
});

test("booked addresses take the place of those that came by themselves", () => {
  metal.put(server, { [hosts.id]: [] });
  const ip = metal.bookIp(hosts.id, "10.16.0.7");
  metal.put(server, { [hosts.id]: [ip] });
  expect(ipsOf(hosts.id).map((each: any) => each.id)).toEqual([ip]);
});

test("an empty list keeps the addresses of a network that is there", () => {
  const ip = metal.bookIp(hosts.id, "10.16.0.7");
  metal.put(server, { [hosts.id]: [ip] });
  const [attachment] = metal.put(server, { [hosts.id]: [] }).body.server_private_networks;
  expect(attachment.ipam_ip_ids).toEqual([ip]);
});

test("what is taken away shows as detaching, and its addresses are free at once", () => {
  const ip = metal.bookIp(hosts.id, "10.16.0.7");
  metal.put(server, { [hosts.id]: [ip], [vms.id]: [] });
  metal.pass(10);
  const answer = metal.put(server, {});
  expect(answer.body.server_private_networks).toMatchObject([
    { private_network_id: hosts.id, status: "detaching", ipam_ip_ids: [] },
    { private_network_id: vms.id, status: "detaching", ipam_ip_ids: [] },
  ]);
  expect(metal.ipamHolders()).toEqual(["10.16.0.7/20 free"]);
  metal.pass(10);
  expect(metal.attachmentsOf(server)).toEqual([]);
});

test("taking away what is not there answers null, never an empty list", () => {
  expect(metal.put(server, {})).toEqual({ status: 200, body: { server_private_networks: null } });
});

test("one network is removed by its own route", () => {
  metal.put(server, { [hosts.id]: [], [vms.id]: [] });
  metal.pass(10);
  expect(metal.call("DELETE", `${networksOf(server)}/${hosts.id}`)).toEqual({ status: 204, body: undefined });
  expect(statuses()).toEqual(["detaching", "attached"]);
  expect(metal.call("DELETE", `${networksOf(server)}/${hosts.id}`).body.type).toBe("transient_state");
  expect(metal.put(server, { [hosts.id]: [] }).body).toMatchObject({
    type: "transient_state",
    current_state: "detaching",
  });
  metal.pass(10);
  expect(statuses()).toEqual(["attached"]);
  expect(metal.call("DELETE", `${networksOf(server)}/${hosts.id}`).status).toBe(404);
});

test("one network is added by its own route, once", () => {
  const ip = metal.bookIp(hosts.id, "10.16.0.7");
  const body = { private_network_id: hosts.id, ipam_ip_ids: [ip] };
  expect(metal.call("POST", networksOf(server), body)).toMatchObject({
    status: 200,
    body: { private_network_id: hosts.id, status: "attaching", ipam_ip_ids: [ip] },
  });
  expect(metal.call("POST", networksOf(server), body)).toMatchObject({ status: 409, body: { type: "already_exists" } });
  expect(metal.attachmentsOf(server)).toHaveLength(1);
});

test("a renamed server renames its NIC in IPAM, where it is looked up by name", () => {
  metal.put(server, { [hosts.id]: [metal.bookIp(hosts.id, "10.16.0.7")] });
  metal.make("PATCH", pathOf(server), { name: "front-end" });
  expect(metal.ipamHolders()).toEqual(["10.16.0.7/20 front-end baremetal_private_nic"]);
});

test("networks stay while the option is taken away and given back", () => {
  metal.put(server, { [hosts.id]: [] });
  metal.pass(10);
  const before = metal.attachmentsOf(server);
  metal.make("DELETE", `${pathOf(server)}/options/${PRIVATE_NETWORK_OPTION}`);
  metal.pass(10);
  expect(metal.attachmentsOf(server)).toEqual(before);
  metal.make("POST", `${pathOf(server)}/options/${PRIVATE_NETWORK_OPTION}`, {});
  metal.pass(10);
  expect(metal.attachmentsOf(server)).toEqual(before);
});

test("a deleted server leaves its networks, and booked addresses are free again", () => {
  metal.put(server, { [hosts.id]: [metal.bookIp(hosts.id, "10.16.0.7")], [vms.id]: [] });
  metal.make("DELETE", pathOf(server));
  metal.pass(20);
  expect(metal.attachmentsOf(server)).toEqual([]);
  expect(metal.ipamHolders()).toEqual(["10.16.0.7/20 free"]);
});

test("a network is accepted while its option is still being enabled", () => {
  const other = metal.makeServer("host01", { option_ids: null });
  metal.make("POST", `${pathOf(other)}/options/${PRIVATE_NETWORK_OPTION}`, {});
  expect(metal.put(other, { [hosts.id]: [] }).status).toBe(200);
});

test.each(["fe", "the network", "*"])("a VLAN that comes late, by %s, is null until it comes", (by) => {
  const letCome = metal.setCondition("vlan-late", by === "the network" ? hosts.id : by);
  expect(metal.put(server, { [hosts.id]: [] }).body.server_private_networks[0].vlan).toBeNull();
  metal.pass(1000);
  expect(metal.attachmentsOf(server)).toMatchObject([{ status: "attaching", vlan: null }]);
  letCome();
  expect(metal.attachmentsOf(server)).toMatchObject([{ status: "attached", vlan: expect.any(Number) }]);
});

describe("networks are refused", () => {
  const refusal = (networks: Record<string, string[]>) => {
    const answer = metal.put(server, networks);
    expect(metal.attachmentsOf(server)).toEqual([]);
    return answer;
  };

  test("without the option", () => {
    server = metal.makeServer("host01", { option_ids: null });
    expect(refusal({ [hosts.id]: [] })).toMatchObject({
      status: 412,
      body: { type: "precondition_failed", help_message: 'the server has no option "Private Network"; add it first' },
    });
  });

  test("before the delivery", () => {
    server = metal.make("POST", serversIn(), metal.orderFor("host01", { option_ids: [PRIVATE_NETWORK_OPTION] }));
    expect(refusal({ [hosts.id]: [] })).toMatchObject({ status: 409, body: { type: "transient_state" } });
  });

  test("when unknown, of another region, or of another project", () => {
    const project_id = metal.makeProject("other");
    const dutch = { name: "dutch", project_id: metal.owner.defaultProjectId };
    const elsewhere = metal.make("POST", "/vpc/v2/regions/nl-ams/private-networks", dutch);
    const foreign = metal.make("POST", "/vpc/v2/regions/fr-par/private-networks", { name: "foreign", project_id });
    for (const id of [UNKNOWN_ID, elsewhere.id, foreign.id]) {
      expect(refusal({ [id]: [] })).toMatchObject({
        status: 404,
        body: { resource: "private_network", resource_id: id },
      });
    }
  });

  test("when there are more than eight", () => {
    const networks = Array.from({ length: 9 }, (_, index) =>
      metal.makePrivateNetwork(`n${index}`, `10.${index + 20}.0.0/24`),
    );
    const answer = refusal(Object.fromEntries(networks.map(({ id }) => [id, []])));
    expect(answer.body).toMatchObject({ type: "quotas_exceeded", details: [{ quota: 8, current: 9 }] });
  });

  test("with an address that is unknown, of another network, or of another server", () => {
    const [ip, held] = [metal.bookIp(vms.id, "10.17.0.7"), metal.bookIp(hosts.id, "10.16.0.9")];
    metal.put(metal.makeServer("host01"), { [hosts.id]: [held] });
    expect(refusal({ [hosts.id]: [UNKNOWN_ID] })).toMatchObject({ status: 404, body: { resource: "ip" } });
    expect(refusal({ [hosts.id]: [ip] })).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "ipam_ip_ids" }] },
    });
    expect(refusal({ [hosts.id]: [held] })).toMatchObject({
      status: 412,
      body: { precondition: "resource_still_in_use" },
    });
    expect(metal.ipamHolders()).toContain("10.16.0.9/20 host01 baremetal_private_nic");
  });

  test("when one of them is full, and then none is attached and nothing booked", () => {
    const full = metal.makePrivateNetwork("full", "10.30.0.0/28");
    for (let host = 2; host < 14; host++) metal.bookIp(full.id, `10.30.0.${host}`);
    const booked = metal.store.table("ipam.ips").list().length;
    expect(refusal({ [hosts.id]: [], [full.id]: [] }).status).toBe(400);
    expect(metal.store.table("ipam.ips").list()).toHaveLength(booked);
  });

  test("with an unknown field or an id that is none", () => {
    expect(metal.call("PUT", networksOf(server), { private_network_ids: [] }).status).toBe(400);
    expect(refusal({ "fr-par/hosts": [] }).status).toBe(400);
  });
});

test("mappings are listed by server, network, address and project, oldest first", () => {
  metal.clock.set("instant");
  const other = metal.makeServer("host01");
  const ip = metal.bookIp(hosts.id, "10.16.0.7");
  metal.put(server, { [hosts.id]: [ip] });
  metal.pass(1);
  metal.put(other, { [hosts.id]: [] });
  metal.pass(1);
  metal.make("POST", networksOf(other), { private_network_id: vms.id });
  const found = (query: string) =>
    metal
      .make("GET", `/baremetal/v3/zones/fr-par-2/server-private-networks?${query}`)
      .server_private_networks.map((each: any) =>
        [each.server_id === server.id ? "fe" : "host01", each.private_network_id === hosts.id ? "hosts" : "vms"].join(
          " ",
        ),
      );
  expect(found("")).toEqual(["fe hosts", "host01 hosts", "host01 vms"]);
  expect(found("order_by=created_at_desc")).toEqual(["host01 vms", "host01 hosts", "fe hosts"]);
  expect(found(`server_id=${other.id}`)).toEqual(["host01 hosts", "host01 vms"]);
  expect(found(`private_network_id=${hosts.id}`)).toEqual(["fe hosts", "host01 hosts"]);
  expect(found(`ipam_ip_ids=${ip}`)).toEqual(["fe hosts"]);
  expect(found(`project_id=${UNKNOWN_ID}`)).toEqual([]);
  expect(found("page_size=1&page=2")).toEqual(["host01 hosts"]);
});
