// What the deployment file must not do by mistake, tried on a cloud that stands: plain `cdktf deploy --auto-approve` refuses,
// in words, before anything changes; what is allowed then happens, and nothing else.
import { Checkout, must, type Outcome, words } from "../../helpers/checkout";
import { CloudProcess } from "../../helpers/cloud-process";

jest.setTimeout(300_000);

const OS_2204 = "os: {name: Ubuntu, version: 22.04 LTS (Jammy Jellyfish)}";
const OFFER = "offer: EM-I215E-NVME";
const EVERYONE = "[fe, host01, host02, host03]";

let cloud: CloudProcess;
let checkout: Checkout;

beforeAll(async () => {
  cloud = await CloudProcess.start();
  checkout = new Checkout(cloud);
  checkout.configure("servers: {workers: 3}\n");
  await checkout.deploy(["state", "vpc", "instances", "network"]);
});
afterAll(async () => {
  checkout.remove();
  await cloud.stop();
});

type Stored = Readonly<Record<string, any>>;

/** The rows of a table by id. */
async function table(name: string): Promise<Map<string, Stored>> {
  const rows = (await cloud.control.store())[name] ?? [];
  return new Map(rows.map((row) => [row.id, row as Stored]));
}

/** The account but for the locks that Terraform lays beside its states and takes away again: versions of a versioned bucket. */
async function account(): Promise<unknown> {
  const { "s3.versions": versions, ...rest } = await cloud.control.store();
  return { ...rest, states: versions?.filter((version) => !(version as Stored).key.endsWith(".tflock")) };
}

/** Deploys as an operator does and expects to be refused with the account as it was. @returns what was said */
async function refusal(stack: string): Promise<string> {
  return refusalOf(() => checkout.cdktf("deploy", stack, "--auto-approve"));
}

/** The same by Terraform alone, which is quicker. */
async function refusalByTerraform(): Promise<string> {
  await checkout.synth();
  return refusalOf(() => checkout.terraform("instances", "apply", "-auto-approve"));
}

async function refusalOf(deployment: () => Promise<Outcome>): Promise<string> {
  const before = await account();
  const { code, output } = await deployment();
  expect(code).toBe(1);
  expect(await account()).toEqual(before);
  return words(output);
}

async function deploy(servers: string): Promise<void> {
  checkout.configure(`servers: {${servers}}\n`);
  await checkout.synth();
  await checkout.apply("instances");
}

test.each(["state", "*"])("a renamed project is refused with its old and new name: cdktf deploy %s", async (stacks) => {
  checkout.configure("servers: {workers: 3}\n", "mansion");
  const said = await refusal(stacks);
  expect(said).toContain("The project would be renamed: name house -> mansion");
  expect(said).toContain("Set project: back to the old name");
});

test("a changed OS is refused, every server named, with the line that allows it", async () => {
  checkout.configure(`servers: {workers: 3, ${OS_2204}}\n`);
  const said = await refusal("instances");
  for (const [host, server] of [
    ["fe", "opennebula-web"],
    ["host02", "opennebula-worker-1"],
  ]) {
    expect(said).toContain(
      `${host} (${server}) would be reinstalled and lose its disks: os Ubuntu 24.04 LTS (Noble Numbat) -> Ubuntu 22.04 LTS (Jammy Jellyfish)`,
    );
    expect(said).toContain(`To allow it: servers.allowReinstall: [${host}]`);
  }
});

test("allowing one server to be reinstalled allows no other", async () => {
  checkout.configure(`servers: {workers: 3, ${OS_2204}, allowReinstall: [host02]}\n`);
  const said = await refusalByTerraform();
  expect(said).toContain("host01 (opennebula-worker-0) would be reinstalled");
  expect(said).not.toContain("host02 (opennebula-worker-1) would be reinstalled");
});

test("a changed offer is refused, and also an allowed one while Scaleway protects the servers", async () => {
  checkout.configure(`servers: {workers: 3, ${OFFER}}\n`);
  const said = await refusal("instances");
  expect(said).toContain(
    "host03 (opennebula-worker-2) would be reinstalled and lose its disks: offer EM-A610R-NVME -> EM-I215E-NVME",
  );
  expect(said).toContain("To allow it: servers.allowReinstall: [host03]");

  checkout.configure(`servers: {workers: 3, ${OFFER}, allowReinstall: ${EVERYONE}}\n`);
  expect(await refusalByTerraform()).toContain(
    "Scaleway still protects the servers of fe, host01, host02, host03 against deletion. Nothing was changed. Two steps:",
  );
});

test("three workers made one are refused with both names, and so is one that is retired and removed in one step", async () => {
  checkout.configure("servers: {workers: 1}\n");
  const said = await refusal("instances");
  expect(said).toContain("their servers with the VMs on them would be destroyed: host02, host03. Nothing was changed.");
  expect(said).toContain("add servers.retire: [host02, host03] and deploy");

  checkout.configure("servers: {workers: [host01, host03], retire: [host02]}\n");
  expect(await refusalByTerraform()).toContain("Scaleway still protects the servers of host02 against deletion");
});

test("removing the middle one of three, retired first, destroys exactly what is its own", async () => {
  await deploy("workers: 3, retire: [host02]");
  const before = await tables();
  const { servers } = await checkout.outputsOf("instances");
  checkout.configure("servers: {workers: [host01, host03], retire: [host02]}\n");
  must(await checkout.cdktf("deploy", "instances", "--auto-approve"));
  const after = await tables();

  const { host02 } = servers;
  const bare = (id: string) => id.split("/").at(-1)!;
  const gone = Object.fromEntries(
    Object.keys(before).map((name) => [name, [...before[name]!.keys()].filter((id) => !after[name]!.has(id))]),
  );
  expect(gone["baremetal.servers"]).toEqual([bare(host02.serverId)]);
  expect(gone["servers.light"]).toEqual([bare(host02.serverId)]);
  expect(gone["flexible-ip.ips"]).toEqual([bare(host02.flexibleIp.id)]);
  expect(gone["baremetal.private_network_attachments"]).toHaveLength(2);
  expect(gone["ipam.ips"]!.map((id) => before["ipam.ips"]!.get(id)!.address).sort()).toEqual(
    [...before["ipam.ips"]!.values()]
      .filter((ip) => belongsTo(ip, "host02", host02.serverId))
      .map((ip) => ip.address)
      .sort(),
  );
  for (const [name, rows] of Object.entries(after)) {
    for (const [id, row] of rows) expect({ name, row }).toEqual({ name, row: before[name]!.get(id) });
  }
  const { servers: left } = await checkout.outputsOf("instances");
  const { host02: _, ...others } = servers;
  expect(left).toEqual(others);

  await checkout.apply("network");
  await deploy("workers: [host01, host03]");
});

test("an allowed change of OS reinstalls the servers in place, and the network stack meets them again", async () => {
  const before = await table("baremetal.servers");
  await deploy(`workers: [host01, host03], ${OS_2204}, allowReinstall: [fe, host01, host03]`);
  const after = await table("baremetal.servers");
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  for (const [id, server] of after) expect(server.install.os_id).not.toBe(before.get(id)!.install.os_id);
  await checkout.synth();
  const { output } = await checkout.apply("network");
  expect(output).toContain("host03: first contact with opennebula-worker-2");
});

test("an allowed change of offer replaces the servers, which keep their private and Flexible addresses", async () => {
  const before = await checkout.outputsOf("instances");
  await deploy(`workers: [host01, host03], ${OS_2204}, ${OFFER}, allowReinstall: [fe, host01, host03]`);
  const after = await checkout.outputsOf("instances");
  for (const [host, server] of Object.entries<any>(after.servers)) {
    const old = before.servers[host];
    expect(server.serverId).not.toBe(old.serverId);
    expect(server.privateAddress).toBe(old.privateAddress);
    expect(server.vmToVmAddress).toBe(old.vmToVmAddress);
    expect(server.flexibleIp).toEqual(old.flexibleIp);
  }
  await deploy(`workers: [host01, host03], ${OS_2204}, ${OFFER}`);
  expect([...(await table("baremetal.servers")).values()].map((server) => server.protected)).toEqual([
    true,
    true,
    true,
  ]);
  await checkout.apply("network");
});

test("a project that is not disposable outlives a destroy", async () => {
  const before = await account();
  const { code, output } = await checkout.terraform("state", "destroy", "-auto-approve");
  expect(code).toBe(1);
  expect(words(output)).toContain("Instance cannot be destroyed");
  expect(await account()).toEqual(before);
});

function belongsTo(ip: Stored, host: string, serverId: string): boolean {
  return ip.tags.includes(`host=${host}`) || JSON.stringify(ip).includes(serverId.split("/")[1]!);
}

const COMPARED = [
  "baremetal.servers",
  "baremetal.private_network_attachments",
  "servers.light",
  "flexible-ip.ips",
  "ipam.ips",
];

async function tables(): Promise<Record<string, Map<string, Stored>>> {
  return Object.fromEntries(await Promise.all(COMPARED.map(async (name) => [name, await table(name)] as const)));
}
