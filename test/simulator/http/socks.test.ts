import { connect, Socket } from "node:net";
import { startSimulator, type TestSimulator } from "../../helpers/simulator";
import { StubServers } from "../../helpers/stub-servers";

const servers = new StubServers();
let simulator: TestSimulator;
beforeAll(async () => {
  simulator = await startSimulator({ makeServers: () => servers });
});
afterAll(() => simulator.stop());

const GREETING = [5, 1, 0];
const connectTo = (host: string, port: number, command = 1) => [
  ...[5, command, 0, 3, host.length],
  ...Buffer.from(host),
  ...[port >> 8, port & 255],
];

/** Sends these bytes, in pieces of the given size, and reads until the simulator has said so much. */
async function talk(
  bytes: readonly number[],
  count: number,
  pieceSize = bytes.length,
): Promise<{ socket: Socket; said: Buffer }> {
  const socket = connect(simulator.port, "127.0.0.1");
  let said = Buffer.alloc(0);
  const enough = new Promise<void>((resolve, reject) => {
    socket.on("data", (part) => {
      said = Buffer.concat([said, part]);
      if (said.length >= count) resolve();
    });
    socket.on("error", reject).on("close", () => reject(new Error(`closed after ${said.toString("hex")}`)));
  });
  for (let at = 0; at < bytes.length; at += pieceSize) {
    socket.write(Buffer.from(bytes.slice(at, at + pieceSize)));
    if (pieceSize < bytes.length) await new Promise((resolve) => setImmediate(resolve));
  }
  await enough;
  return { socket, said };
}

test("a SOCKS client is carried to Scaleway's hosts, however its request is cut", async () => {
  for (const pieceSize of [1, 3, 100]) {
    const { socket, said } = await talk([...GREETING, ...connectTo("api.scaleway.com", 443)], 12, pieceSize);
    socket.destroy();
    expect([...said]).toEqual([5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  }
});

test("every other host is refused and stands in the journal, as it does for an HTTP client", async () => {
  const { socket, said } = await talk([...GREETING, ...connectTo("example.com", 443)], 12);
  socket.destroy();
  expect(said[3]).toBe(2);
  const [entry] = (await simulator.control.journal({ kind: "refused" })).slice(-1);
  expect(entry).toMatchObject({ method: "CONNECT", host: "example.com", status: 403 });
});

test("what is no CONNECT, and an IPv6 address, are refused in SOCKS's own words", async () => {
  const bind = await talk([...GREETING, ...connectTo("api.scaleway.com", 443, 2)], 12);
  expect(bind.said[3]).toBe(7);
  const ipv6 = await talk([...GREETING, 5, 1, 0, 4, ...Array(16).fill(0), 1, 187], 12);
  expect(ipv6.said[3]).toBe(8);
  for (const { socket } of [bind, ipv6]) socket.destroy();
});

test("small packets are not held back for each other: SSH would take 40 ms for each of its many", async () => {
  const setNoDelay = jest.spyOn(Socket.prototype, "setNoDelay");
  const { socket } = await talk([...GREETING, ...connectTo("api.scaleway.com", 443)], 12);
  const [served] = setNoDelay.mock.contexts.filter((each) => (each as Socket).localPort === simulator.port);
  expect(served).toBeDefined();
  setNoDelay.mockRestore();
  socket.destroy();
});

test("a client that goes in the middle leaves the simulator at work", async () => {
  const socket = connect(simulator.port, "127.0.0.1");
  socket.write(Buffer.from([...GREETING, 5, 1]));
  await new Promise((resolve) => socket.once("data", resolve));
  socket.destroy();
  expect((await simulator.control.health()).status).toBe("ok");
});
