// A deployed cloud seen from outside: who really spoke to it, what another client reads, what a second checkout would change,
// and what becomes of a request to any other host.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Checkout, must, words } from "../../helpers/checkout";
import { CloudProcess } from "../../helpers/cloud-process";

jest.setTimeout(300_000);

let cloud: CloudProcess;
let checkout: Checkout;

beforeAll(async () => {
  cloud = await CloudProcess.start();
  checkout = new Checkout(cloud);
  checkout.configure("servers: {workers: 1}\n");
  await checkout.deploy();
});
afterAll(async () => {
  checkout.remove();
  await cloud.stop();
});

test("the journal names the real clients: the provider, Terraform's S3 backend, its SSH", async () => {
  const agentsOf = async (operation: string) => {
    const entries = await cloud.control.journal({ operation });
    return [...new Set(entries.map((entry) => entry.userAgent ?? ""))].join("\n");
  };
  expect(await agentsOf("baremetal.CreateServer")).toMatch(/terraform-provider\/\S* terraform\/1\.|terraform-provider/);
  expect(await agentsOf("s3.PutObject")).toMatch(/HashiCorp.*Terraform\//);
  expect(await agentsOf("s3.CreateBucket")).toMatch(/aws-sdk-go/);
  expect(await agentsOf("ssh.Connect")).toBe("SSH-2.0-Go");
});

test("the official SDK reads what Terraform has created", async () => {
  const { project_id: projectId } = await checkout.outputsOf("state");
  const { servers, spare_flexible_ip: spare } = await checkout.outputsOf("instances");
  const { private_network_id, vmtovm_network_id } = await checkout.outputsOf("vpc");
  const { iam_application_id } = await checkout.outputsOf("inventories");
  const { output } = must(await checkout.run(["npx", "tsx", join(__dirname, "read-account.ts"), projectId]));
  const seen = JSON.parse(output.slice(output.indexOf('{"servers"')));

  const bare = (id: string) => id.split("/").at(-1);
  const hosts = Object.values<any>(servers);
  expect(hosts).toHaveLength(2);
  for (const host of hosts) {
    const server = seen.servers.find((one: any) => one.id === bare(host.serverId));
    expect(server).toMatchObject({ name: host.serverName, status: "ready", protected: true, projectId });
    expect(server.install.status).toBe("completed");
    expect(server.ips.map((ip: any) => ip.address)).toContain(host.publicAddress);
    expect(seen.addresses.map((ip: any) => ip.address)).toContain(host.privateAddressCidr);
  }
  const flexible = [...hosts.map((host) => host.flexibleIp), spare];
  expect(seen.flexibleIps.map((ip: any) => [ip.id, ip.ipAddress, ip.macAddress.macAddress]).sort()).toEqual(
    flexible.map((ip) => [bare(ip.id), ip.address, ip.macAddress]).sort(),
  );
  expect(seen.networks.map((network: any) => network.id).sort()).toEqual(
    [bare(private_network_id), bare(vmtovm_network_id)].sort(),
  );
  expect(seen.applications.map((application: any) => application.id)).toContain(iam_application_id);
});

test("a second checkout on another path, given .state, would write its local files and change nothing else", async () => {
  const second = new Checkout(cloud);
  try {
    second.configure("servers: {workers: 1}\n");
    cpSync(checkout.file(".state"), second.file(".state"), { recursive: true });
    await second.synth();
    for (const stack of ["state", "vpc", "instances", "network"] as const) {
      await second.init(stack);
      const { code, output } = await second.terraform(stack, "plan", "-detailed-exitcode");
      expect({ stack, code, output: code === 0 ? "" : output }).toEqual({ stack, code: 0, output: "" });
    }
    await second.init("inventories");
    const { code, output } = await second.terraform("inventories", "plan", "-detailed-exitcode", "-out=second.plan");
    expect({ code, output: code === 2 ? "" : output }).toEqual({ code: 2, output: "" });
    const plan = JSON.parse(must(await second.terraform("inventories", "show", "-json", "second.plan")).output);
    const changes = plan.resource_changes.filter((one: any) => one.change.actions.join() !== "no-op");
    expect(new Set(changes.map((one: any) => one.type))).toEqual(new Set(["local_file", "local_sensitive_file"]));
    expect(new Set(changes.map((one: any) => one.change.actions.join()))).toEqual(new Set(["create"]));
    must(await second.terraform("inventories", "apply", "second.plan"));
    for (const file of ["hosts.yml", "known_hosts", "group_vars/all.yml", "secrets/one_password"]) {
      expect(second.read("ansible/inventory/house", file)).toBe(checkout.read("ansible/inventory/house", file));
    }
    const { code: again } = await checkout.terraform("inventories", "plan", "-detailed-exitcode");
    expect(again).toBe(0);
  } finally {
    second.remove();
  }
});

test("a request to any other host is refused and reported, whoever asks", async () => {
  const folder = checkout.file("elsewhere");
  mkdirSync(folder);
  const backend = { terraform: { backend: { http: { address: "https://states.example.org/x" } } } };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(backend));
  const asked = await checkout.run(["terraform", "-chdir=elsewhere", "init", "-no-color"]);
  const planned = await checkout.run(["terraform", "-chdir=elsewhere", "plan", "-no-color"]);
  expect([asked.code, planned.code]).toContain(1);
  expect(words(asked.output + planned.output)).toContain("Forbidden");
  const script =
    "require('undici').fetch('https://www.example.com', {dispatcher: new (require('undici').EnvHttpProxyAgent)()}).catch((e) => { console.error(e.cause?.message ?? e.message); process.exit(9); })";
  expect((await checkout.run(["node", "-e", script])).code).toBe(9);

  const { refusedHosts } = await cloud.control.summary();
  expect(Object.keys(refusedHosts).join()).toMatch(/states\.example\.org/);
  expect(Object.keys(refusedHosts).join()).toMatch(/www\.example\.com/);
  const entries = await cloud.control.journal({ kind: "refused" });
  expect(entries.map((entry) => entry.status)).toEqual(entries.map(() => 403));
});
