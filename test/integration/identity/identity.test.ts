// Whom Terraform and Ansible take for a server, and what they say of another one.
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { makeKeyPair } from "../../../simulator/servers/light/image/host-keys";
import { Checkout, type Outcome, words } from "../../helpers/checkout";
import { CloudProcess } from "../../helpers/cloud-process";
import { callApi } from "../../helpers/proxy-client";
import { RogueServer } from "../../helpers/rogue-server";

jest.setTimeout(300_000);

let cloud: CloudProcess;
let checkout: Checkout;
let fe: { serverId: string; publicAddress: string };

beforeAll(async () => {
  cloud = await CloudProcess.start();
  checkout = new Checkout(cloud);
  checkout.configure("servers: {workers: 0}\n");
  await checkout.deploy(["state", "vpc", "instances"]);
  await checkout.init("network");
  fe = (await checkout.outputsOf("instances")).servers.fe;
});
afterAll(async () => {
  checkout.remove();
  await cloud.stop();
});

function applyNetwork(environment: Record<string, string> = {}): Promise<Outcome> {
  const settings = { TF_VAR_ssh_timeout: "30s", ...environment };
  return checkout.beginTerraform("network", ["apply", "-auto-approve"], settings).outcome;
}

async function power(action: "start" | "stop"): Promise<void> {
  const [zone, id] = fe.serverId.split("/");
  const path = `/baremetal/v1/zones/${zone}/servers/${id}/${action}`;
  expect((await callApi(cloud, { method: "POST", path, body: {} })).status).toBe(200);
}

async function refusedBy(hostKey: string): Promise<string> {
  const rogue = await RogueServer.start(hostKey);
  try {
    const { code, output } = await applyNetwork(rogue.environment);
    expect(code).toBe(1);
    return words(output);
  } finally {
    rogue.stop();
  }
}

test("at first contact a server with another key is refused with words that name it", async () => {
  const said = await refusedBy(makeKeyPair("ecdsa", "rogue").private);
  expect(said).toContain(`fe: first contact with opennebula-web at ${fe.publicAddress}, for up to 5s.`);
  expect(said).toContain("A 'key mismatch' means that another machine answers there");
  expect(said).toContain("knownhosts: key mismatch");
});

test("a server that never answers fails within the stated time, named", async () => {
  await power("stop");
  const begun = Date.now();
  const { code, output } = await applyNetwork({ TF_VAR_ssh_timeout: "6s" });
  expect(code).toBe(1);
  expect((Date.now() - begun) / 1000).toBeLessThan(60);
  expect(words(output)).toContain("first contact with opennebula-web");
  expect(words(output)).toContain("for up to 6s.");
  expect(words(output)).toMatch(/timeout - last error/);
  await power("start");
});

test("a run killed between installing the lasting key and saving the state succeeds when repeated", async () => {
  const fault = await cloud.fault("s3.PutObject", { kind: "hold" }, "/network.tfstate?");
  const killed = checkout.beginTerraform("network", ["apply", "-auto-approve"]);
  await cloud.someoneWaitsAt(fault);
  killed.kill();
  await killed.outcome;
  await cloud.control.clearFaults();
  const loaded = await cloud.control.journal({ operation: "server.host-keys-loaded" });
  expect(loaded.length).toBeGreaterThan(1);

  const locked = await applyNetwork();
  const [, lock] = /Lock Info:\s+(?:│\s+)?ID:\s+(\S+)/.exec(locked.output) ?? [];
  expect((await checkout.terraform("network", "force-unlock", "-force", lock!)).code).toBe(0);
  const repeated = await applyNetwork();
  expect({ code: repeated.code, output: repeated.code === 0 ? "" : repeated.output }).toEqual({ code: 0, output: "" });
  expect(repeated.output).toContain("fe: first contact with opennebula-web");
  expect((await checkout.terraform("network", "plan", "-detailed-exitcode")).code).toBe(0);
});

/** The host key that whoever may read the project's servers finds in their user data. */
async function keyFromUserData(): Promise<{ private: string; public: string }> {
  const [zone, id] = fe.serverId.split("/");
  const { body } = await callApi(cloud, { path: `/baremetal/v1/zones/${zone}/servers/${id}` });
  const { ssh_keys: keys } = parse(Buffer.from(body.user_data, "base64").toString("utf8"));
  return { private: keys.ecdsa_private, public: keys.ecdsa_public };
}

test("the key in the user data does not make a server of whoever reads it, neither for Terraform nor for Ansible", async () => {
  await checkout.apply("inventories");
  const stolen = await keyFromUserData();
  checkout.configure("servers: {workers: 0}\nflexibleIps: {dns: [9.9.9.9]}\n");
  await checkout.synth();
  const said = await refusedBy(stolen.private);
  expect(said).toContain("knownhosts: key mismatch");
  expect((await applyNetwork()).code).toBe(0);

  const known = checkout.read("ansible/inventory/house/known_hosts");
  expect(known).toMatch(new RegExp(`^${fe.publicAddress},\\S+ ssh-ed25519 \\S+$`, "m"));
  expect(known).not.toContain("ecdsa");
  if (spawnSync("ssh", ["-V"]).status !== 0) return console.warn("skipped: this machine has no OpenSSH client");
  const folder = mkdtempSync(join(tmpdir(), "rogue-"));
  const rogue = await RogueServer.start(stolen.private);
  try {
    const knownHosts = join(folder, "known_hosts");
    writeFileSync(knownHosts, known);
    expect(await sshTo(rogue, knownHosts)).toMatch(/Host key verification failed|no matching host key type/);
    // The control: with the stolen key's public half beside it, the same client takes the rogue for the server.
    appendFileSync(knownHosts, `${fe.publicAddress} ${stolen.public}\n`);
    expect(await sshTo(rogue, knownHosts)).toContain("Permission denied");
  } finally {
    rogue.stop();
    rmSync(folder, { recursive: true });
  }
});

/** What OpenSSH says that is told to check the key as Ansible tells it. */
async function sshTo(rogue: RogueServer, knownHosts: string): Promise<string> {
  const options = {
    UserKnownHostsFile: knownHosts,
    GlobalKnownHostsFile: "/dev/null",
    StrictHostKeyChecking: "yes",
    HostKeyAlias: fe.publicAddress,
    BatchMode: "yes",
  };
  const words = Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const command = ["ssh", "-F", "/dev/null", ...words, "-p", String(rogue.sshPort), "ubuntu@127.0.0.1", "true"];
  return (await checkout.run(command)).output;
}

test("a failed install is told with the server's name, at the latest at first contact", async () => {
  const cellar = new Checkout(cloud, { deployment: "cellar", beside: checkout });
  cellar.configure("servers: {workers: 0}\ndisposable: true\n");
  await cellar.deploy(["state", "vpc"]);
  await cloud.control.addCondition("install-error", "opennebula-web");
  await cellar.init("instances");
  const installed = await cellar.terraform("instances", "apply", "-auto-approve");
  await cloud.control.clearFaults();
  // The provider takes an install in error for one that has ended.
  expect(installed.code).toBe(0);
  await cellar.init("network");
  const met = await cellar.beginTerraform("network", ["apply", "-auto-approve"], { TF_VAR_ssh_timeout: "5s" }).outcome;
  expect(met.code).toBe(1);
  expect(words(met.output)).toContain("fe: first contact with opennebula-web");
  expect(words(met.output)).toContain("see make diagnose");
});
