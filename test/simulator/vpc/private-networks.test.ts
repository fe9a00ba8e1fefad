import { SimulatedAccount } from "../account/simulated-account";

const REGION = "/vpc/v2/regions/fr-par";
const NETWORKS = `${REGION}/private-networks`;
const VPCS = `${REGION}/vpcs`;

let account: SimulatedAccount;
let project: string;
let vpc: string;
beforeEach(() => {
  account = new SimulatedAccount();
  project = account.makeProject("opennebula-scw");
  vpc = account.make("POST", VPCS, { name: "vpc", project_id: project }).id;
});

function create(fields: object = {}) {
  return account.call("POST", NETWORKS, { name: "network", project_id: project, vpc_id: vpc, ...fields });
}

const cidrs = (network: any): string[] => network.subnets.map((subnet: any) => subnet.subnet);

test("a network has the IPv4 subnet it asks for first, and always an IPv6 /64 behind it", () => {
  const { body } = create({ subnets: ["10.16.0.0/20"] });
  expect(cidrs(body)).toEqual(["10.16.0.0/20", expect.stringMatching(/^fd[0-9a-f:]+::\/64$/)]);
  for (const subnet of body.subnets) {
    expect(subnet).toMatchObject({ private_network_id: body.id, vpc_id: vpc, project_id: project });
  }
});

test("networks that ask for nothing get subnets that overlap none of the VPC", () => {
  create({ subnets: ["172.16.4.0/22"] });
  const networks = [create({ subnets: null }).body, create({ subnets: [] }).body];
  expect(networks.map((network) => cidrs(network)[0])).toEqual(["172.16.0.0/22", "172.16.8.0/22"]);
  expect(new Set(networks.map((network) => cidrs(network)[1])).size).toBe(2);
});

test.each([
  ["the same subnet", "10.16.0.0/20", "10.16.0.0/20"],
  ["a part of another", "10.16.0.0/20", "10.16.8.0/24"],
  ["a subnet around another", "10.16.8.0/24", "10.16.0.0/20"],
])("inside one VPC %s is refused and both are named", (_, first, second) => {
  create({ subnets: [first] });
  const answer = create({ subnets: [second] });
  expect(answer).toMatchObject({
    status: 400,
    body: { type: "invalid_arguments", details: [{ argument_name: "subnets" }] },
  });
  expect(answer.body.details[0].help_message).toBe(`${second} overlaps ${first}, another subnet of the VPC`);
  expect(account.make("GET", NETWORKS).total_count).toBe(1);
});

test("another VPC may use the same subnet", () => {
  create({ subnets: ["10.16.0.0/20"] });
  const other = account.make("POST", VPCS, { name: "other", project_id: project });
  expect(create({ subnets: ["10.16.0.0/20"], vpc_id: other.id }).status).toBe(200);
});

test.each([
  ["larger than /20", ["10.16.0.0/19"]],
  ["smaller than /28", ["10.16.0.0/29"]],
  ["no network but an address in one", ["10.16.0.1/20"]],
  ["no CIDR", ["10.16.0.0"]],
  ["two of IPv4", ["10.16.0.0/20", "10.17.0.0/20"]],
  ["IPv6, but no /64", ["fd46:78ab:30b8::/48"]],
])("refuses subnets that are %s", (_, subnets) => {
  expect(create({ subnets })).toMatchObject({ status: 400, body: { details: [{ argument_name: "subnets" }] } });
});

test("a network in a VPC that does not exist, or is in another region, is refused", () => {
  const elsewhere = account.make("POST", "/vpc/v2/regions/nl-ams/vpcs", { name: "vpc", project_id: project });
  for (const id of [elsewhere.id, "0a000000-0000-4000-8000-000000000009"]) {
    expect(create({ vpc_id: id })).toMatchObject({ status: 404, body: { resource: "vpc", resource_id: id } });
  }
});

test("a network whose addresses are reserved is not deleted; without them it is", () => {
  const { body: network } = create();
  const body = { project_id: project, source: { private_network_id: network.id }, is_ipv6: false };
  const ip = account.make("POST", "/ipam/v1/regions/fr-par/ips", body);
  expect(account.call("DELETE", `${NETWORKS}/${network.id}`)).toMatchObject({
    status: 412,
    body: { precondition: "resource_still_in_use", help_message: "Private Network must be empty to be deleted" },
  });
  account.make("DELETE", `/ipam/v1/regions/fr-par/ips/${ip.id}`);
  expect(account.call("DELETE", `${NETWORKS}/${network.id}`).status).toBe(204);
  expect(account.call("GET", `${NETWORKS}/${network.id}`)).toMatchObject({
    status: 404,
    body: { resource: "private_network" },
  });
});

test("a network with a server in it is not deleted", () => {
  const { body: network } = create();
  const attachment = { id: "mapping", server_id: "server", private_network_id: network.id };
  account.store.table<any>("baremetal.private_network_attachments").put(attachment);
  expect(account.call("DELETE", `${NETWORKS}/${network.id}`).status).toBe(412);
});

test("a VPC with a network in it is not deleted", () => {
  const { body: network } = create();
  expect(account.call("DELETE", `${VPCS}/${vpc}`)).toMatchObject({
    status: 412,
    body: { precondition: "resource_still_in_use" },
  });
  account.make("DELETE", `${NETWORKS}/${network.id}`);
  expect(account.call("DELETE", `${VPCS}/${vpc}`).status).toBe(204);
});

test("the default VPC comes with the first network that names none, once per project and region, and stays", () => {
  expect(account.make("GET", `${VPCS}?is_default=true`).total_count).toBe(0);
  const networks = [create({ vpc_id: undefined }).body, create({ vpc_id: null }).body];
  const [found] = account.make("GET", `${VPCS}?is_default=true`).vpcs;
  expect(networks.map((network) => network.vpc_id)).toEqual([found.id, found.id]);
  expect(found).toMatchObject({ name: "default", project_id: project, private_network_count: 2 });
  for (const { id } of networks) account.make("DELETE", `${NETWORKS}/${id}`);
  expect(account.call("DELETE", `${VPCS}/${found.id}`)).toMatchObject({
    status: 412,
    body: { precondition: "protected_resource" },
  });
});

test("a network that is refused leaves no default VPC behind", () => {
  expect(create({ vpc_id: undefined, subnets: ["10.16.0.0/8"] }).status).toBe(400);
  expect(account.make("GET", VPCS).total_count).toBe(1);
});

test("routing is on whatever is sent, and what is sent of the rest is kept", () => {
  const body = { name: "a", project_id: project, tags: null, enable_routing: false, enable_transitivity: true };
  const made = account.make("POST", VPCS, body);
  expect(made).toMatchObject({ routing_enabled: true, transitivity_enabled: true, tags: [], is_default: false });
});

test("a change touches what it names", () => {
  const { body: network } = create({ subnets: ["10.16.0.0/20"], tags: ["a"] });
  const changed = account.make("PATCH", `${NETWORKS}/${network.id}`, { name: "renamed", tags: [] });
  expect(changed).toEqual({ ...network, name: "renamed", tags: [], updated_at: changed.updated_at });
  expect(changed.updated_at > network.updated_at).toBe(true);
});

test.each([
  ["name=net", 2],
  ["name=network-b", 1],
  ["tags=a&tags=c", 1],
  ["dhcp_enabled=false", 0],
  ["vpc_id=VPC", 2],
  ["vpc_id=0a000000-0000-4000-8000-000000000009", 0],
  ["private_network_ids=FIRST", 1],
])("the list filtered by %s has %i", (query, count) => {
  const { body: first } = create({ name: "network-a", tags: ["a", "b"] });
  create({ name: "network-b" });
  const url = `${NETWORKS}?${query.replace("VPC", vpc).replace("FIRST", first.id)}`;
  expect(account.make("GET", url).total_count).toBe(count);
});

test.each([
  ["dhcp_enabled=yes", "dhcp_enabled"],
  ["project_id=fr-par/0a000000-0000-4000-8000-000000000009", "project_id"],
  ["order_by=size_asc", "order_by"],
  ["vpc=a", "vpc"],
])("the list refuses %s", (query, argument_name) => {
  create();
  expect(account.call("GET", `${NETWORKS}?${query}`)).toMatchObject({
    status: 400,
    body: { details: [{ argument_name }] },
  });
});

test("all subnets of a VPC are listed", () => {
  create({ subnets: ["10.16.0.0/20"] });
  create({ subnets: ["10.17.0.0/20"], vpc_id: undefined });
  const { subnets, total_count } = account.make("GET", `${REGION}/subnets?vpc_id=${vpc}`);
  expect(total_count).toBe(2);
  expect(subnets[0]).toMatchObject({ subnet: "10.16.0.0/20", vpc_id: vpc });
});
