// What a node's credential can do when it is stolen, and where the API key is not.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DriverCloud } from "../../ansible/driver/driver-cloud";
import { publicNic } from "../../ansible/driver/virtual-machine";
import { filesWithSecrets, secretsIn } from "../secrets/traces";

jest.setTimeout(120_000);

const PASSWORD = "context-password-4711";
let cloud: DriverCloud;

beforeAll(async () => {
  cloud = await DriverCloud.start({ servers: 2, flexibleIps: 6 });
});
afterAll(() => cloud.stop());

interface Wish {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly node?: string;
  readonly credential?: string;
  readonly authorization?: string;
}

/** With the credential of host0 unless another is given. */
function ask({ method = "POST", path, body = {}, node = "host0", credential = cloud.credentials[0]!, ...rest }: Wish) {
  const authorization = rest.authorization ?? `Basic ${Buffer.from(`${node}:${credential}`).toString("base64")}`;
  const text = JSON.stringify(body);
  return new Promise<{ status: number; body: any }>((resolve, reject) => {
    const call = request(
      {
        host: "127.0.0.1",
        port: cloud.broker.port,
        method,
        path,
        ca: cloud.broker.certificate,
        agent: false,
        headers: { authorization, ...(method === "POST" && { "content-length": Buffer.byteLength(text) }) },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => {
          const content = Buffer.concat(parts).toString();
          resolve({ status: answer.statusCode!, body: content.startsWith("{") ? JSON.parse(content) : content });
        });
      },
    );
    call.on("error", reject);
    call.end(method === "POST" ? text : undefined);
  });
}

const pathOf = (id: string, verb = "") => `/v1/flexible-ips/${id}${verb && `/${verb}`}`;
const wishFor = (place: number) => {
  const { address, macAddress } = cloud.house.ips[place]!;
  return { address, mac_address: macAddress, take_over: true };
};
const serverOf = async (place: number) => (await cloud.house.stateOf(cloud.house.ips[place]!)).server_id;

describe("a stolen node credential", () => {
  test("claims a Flexible IP of this deployment for its own server, and the broker notes from where", async () => {
    const [ip] = cloud.house.ips;
    await cloud.house.attach(ip!, cloud.house.serverIds[1]!);
    const answer = await ask({ path: pathOf(ip!.id, "attach"), body: wishFor(0) });
    expect(answer).toMatchObject({ status: 200, body: { outcome: "attached", server_id: cloud.house.serverIds[0] } });
    expect(await serverOf(0)).toBe(cloud.house.serverIds[0]);
    expect(cloud.broker.log).toContain(
      `from server ${cloud.house.serverIds[1]} to server ${cloud.house.serverIds[0]} (host0)`,
    );
  });

  test("names no other server as the target", async () => {
    const body = { ...wishFor(1), server_id: cloud.house.serverIds[1] };
    expect(await ask({ path: pathOf(cloud.house.ips[1]!.id, "attach"), body })).toMatchObject({ status: 400 });
    expect(await serverOf(1)).toBeNull();
  });

  test("takes nothing off another server", async () => {
    const ip = cloud.house.ips[2]!;
    await cloud.house.attach(ip, cloud.house.serverIds[1]!);
    const answer = await ask({ path: pathOf(ip.id, "detach") });
    expect(answer).toMatchObject({ status: 200, body: { outcome: "left", other_server_id: cloud.house.serverIds[1] } });
    expect(await serverOf(2)).toBe(cloud.house.serverIds[1]);
  });

  test("reaches no Flexible IP beyond the deployment's list, and learns nothing about it", async () => {
    const foreign = await cloud.house.orderAnother();
    const unknown = "00000000-0000-4000-8000-000000000000";
    const from = await cloud.house.now();
    for (const verb of ["attach", "detach"]) {
      const answers = await Promise.all(
        [foreign.id, unknown].map((id) => ask({ path: pathOf(id, verb), body: wishFor(1) })),
      );
      expect(answers.map(({ status }) => status)).toEqual([403, 403]);
      expect(answers[0]).toEqual(answers[1]);
    }
    expect(await ask({ method: "GET", path: pathOf(foreign.id) })).toMatchObject({ status: 403 });
    expect(await cloud.house.callsSince(from)).toEqual([]);
  });

  test.each([
    ["POST", "/v1/flexible-ips"],
    ["GET", "/v1/flexible-ips"],
    ["POST", "/flexible-ip/v1alpha1/zones/fr-par-2/fips/attach"],
    ["POST", "https://api.scaleway.com/baremetal/v1/zones/fr-par-2/servers"],
    ["GET", "/v1/flexible-ips/../../baremetal/v1"],
    ["DELETE", "/v1/flexible-ips/x"],
    ["POST", "/"],
    ["GET", "/v1/health"],
  ])("reaches no other API: %s %s", async (method, path) => {
    const from = await cloud.house.now();
    expect([404, 501]).toContain((await ask({ method, path })).status);
    expect(await cloud.house.callsSince(from)).toEqual([]);
  });

  test("is refused from another address", async () => {
    const [one, two] = cloud.credentials;
    const [A, B] = cloud.house.serverIds;
    const nodes = (address: string) => ({
      host0: { serverId: A!, credential: one!, address },
      host1: { serverId: B!, credential: two! },
    });
    await cloud.broker.restart({ nodes: nodes("127.0.0.9") });
    expect(await ask({ method: "GET", path: pathOf(cloud.house.ips[3]!.id) })).toMatchObject({ status: 401 });
    await cloud.broker.restart({ nodes: nodes("127.0.0.1") });
    expect(await ask({ method: "GET", path: pathOf(cloud.house.ips[3]!.id) })).toMatchObject({ status: 200 });
  });
});

test.each([
  ["the name of another node", { node: "host1" }],
  ["a name that nobody has", { node: "host9" }],
  ["no credential", { credential: "" }],
  ["half a credential", { credential: "abc" }],
  ["another scheme", { authorization: "Bearer abc" }],
  ["nonsense", { authorization: "Basic %%%" }],
])("%s is refused", async (_, change) => {
  const path = pathOf(cloud.house.ips[3]!.id);
  expect(await ask({ method: "GET", path, ...change })).toMatchObject({ status: 401 });
});

test.each([
  ["a list", []],
  ["an address that is none", { address: 7, mac_address: "x" }],
  ["a budget without end", { ...{ address: "1.2.3.4", mac_address: "x" }, budget_seconds: 1e9 }],
  ["a body beyond all measure", { address: "x".repeat(5000) }],
])("%s in a request is refused", async (_, body) => {
  expect(await ask({ path: pathOf(cloud.house.ips[3]!.id, "attach"), body })).toMatchObject({ status: 400 });
});

test("an IP that stands on a server outside of this deployment is not taken", async () => {
  const ip = cloud.house.ips[4]!;
  const nodes = { host0: { serverId: cloud.house.serverIds[0]!, credential: cloud.credentials[0]! } };
  await cloud.house.attach(ip, cloud.house.serverIds[1]!);
  await cloud.broker.restart({ nodes });
  const answer = await ask({ path: pathOf(ip.id, "attach"), body: wishFor(4) });
  expect(answer).toMatchObject({ status: 409, body: { message: expect.stringContaining("none of this deployment") } });
  expect(await serverOf(4)).toBe(cloud.house.serverIds[1]);
});

test("a withdrawn API key is followed by the other one, both ways round", async () => {
  for (const secretKeys of [
    [cloud.house.secretKey, "11111111-1111-4111-8111-111111111111"],
    ["11111111-1111-4111-8111-111111111111", cloud.house.secretKey],
  ]) {
    await cloud.broker.restart({ secretKeys });
    for (let time = 0; time < 2; time++)
      expect(await ask({ method: "GET", path: pathOf(cloud.house.ips[3]!.id) })).toMatchObject({ status: 200 });
  }
});

/** Arguments and environment of a process, while it runs. */
const shownBy = (pid: number) =>
  ["cmdline", "environ"].map((file) => readFileSync(`/proc/${pid}/${file}`, "utf8")).join("\n");

test("the key is in no file, argument, environment or output of a node; credential and key are in none of the broker", async () => {
  const secrets = [
    { name: "API key", value: cloud.house.secretKey },
    { name: "context password", value: PASSWORD },
  ];
  const [node] = cloud.nodes;
  const vm = { id: 7, nics: [publicNic(cloud.house.ips[5]!)], contextPassword: PASSWORD };
  const seen: string[] = [];
  const watch = setInterval(() => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const shown = shownBy(Number(pid));
        if (shown.includes(node!.folder)) seen.push(shown);
      } catch {
        // It has ended meanwhile.
      }
    }
  }, 5);
  let said = "";
  for (const action of ["pre", "post", "clean"] as const) {
    const { stdout, stderr } = await node!.run(action, vm);
    said += stdout + stderr;
  }
  await cloud.house.simulator.control.addFault({
    operation: "flexible-ip.GetFlexibleIP",
    match: null,
    first: 1,
    effect: { kind: "answer", status: 403, type: null, retryAfterSeconds: null },
  });
  said += (await node!.run("pre", vm)).stderr;
  clearInterval(watch);
  expect(seen.length).toBeGreaterThan(0);

  const copy = mkdtempSync(join(tmpdir(), "copy-"));
  node!.copyTo(copy);
  const own = { name: "credential", value: cloud.credentials[0]!.trim() };
  const everywhere = [...secrets, own];
  expect(filesWithSecrets(copy, secrets)).toEqual(new Map());
  expect(secretsIn(`${said}\n${seen.join("\n")}`, everywhere)).toEqual([]);
  expect(secretsIn(cloud.broker.log, everywhere)).toEqual([]);
  expect(secretsIn(shownBy(cloud.broker.pid), everywhere)).toEqual([]);
  // Control: the node does hold its own credential, and what is searched for is found.
  expect([...filesWithSecrets(copy, everywhere).keys()]).toEqual(["settings/credential"]);
  expect(secretsIn(`X-Auth-Token: ${cloud.house.secretKey}`, secrets)).toEqual(["API key"]);
  rmSync(copy, { recursive: true });
});
