import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Monitor } from "../../../../simulator/servers/metal/qmp";

const folder = mkdtempSync(join(tmpdir(), "qmp-"));
const path = join(folder, "monitor");
let server: Server;
let machine: Socket;

/** Answers as QEMU does: a greeting, an event in between, then what was asked. */
beforeEach(async () => {
  server = createServer((socket) => {
    machine = socket;
    socket.write('{"QMP": {"version": {}, "capabilities": []}}\r\n');
    socket.on("data", (part) => {
      for (const line of part.toString().trim().split("\n")) {
        const { execute } = JSON.parse(line);
        socket.write('{"event": "RESUME", "timestamp": {}}\r\n');
        if (execute === "unknown")
          socket.write('{"error": {"class": "CommandNotFound", "desc": "no such command"}}\r\n');
        else if (execute !== "silent") socket.write(`{"return": {"was": "${execute}"}}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
});
afterEach(() => {
  machine?.destroy();
  return new Promise((resolve) => server.close(resolve));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("answers come to those who asked, in order, whatever events come between", async () => {
  const monitor = await Monitor.open(path);
  const answers = await Promise.all([monitor.call("query-status"), monitor.call("query-name")]);
  expect(answers).toEqual([{ was: "query-status" }, { was: "query-name" }]);
  await expect(monitor.call("unknown")).rejects.toThrow("no such command");
  monitor.close();
});

test("a machine that ends refuses what is still asked, and is known to have ended", async () => {
  const monitor = await Monitor.open(path);
  const asked = monitor.call("silent");
  machine.destroy();
  await expect(asked).rejects.toThrow("the machine has ended");
  await expect(monitor.ended).resolves.toBeUndefined();
});

test("nothing at the socket is an error, not a wait", async () => {
  await expect(Monitor.open(join(folder, "nobody"))).rejects.toThrow();
});
