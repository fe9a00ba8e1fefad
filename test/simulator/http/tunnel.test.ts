import type { Socket } from "node:net";
import { callApi, connectThrough } from "../../helpers/proxy-client";
import { startSimulator, type TestSimulator } from "../../helpers/simulator";
import { StubServers } from "../../helpers/stub-servers";

const servers = new StubServers();
let simulator: TestSimulator;
let address: string;

beforeAll(async () => {
  simulator = await startSimulator({ makeServers: () => servers });
  const api = (path: string, method = "GET", body?: object) => callApi(simulator, { path, method, body });
  const zone = "/baremetal/v1/zones/fr-par-2";
  const key = { name: "k", public_key: `ssh-ed25519 ${KEY}`, project_id: simulator.credentials.defaultProjectId };
  const sshKey = (await api("/iam/v1alpha1/ssh-keys", "POST", key)).body;
  const offers = (await api(`${zone}/offers?subscription_period=hourly`)).body.offers;
  const systems = (await api(`${zone}/os`)).body.os;
  const created = await api(`${zone}/servers`, "POST", {
    offer_id: offers.find((offer: { name: string }) => offer.name === "EM-A610R-NVME").id,
    project_id: simulator.credentials.defaultProjectId,
    name: "fe",
    description: "",
    tags: [],
    install: {
      os_id: systems.find((os: { version: string }) => os.version.startsWith("24.04")).id,
      hostname: "fe",
      ssh_key_ids: [sshKey.id],
    },
  });
  const server = (await api(`${zone}/servers/${created.body.id}`)).body;
  address = server.ips.find((ip: { version: string }) => ip.version === "IPv4").address;
});
afterAll(() => simulator.stop());
afterEach(() => simulator.control.clearFaults());

const KEY = Buffer.concat([
  Buffer.from([0, 0, 0, 11]),
  Buffer.from("ssh-ed25519"),
  Buffer.from([0, 0, 0, 32]),
  Buffer.alloc(32, 7),
]).toString("base64");

function read(socket: Socket, wanted: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("data", (part) => {
      text += part;
      if (text.includes(wanted)) resolve(text);
    });
    socket.on("close", () => reject(new Error(`closed after "${text}"`)));
  });
}

const closed = (socket: Socket) => new Promise((resolve) => socket.on("close", resolve).resume());

it("carries bytes to a simulated server and back", async () => {
  const { answer, socket } = await connectThrough(simulator, `${address}:22`);
  expect(answer.status).toBe(200);
  const heard = read(socket, "got SSH-2.0-Test");
  socket.write("SSH-2.0-Test\r\n");
  expect(await heard).toContain("SSH-2.0-Stub");
  socket.destroy();
});

it("writes the client's SSH version into the journal, once the connection is over", async () => {
  const { socket } = await connectThrough(simulator, `${address}:22`);
  const heard = read(socket, "got");
  socket.write("SSH-2.0-Go\r\n");
  await heard;
  const over = closed(socket);
  socket.end();
  await over;
  const [entry] = (await simulator.control.journal({ kind: "ssh" })).slice(-1);
  expect(entry).toMatchObject({ operation: "ssh.Connect", host: address, userAgent: "SSH-2.0-Go", status: 200 });
});

it("answers 504 for a server that does not answer", async () => {
  servers.reachable.delete(address);
  const { answer, socket } = await connectThrough(simulator, `${address}:22`);
  servers.reachable.add(address);
  await closed(socket);
  expect(answer.status).toBe(504);
});

it("breaks a connection off when a fault says so", async () => {
  await simulator.control.addFault({ operation: "ssh.Connect", match: null, first: 1, effect: { kind: "drop" } });
  await expect(connectThrough(simulator, `${address}:22`)).rejects.toThrow();
  const { answer, socket } = await connectThrough(simulator, `${address}:22`);
  socket.destroy();
  expect(answer.status).toBe(200);
});

it("answers as the fault says instead of connecting", async () => {
  const effect = { kind: "answer", status: 503, type: null, retryAfterSeconds: null } as const;
  await simulator.control.addFault({ operation: "ssh.Connect", match: address, first: 1, effect });
  const { answer, socket } = await connectThrough(simulator, `${address}:22`);
  socket.destroy();
  expect(answer.status).toBe(503);
});
