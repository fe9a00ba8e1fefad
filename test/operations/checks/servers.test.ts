import {
  checkAttachments,
  checkServers,
  checkStrangers,
  type ServerCondition,
} from "../../../operations/checks/servers";

const NOW = new Date("2026-03-01T12:00:00Z");
const host01 = { name: "host01", serverName: "opennebula-worker-0", role: "worker", allowReinstall: false };
const config = { name: "house", zone: "fr-par-2", disposable: false, servers: { hosts: [host01] } } as never;
const healthy: ServerCondition = {
  id: "1a",
  name: "opennebula-worker-0",
  status: "ready",
  pingStatus: "ping_status_up",
  createdAt: new Date("2026-03-01T11:50:00Z"),
  install: { status: "completed" },
};
const anHourAgo = { createdAt: new Date("2026-03-01T10:50:00Z") };

test.each<[string, Partial<ServerCondition>, string, string]>([
  ["ok", {}, "ready, installed", ""],
  ["ok", { pingStatus: "ping_status_unknown" }, "ready, installed", ""],
  ["warn", { status: "delivering", install: undefined }, "status delivering", "again"],
  ["warn", { install: { status: "installing" } }, "installing, ordered 10 min ago", "Wait"],
  [
    "fail",
    { install: { status: "installing" }, ...anHourAgo },
    "still installing 70 min after its order: stuck",
    "taint",
  ],
  ["fail", { install: { status: "error" } }, "its install ended in error", "taint"],
  ["fail", { status: "stopped" }, "powered off", "scw baremetal server start 1a zone=fr-par-2"],
  ["fail", { status: "error" }, "status error", "support"],
  ["fail", { status: "locked" }, "status locked", "support"],
  ["fail", { pingStatus: "ping_status_down" }, "does not answer ping", "reboot 1a"],
])("%s: a server that is %j", (status, condition, what, remedy) => {
  expect(checkServers(config, [{ ...healthy, ...condition }], NOW)).toEqual([
    {
      check: "server host01",
      status,
      what: expect.stringContaining(what),
      remedy: remedy === "" ? "" : expect.stringContaining(remedy),
    },
  ]);
});

test("a server with a failed install is protected, and the remedy lifts that first unless the deployment is disposable", () => {
  const failed = [{ ...healthy, install: { status: "error" as const } }];
  const [guarded] = checkServers(config, failed, NOW);
  expect(guarded!.remedy).toContain("servers.allowReinstall: [host01] and make infra; then terraform");
  const [free] = checkServers({ ...(config as object), disposable: true } as never, failed, NOW);
  expect(free!.remedy).not.toContain("allowReinstall");
});

test("a server that the file names and the project lacks is to be ordered", () => {
  expect(checkServers(config, [], NOW)).toMatchObject([{ check: "server host01", status: "warn" }]);
});

test("a server that the file does not name is told of, since it is billed", () => {
  expect(checkStrangers(config, [healthy])).toEqual([]);
  const stranger = { ...healthy, id: "9z", name: "left-over" };
  expect(checkStrangers(config, [healthy, stranger])).toMatchObject([
    { check: "server left-over", status: "warn", what: expect.stringContaining("9z") },
  ]);
});

const attached = (privateNetworkId: string, status = "attached", serverId = "1a") =>
  ({ serverId, privateNetworkId, status }) as never;

test.each([
  ["ok", [attached("n1"), attached("n2")], "2 Private Networks attached"],
  ["fail", [attached("n1"), attached("n2", "attaching")], "Private Network n2 is attaching"],
  ["fail", [attached("n1"), attached("n2", "attached", "another")], "1 of 2 Private Networks are attached"],
])("%s: attachments %j", (status, attachments, what) => {
  expect(checkAttachments(config, [healthy], attachments)).toMatchObject([
    { check: "networks of host01", status, what },
  ]);
});

test("an attachment in error is to be detached first, since Terraform would see nothing to change", () => {
  const [check] = checkAttachments(config, [healthy], [attached("n1"), attached("n2", "error")]);
  expect(check?.remedy).toContain(
    "scw baremetal private-network delete server-id=1a private-network-id=n2 zone=fr-par-2. Then make infra",
  );
});
