import { SimulatedAccount } from "../account/simulated-account";

const IPS = "/ipam/v1/regions/fr-par/ips";
const MAC = "bc:24:11:74:d0:5a";

let account: SimulatedAccount;
let project: string;
let network: any;
beforeEach(() => {
  account = new SimulatedAccount();
  project = account.makeProject("opennebula-scw");
  network = makeNetwork("10.16.0.0/20");
});

function makeNetwork(subnet: string) {
  const body = { name: "network", project_id: project, subnets: [subnet] };
  return account.make("POST", "/vpc/v2/regions/fr-par/private-networks", body);
}

function book(fields: object = {}) {
  const body = { project_id: project, source: { private_network_id: network.id }, is_ipv6: false, ...fields };
  return account.call("POST", IPS, body);
}

test("the lowest free address is given, with the subnet's prefix and the subnet's id", () => {
  const addresses = [book(), book(), book()].map(({ body }) => body.address);
  expect(addresses).toEqual(["10.16.0.2/20", "10.16.0.3/20", "10.16.0.4/20"]);
  expect(book().body.source).toEqual({ subnet_id: network.subnets[0].id });
});

test("an address that was given back is given again", () => {
  const [first] = [book().body, book().body];
  account.make("DELETE", `${IPS}/${first.id}`, {});
  expect(book().body.address).toBe("10.16.0.2/20");
});

test("an address that is asked for is given", () => {
  expect(book({ address: "10.16.0.7" }).body.address).toBe("10.16.0.7/20");
});

test.each([
  ["outside the subnet", "10.16.16.1", "outside the subnet 10.16.0.0/20"],
  ["the network itself", "10.16.0.0", "cannot be booked"],
  ["the first host", "10.16.0.1", "cannot be booked"],
  ["the last host", "10.16.15.254", "cannot be booked"],
  ["the broadcast address", "10.16.15.255", "cannot be booked"],
  ["written with a prefix", "10.16.0.7/20", "not an IPv4 address"],
  ["of the other family", "fd46::7", "not an IPv4 address"],
  ["no address", "host01", "not an IPv4 address"],
])("an address that is %s is refused", (_, address, words) => {
  const answer = book({ address });
  expect(answer).toMatchObject({ status: 400, body: { details: [{ argument_name: "address" }] } });
  expect(answer.body.details[0].help_message).toContain(words);
});

test("an address that is taken is refused, and its holder named", () => {
  const { body: holder } = book({ address: "10.16.0.7" });
  const answer = book({ address: "10.16.0.7" });
  expect(answer).toMatchObject({ status: 400, body: { details: [{ argument_name: "address" }] } });
  expect(answer.body.details[0].help_message).toBe(`10.16.0.7 is booked already, by IP ${holder.id}`);
});

test("a /28 holds twelve addresses, and says when they are gone", () => {
  network = makeNetwork("10.17.0.0/28");
  const answers = Array.from({ length: 13 }, () => book());
  expect(answers.slice(0, 12).map(({ body }) => body.address)).toEqual(
    Array.from({ length: 12 }, (_, index) => `10.17.0.${index + 2}/28`),
  );
  expect(answers[12]).toMatchObject({ status: 400, body: { details: [{ argument_name: "source" }] } });
});

test("an IPv6 address lies in the network's /64", () => {
  const { body } = book({ is_ipv6: true });
  expect(body.address).toMatch(new RegExp(`^${network.subnets[1].subnet.split("::")[0]}:.*/64$`));
  expect(body).toMatchObject({ is_ipv6: true, source: { subnet_id: network.subnets[1].id } });
});

test.each([
  ["no source", {}],
  ["a zone as source", { zonal: "fr-par-2" }],
  ["two sources", { private_network_id: "own", zonal: "fr-par-2" }],
])("addresses come from a Private Network, not from %s", (_, source: any) => {
  if (source.private_network_id) source.private_network_id = network.id;
  expect(book({ source })).toMatchObject({ status: 400, body: { details: [{ argument_name: "source" }] } });
});

test("the project must be the network's", () => {
  const other = account.makeProject("other");
  expect(book({ project_id: other })).toMatchObject({
    status: 400,
    body: { details: [{ argument_name: "project_id" }] },
  });
});

test("a network that does not exist, or is in another region, is not found", () => {
  const id = "0a000000-0000-4000-8000-000000000009";
  expect(book({ source: { private_network_id: id } })).toMatchObject({
    status: 404,
    body: { resource: "private_network" },
  });
  const body = { project_id: project, source: { private_network_id: network.id } };
  expect(account.call("POST", "/ipam/v1/regions/nl-ams/ips", body).status).toBe(404);
});

test("a custom resource is attached, moved and detached, known by its MAC address", () => {
  const { body: ip } = book({ resource: { mac_address: MAC, name: "vm" } });
  const custom = { type: "custom", id: ip.id, mac_address: MAC.toUpperCase(), name: "vm" };
  expect(ip.resource).toEqual(custom);
  const next = { mac_address: "bc:24:11:74:d0:5b", name: "vm" };
  const move = { from_resource: { mac_address: MAC }, to_resource: next };
  expect(account.make("POST", `${IPS}/${ip.id}/move`, move).resource).toEqual({
    ...custom,
    mac_address: "BC:24:11:74:D0:5B",
  });
  expect(account.make("POST", `${IPS}/${ip.id}/detach`, { resource: next }).resource).toBeNull();
  expect(account.make("POST", `${IPS}/${ip.id}/attach`, { resource: next }).resource.mac_address).toBe(
    "BC:24:11:74:D0:5B",
  );
});

test.each(["detach", "move"])("%s is refused for a resource that does not hold the address", (action) => {
  const { body: ip } = book({ resource: { mac_address: MAC } });
  const stranger = { mac_address: "bc:24:11:74:d0:ff" };
  const body = action === "move" ? { from_resource: stranger } : { resource: stranger };
  expect(account.call("POST", `${IPS}/${ip.id}/${action}`, body)).toMatchObject({ status: 400 });
  expect(account.make("GET", `${IPS}/${ip.id}`).resource.mac_address).toBe(MAC.toUpperCase());
});

test("an attached address is neither attached again nor released", () => {
  const { body: ip } = book({ resource: { mac_address: MAC } });
  const attach = account.call("POST", `${IPS}/${ip.id}/attach`, { resource: { mac_address: MAC } });
  expect(attach).toMatchObject({ status: 412, body: { precondition: "resource_still_in_use" } });
  expect(account.call("DELETE", `${IPS}/${ip.id}`)).toMatchObject({ status: 412 });
});

test("of a set with an attached address none is released", () => {
  const [free, attached] = [book().body, book({ resource: { mac_address: MAC } }).body];
  const url = "/ipam/v1/regions/fr-par/ip-sets/release";
  expect(account.call("POST", url, { ip_ids: [free.id, attached.id] }).status).toBe(412);
  expect(account.make("GET", IPS).total_count).toBe(2);
  expect(account.call("POST", url, { ip_ids: [free.id] }).status).toBe(204);
  expect(account.make("GET", IPS).total_count).toBe(1);
});

test("an update that names no tags keeps them; reverses are refused rather than ignored", () => {
  const { body: ip } = book({ tags: ["host01"] });
  expect(account.make("PATCH", `${IPS}/${ip.id}`, { reverses: null }).tags).toEqual(["host01"]);
  expect(account.make("PATCH", `${IPS}/${ip.id}`, { tags: [], reverses: null }).tags).toEqual([]);
  const reverses = [{ hostname: "a.example", address: null }];
  expect(account.call("PATCH", `${IPS}/${ip.id}`, { reverses }).status).toBe(400);
});

test("a quota on addresses is kept", () => {
  account.store.table<any>("control.conditions").put({ id: "few", kind: "quota", resource: "ipam_ips", limit: 1 });
  expect(book().status).toBe(200);
  expect(book()).toMatchObject({ status: 403, body: { type: "quotas_exceeded" } });
});
