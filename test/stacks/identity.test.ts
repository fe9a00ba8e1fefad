import { deploymentFile, resourcesOf, synthesize } from "../helpers/synthesize";
import { LightCloud } from "../simulator/servers/light/light-cloud";

const one = synthesize(deploymentFile("servers: {workers: [host01, host02, host05]}\n"), "prod");
const without = synthesize(deploymentFile("servers: {workers: [host01, host05]}\n"), "prod");

test("taking a worker out of the middle leaves every other resource as it was", () => {
  for (const stack of ["instances", "network"] as const) {
    const before = addressesOf(one[stack]);
    const after = addressesOf(without[stack]);
    expect([...after].filter((address) => !before.has(address))).toEqual([]);
    const gone = [...before].filter((address) => !after.has(address));
    expect(gone.length).toBeGreaterThanOrEqual(2);
    expect(gone.filter((address) => !address.includes("host02"))).toEqual([]);
  }
});

test("a host name decides the server's name as in the original, others carry it", () => {
  const named = synthesize(deploymentFile("servers: {workers: [host12, gpu-a]}\n"), "prod");
  const servers = resourcesOf(named.instances, "scaleway_baremetal_server");
  const names = Object.fromEntries(Object.entries(servers).map(([path, server]) => [path.split("/")[0], server.name]));
  expect(names).toEqual({ fe: "opennebula-web", host12: "opennebula-worker-11", "gpu-a": "opennebula-worker-gpu-a" });
});

test("user data brings an ECDSA host key and the lasting one is ED25519, so both can be pinned at once", () => {
  const server = resourcesOf(one.instances, "scaleway_baremetal_server")["host01/server/Resource"];
  expect(server.cloud_init).toMatch(/^\$\{join\("\\n", \["#cloud-config", yamlencode/);
  expect(server.cloud_init).toContain("ecdsa_private");
  const keys = resourcesOf(one.instances, "tls_private_key");
  expect(keys["host01/host-key"].algorithm).toBe("ED25519");
});

test("every SSH connection pins the host's own keys: either at first contact, then the lasting one", () => {
  const steps = Object.entries(resourcesOf(one.network, "null_resource"));
  expect(steps).toHaveLength(8);
  for (const [path, { connection }] of steps) {
    const [host, step] = path.split("/")[0]!.split("-");
    const either = `\${local.host-keys["${host}"].first}\n@cert-authority \${local.servers["${host}"].publicAddress}:22 \${local.host-keys["${host}"].lasting}`;
    const lasting = new RegExp(`^\\$\\{null_resource\\.${host}-identity_contact_\\w+\\.triggers\\["host_key"\\]\\}$`);
    if (step === "identity") expect(connection.host_key).toBe(either);
    else expect(connection.host_key).toMatch(lasting);
  }
});

describe("first contact, on a server whose cloud-init", () => {
  const contact = resourcesOf(one.network, "null_resource")["host01-identity/contact"];
  const { inline } = contact.provisioner.find((step: object) => "remote-exec" in step)["remote-exec"];
  const wait = inline
    .slice(
      0,
      inline.findIndex((line: string) => line.startsWith("install ")),
    )
    .join("\n");
  let cloud: LightCloud;
  beforeEach(() => {
    cloud = new LightCloud();
  });
  afterEach(() => cloud.close());

  test("reports errors goes on, and says so with their words", async () => {
    const status = JSON.stringify({ v1: { errors: ["('locale', ProcessExecutionError())"] } });
    await cloud.run("sudo tee /run/cloud-init/status.json", status);
    expect((await cloud.run("cloud-init status --wait")).code).not.toBe(0);
    expect(await cloud.run(`${wait}\necho went on`)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^host01: cloud-init reports errors; going on.*\t- \('locale'.*went on\n$/s),
    });
  });

  test("has done all is silent", async () => {
    expect(await cloud.run(`${wait}\necho went on`)).toMatchObject({ code: 0, stdout: "went on\n" });
  });
});

test("what crosses to later stacks crosses once for all hosts, and secrets are marked again where they arrive", () => {
  const two = synthesize(deploymentFile("servers: {workers: [host01]}\n"), "prod");
  for (const stack of ["instances", "network"] as const)
    expect(Object.keys(one[stack].output)).toEqual(Object.keys(two[stack].output));
  const taken = (name: string) => expect.stringMatching(`^\\$\\{sensitive\\(data\\.terraform_remote_state\\..*${name}`);
  expect(one.network.locals).toMatchObject({
    "host-private-keys": taken("host-private-keys"),
    "ssh-private-key": taken("private_key_openssh"),
  });
});

function addressesOf(stack: Record<string, any>): Set<string> {
  return new Set(
    Object.entries<Record<string, any>>(stack.resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    ),
  );
}
