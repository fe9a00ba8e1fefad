import { bookAddress, setResource } from "../../../simulator/services/ipam/allocation";
import type { IpamIp } from "../../../simulator/services/ipam/model";
import { SimulatedAccount } from "../account/simulated-account";

const IPS = "/ipam/v1/regions/fr-par/ips";
const MAPPING = "0d000000-0000-4000-8000-000000000001";
const MAC = "AA:BB:CC:00:00:01";

let account: SimulatedAccount;
let project: string;
let network: any;
let attached: IpamIp;
beforeEach(() => {
  account = new SimulatedAccount();
  project = account.makeProject("opennebula-scw");
  const body = { name: "network", project_id: project, subnets: ["10.16.0.0/20"] };
  network = account.make("POST", "/vpc/v2/regions/fr-par/private-networks", body);
  // What Elastic Metal does when a server joins, an address that is only booked, and an IPv6 one.
  attached = book({ tags: ["host01", "hosts"], resource: nic("opennebula-worker-0") });
  for (let count = 0; count < 8; count++) book({ tags: ["hosts"] });
  book({ isIpv6: true });
});

function nic(name: string) {
  return { type: "baremetal_private_nic", id: MAPPING, mac_address: MAC, name };
}

function book(fields: object): IpamIp {
  account.clock.advance(1);
  const booking = { privateNetworkId: network.id, isIpv6: false, projectId: project, tags: [], ...fields };
  const ip = bookAddress(account.context, booking);
  if ("status" in ip) throw new Error(JSON.stringify(ip.body));
  return ip;
}

test.each([
  ["", 10],
  ["resource_type=unknown_type", 10],
  ["resource_type=baremetal_private_nic", 1],
  ["resource_types=custom&resource_types=baremetal_private_nic", 1],
  ["resource_name=worker-0&resource_type=baremetal_private_nic", 1],
  [`resource_id=${MAPPING}`, 1],
  [`resource_ids=${MAPPING}`, 1],
  [`mac_address=${MAC.toLowerCase()}`, 1],
  ["tags=host01", 1],
  ["tags=host01&tags=hosts", 9],
  ["attached=true", 1],
  ["attached=false&is_ipv6=false", 8],
  ["is_ipv6=true", 1],
  ["zonal=fr-par-2", 0],
  ["regional=true", 0],
  ["private_network_id=NETWORK&project_id=PROJECT", 10],
  ["subnet_id=SUBNET", 9],
  ["vpc_id=VPC", 10],
  ["organization_id=ORGANIZATION", 10],
  ["ip_ids=ATTACHED", 1],
  ["project_id=ORGANIZATION", 0],
])("the list filtered by %p has %i", (query, count) => {
  const names: Record<string, string> = {
    NETWORK: network.id,
    PROJECT: project,
    SUBNET: network.subnets[0].id,
    VPC: network.vpc_id,
    ORGANIZATION: account.owner.organizationId,
    ATTACHED: attached.id,
  };
  const url = `${IPS}?${query.replace(/[A-Z]{3,}$|[A-Z]{3,}(?=&)/g, (name) => names[name] ?? name)}`;
  expect(account.make("GET", url).total_count).toBe(count);
});

test.each([
  ["resource_type=baremetal_nic", "resource_type"],
  ["resource_name=a", "resource_name"],
  ["zonal=fr-par-2&subnet_id=0a000000-0000-4000-8000-000000000009", "subnet_id"],
  ["is_ipv6=1", "is_ipv6"],
])("the list refuses %s", (query, argument_name) => {
  expect(account.call("GET", `${IPS}?${query}`)).toMatchObject({ status: 400, body: { details: [{ argument_name }] } });
});

test("newest first unless asked otherwise, and addresses in their own order, not the alphabet's", () => {
  const list = (query: string) => account.make("GET", `${IPS}?is_ipv6=false&${query}`).ips.map((ip: any) => ip.address);
  expect(list("")[8]).toBe("10.16.0.2/20");
  expect(list("order_by=ip_address_asc").slice(-2)).toEqual(["10.16.0.9/20", "10.16.0.10/20"]);
});

test("the kept network id is not shown", () => {
  const shown = account.make("GET", `${IPS}/${attached.id}`);
  expect(shown).not.toHaveProperty("private_network_id");
  expect(shown).not.toHaveProperty("attached_at");
  expect(shown.zone).toBeNull();
});

test("a renamed server is found under its new name, a detached address under none", () => {
  const count = (query: string) => account.make("GET", `${IPS}?${query}`).total_count;
  setResource(account.context, attached.id, nic("fe"));
  expect([count("resource_name=fe"), count("resource_name=worker-0")]).toEqual([1, 0]);
  setResource(account.context, attached.id, null);
  expect([count("resource_name=fe"), count("attached=true")]).toEqual([0, 0]);
});

test("an address held by a server is not taken away through IPAM", () => {
  const body = { resource: { mac_address: MAC } };
  expect(account.call("POST", `${IPS}/${attached.id}/detach`, body)).toMatchObject({ status: 412 });
  expect(account.call("DELETE", `${IPS}/${attached.id}`)).toMatchObject({ status: 412 });
});
