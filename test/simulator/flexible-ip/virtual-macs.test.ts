import { SimulatedMetal, UNKNOWN_ID } from "../baremetal/simulated-metal";

const FIPS = "/flexible-ip/v1alpha1/zones/fr-par-2/fips";

let metal: SimulatedMetal;
let server: any;
beforeEach(() => {
  metal = new SimulatedMetal();
  server = metal.makeServer("host01");
});

const order = (changes: Record<string, unknown> = {}) => {
  const ip = metal.make("POST", FIPS, { project_id: metal.owner.defaultProjectId, description: "", ...changes });
  metal.pass(15);
  return get(ip);
};
const get = (ip: any) => metal.make("GET", `${FIPS}/${ip.id}`);
const mac = (ip: any, path = "", body: unknown = { mac_type: "kvm" }) =>
  metal.call("POST", `${FIPS}/${ip.id}/mac${path}`, body);
const duplicate = (from: any, to: any) => mac(to, "/duplicate", { duplicate_from_fip_id: from.id });
const move = (from: any, to: any) => mac(from, "/move", { dst_fip_id: to.id });
const settled = (ip: any) => {
  metal.pass(15);
  return get(ip);
};

test.each([
  ["kvm", /^52:54:00(:[0-9a-f]{2}){3}$/],
  ["vmware", /^00:50:56(:[0-9a-f]{2}){3}$/],
  ["xen", /^00:16:3e(:[0-9a-f]{2}){3}$/],
])("a MAC of type %s has that vendor's prefix and is ready at once on a free IP", (mac_type, form) => {
  const ip = order();
  const answer = mac(ip, "", { mac_type });
  expect(answer.body).toMatchObject({ status: "ready", mac_address: { mac_type, status: "ready", zone: "fr-par-2" } });
  expect(answer.body.mac_address.mac_address).toMatch(form);
  expect(get(ip)).toEqual(answer.body);
});

test("on an attached IP it takes a moment and is used then", () => {
  const ip = order({ server_id: server.id });
  expect(mac(ip).body).toMatchObject({ status: "updating", server_id: server.id, mac_address: { status: "updating" } });
  expect(settled(ip)).toMatchObject({ status: "attached", server_id: server.id, mac_address: { status: "used" } });
});

test("MACs are unique", () => {
  const macs = Array.from({ length: 100 }, () => mac(order()).body.mac_address.mac_address);
  expect(new Set(macs).size).toBe(100);
});

test("a single IP keeps its MAC from server to server", () => {
  const ip = order();
  const made = mac(ip).body.mac_address;
  const [id, address] = [made.id, made.mac_address];
  const other = metal.makeServer("host02");
  const attach = (to: any) => metal.make("POST", `${FIPS}/attach`, { fips_ids: [ip.id], server_id: to.id });
  attach(server);
  expect(settled(ip).mac_address).toMatchObject({ id, mac_address: address, status: "used" });
  metal.make("POST", `${FIPS}/detach`, { fips_ids: [ip.id] });
  expect(settled(ip).mac_address).toMatchObject({ id, mac_address: address, status: "ready" });
  attach(other);
  expect(settled(ip)).toMatchObject({ server_id: other.id, mac_address: { id, mac_address: address, status: "used" } });
});

test("an IP has one MAC", () => {
  const ip = order();
  mac(ip);
  expect(mac(ip)).toMatchObject({ status: 409, body: { type: "already_exists" } });
});

test.each([{ mac_type: "unknown_type" }, { mac_type: "" }, {}])("%j is refused", (body) => {
  expect(mac(order(), "", body).body.details[0]).toMatchObject({ argument_name: "mac_type" });
});

test("a MAC is removed by the id of its IP; its own id is not found, as recorded", () => {
  const ip = order({ server_id: server.id });
  const { id } = mac(ip).body.mac_address;
  metal.pass(15);
  expect(metal.call("DELETE", `${FIPS}/${id}/mac`)).toEqual({
    status: 404,
    body: { type: "not_found", message: "resource is not found", resource: "flexible_ips", resource_id: id },
  });
  expect(get(ip).mac_address.id).toBe(id);
  expect(metal.call("DELETE", `${FIPS}/${ip.id}/mac`).status).toBe(204);
  expect(get(ip)).toMatchObject({ status: "updating", mac_address: null });
  expect(settled(ip)).toMatchObject({ status: "attached", mac_address: null });
  expect(metal.call("DELETE", `${FIPS}/${ip.id}/mac`)).toMatchObject({
    status: 404,
    body: { resource: "mac_address" },
  });
});

test("a MAC moves to another IP and keeps its id", () => {
  const [from, to] = [order(), order()];
  const made = mac(from).body.mac_address;
  expect(move(from, to).body).toMatchObject({ id: to.id, mac_address: { id: made.id, mac_address: made.mac_address } });
  expect(get(from).mac_address).toBeNull();
});

test("a MAC moves only between IPs of one server, or of none", () => {
  const [from, to] = [order({ server_id: server.id }), order()];
  mac(from);
  metal.pass(15);
  expect(move(from, to)).toMatchObject({ status: 412, body: { type: "precondition_failed" } });
  expect(get(from).mac_address).not.toBeNull();
});

describe("a MAC group", () => {
  let first: any;
  let second: any;
  beforeEach(() => {
    [first, second] = [order({ server_id: server.id }), order({ server_id: server.id })];
    mac(first);
    metal.pass(15);
    expect(duplicate(first, second).body).toMatchObject({ status: "updating", mac_address: { status: "updating" } });
    metal.pass(15);
  });

  test("shares one MAC with one id", () => {
    const { id, mac_address } = get(first).mac_address;
    expect(get(second).mac_address).toMatchObject({ id, mac_address, status: "used" });
  });

  test("keeps its MAC when it leaves the server as a whole", () => {
    metal.make("POST", `${FIPS}/detach`, { fips_ids: [first.id, second.id] });
    expect(settled(first).mac_address.id).toBe(get(second).mac_address.id);
    const other = metal.makeServer("host02");
    metal.make("POST", `${FIPS}/attach`, { fips_ids: [first.id, second.id], server_id: other.id });
    expect(settled(second)).toMatchObject({ server_id: other.id, mac_address: { status: "used" } });
  });

  test("keeps its MAC when the server is deleted", () => {
    metal.make("DELETE", `/baremetal/v1/zones/fr-par-2/servers/${server.id}`);
    metal.pass(60);
    expect(settled(first).mac_address).not.toBeNull();
    expect(get(second).mac_address).not.toBeNull();
  });

  test("loses the one that leaves alone, and that one its MAC", () => {
    metal.make("POST", `${FIPS}/detach`, { fips_ids: [second.id] });
    expect(settled(second)).toMatchObject({ status: "ready", mac_address: null });
    expect(get(first).mac_address).not.toBeNull();
  });

  test("does not share a call with an IP that is not of the group", () => {
    const stranger = order();
    const body = { fips_ids: [first.id, stranger.id] };
    expect(metal.call("POST", `${FIPS}/detach`, body)).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "fips_ids", reason: "constraint" }] },
    });
  });
});

test("a MAC is copied only to an IP of the same server that has none", () => {
  const [from, free] = [order({ server_id: server.id }), order()];
  expect(duplicate(from, free)).toMatchObject({ status: 404, body: { resource: "mac_address" } });
  mac(from);
  metal.pass(15);
  expect(duplicate(from, free)).toMatchObject({ status: 412, body: { type: "precondition_failed" } });
  expect(duplicate(from, from)).toMatchObject({ status: 409 });
  expect(duplicate({ id: UNKNOWN_ID }, free)).toMatchObject({ status: 404, body: { resource: "flexible_ips" } });
});
