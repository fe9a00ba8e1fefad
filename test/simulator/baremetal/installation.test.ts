import {
  A115X,
  A610R,
  A610R_MONTHLY,
  L110X,
  PROXMOX_8,
  pathOf,
  SimulatedMetal,
  serversIn,
  UBUNTU_20,
  UBUNTU_22,
  UBUNTU_24,
  UNKNOWN_ID,
} from "./simulated-metal";

const CLOUD_CONFIG = "#cloud-config\nssh_keys: {}\n# é\n";
const USER_DATA = Buffer.from(CLOUD_CONFIG).toString("base64");

let metal: SimulatedMetal;
beforeEach(() => {
  metal = new SimulatedMetal();
});

const get = (server: any) => metal.make("GET", pathOf(server));

test("the machine gets everything that the order says", () => {
  const [one, two] = [metal.makeSshKey("one"), metal.makeSshKey("two")];
  const install = { ...metal.installFor(UBUNTU_24, one, two), hostname: "front" };
  const server = metal.makeServer("fe", { install, user_data: USER_DATA });
  const address = server.ips.find((ip: any) => ip.version === "IPv4").address;
  const keys = [one, two].map((id) => metal.make("GET", `/iam/v1alpha1/ssh-keys/${id}`).public_key);
  expect(metal.machines.orders).toEqual([
    {
      serverId: server.id,
      zone: "fr-par-2",
      name: "fe",
      hostname: "front",
      os: { name: "Ubuntu", version: "24.04 LTS (Noble Numbat)" },
      user: "ubuntu",
      authorizedKeys: keys,
      userData: CLOUD_CONFIG,
      publicNetwork: {
        address,
        prefixLength: 24,
        gateway: address.replace(/\.\d+$/, ".1"),
        macAddress: expect.stringMatching(/^b4:83:51(:[0-9a-f]{2}){3}$/),
      },
    },
  ]);
});

test("without a hostname the machine is called as the server, and the answer stays empty", () => {
  expect(metal.makeServer("fe").install.hostname).toBe("");
  expect(metal.machines.orders[0]).toMatchObject({ hostname: "fe", userData: "" });
});

test("the install is completed only when the machine says so", () => {
  metal.machines.outcome = undefined;
  const server = metal.makeServer("fe");
  expect(server.install.status).toBe("installing");
  metal.pass(10_000);
  expect(get(server).install.status).toBe("installing");
  metal.machines.outcome = "completed";
  expect(get(server).install.status).toBe("completed");
  expect(metal.machines.calls).toEqual(["install fe"]);
});

test("the install ends in error when the machine says so", () => {
  metal.machines.outcome = "error";
  expect(metal.makeServer("fe")).toMatchObject({ status: "ready", install: { status: "error" } });
});

test("an install that is made to fail does so without a machine", () => {
  metal.setCondition("install-error", "host01");
  const server = metal.makeServer("host01");
  expect(server.install.status).toBe("error");
  expect(metal.makeServer("fe").install.status).toBe("completed");
  expect(metal.machines.calls).toEqual(["install fe"]);
});

test("a failed install can be repeated", () => {
  const repair = metal.setCondition("install-error", "host01");
  const server = metal.makeServer("host01");
  repair();
  metal.make("POST", `${pathOf(server)}/install`, metal.installFor(UBUNTU_24, server.install.ssh_key_ids[0]));
  metal.pass(400);
  expect(get(server).install.status).toBe("completed");
});

test.each(["name", "id", "*"])("an install that is made to hang, by %s, goes on when it is let go", (by) => {
  const { id } = metal.make("POST", serversIn(), metal.orderFor("host01"));
  const letGo = metal.setCondition("install-stuck", by === "name" ? "host01" : by === "id" ? id : "*");
  const server = { zone: "fr-par-2", id };
  metal.pass(10_000);
  expect(get(server).install.status).toBe("installing");
  expect(metal.machines.calls).toEqual([]);
  letGo();
  expect(get(server).install.status).toBe("completed");
  expect(metal.machines.calls).toEqual(["install host01"]);
});

describe("a reinstall", () => {
  let server: any;
  beforeEach(() => {
    server = metal.makeServer("fe", { user_data: USER_DATA });
  });

  const reinstall = (changes: Record<string, unknown> = {}) =>
    metal.call("POST", `${pathOf(server)}/install`, {
      ...metal.installFor(UBUNTU_22, server.install.ssh_key_ids[0]),
      hostname: "fe",
      ...changes,
    });

  test("wipes the machine with another system and the user data of the server", () => {
    expect(reinstall()).toMatchObject({ status: 200, body: { status: "ready", install: { status: "to_install" } } });
    metal.pass(400);
    expect(get(server).install).toMatchObject({ os_id: UBUNTU_22, hostname: "fe", status: "completed" });
    expect(metal.machines.calls).toEqual(["install fe", "install fe"]);
    expect(metal.machines.orders[1]).toMatchObject({
      os: { version: "22.04 LTS (Jammy Jellyfish)" },
      userData: CLOUD_CONFIG,
      publicNetwork: metal.machines.orders[0]!.publicNetwork,
    });
  });

  test("keeps addresses, options and name of the server", () => {
    reinstall();
    metal.pass(400);
    const { ips, options, name, domain } = server;
    expect(get(server)).toMatchObject({ ips, options, name, domain });
  });

  test("is refused while another one runs", () => {
    reinstall();
    expect(reinstall()).toMatchObject({ status: 409, body: { type: "transient_state", current_state: "to_install" } });
    metal.pass(400);
    expect(reinstall().status).toBe(200);
  });

  test("is refused on a server that is switched off", () => {
    metal.make("POST", `${pathOf(server)}/stop`, {});
    metal.pass(60);
    expect(reinstall()).toMatchObject({ status: 409, body: { current_state: "stopped" } });
  });

  test("that is made to fail takes the old system away", () => {
    metal.setCondition("install-error", "fe");
    reinstall();
    metal.pass(400);
    expect(get(server).install.status).toBe("error");
    expect(metal.machines.calls).toEqual(["install fe", "remove"]);
  });

  test("takes new user data along", () => {
    reinstall({ user_data: Buffer.from("#!/bin/sh\n").toString("base64") });
    metal.pass(400);
    expect(get(server).install.status).toBe("completed");
    expect(metal.machines.orders[1]!.userData).toBe("#!/bin/sh\n");
  });
});

test("new user data waits for the next install", () => {
  const server = metal.makeServer("fe", { user_data: USER_DATA });
  const user_data = Buffer.from("#!/bin/sh\n").toString("base64");
  expect(metal.make("PATCH", pathOf(server), { user_data }).user_data).toBe(user_data);
  metal.pass(1000);
  expect(get(server)).toMatchObject({ user_data, install: { status: "completed" } });
  expect(metal.machines.calls).toEqual(["install fe"]);
  expect(metal.make("PATCH", pathOf(server), { user_data: "" }).user_data).toBeNull();
});

describe("user data is refused with 503", () => {
  test("by an offer without cloud-init, in the recorded words", () => {
    const order = metal.orderFor("fe", { offer_id: A115X, user_data: USER_DATA });
    expect(metal.call("POST", serversIn(), order)).toEqual({
      status: 503,
      body: { message: "cloud-init is not supported on this offer" },
    });
  });

  test("by a system without cloud-init", () => {
    const install = metal.installFor(UBUNTU_20, metal.makeSshKey());
    const answer = metal.call("POST", serversIn(), metal.orderFor("fe", { install, user_data: USER_DATA }));
    expect(answer).toEqual({ status: 503, body: { message: "cloud-init is not supported on this OS" } });
  });

  test("by a change of a server that cannot take it", () => {
    const server = metal.makeServer("fe", { offer_id: A115X });
    expect(metal.call("PATCH", pathOf(server), { user_data: USER_DATA }).status).toBe(503);
    expect(metal.call("PATCH", pathOf(server), { user_data: "" }).status).toBe(200);
  });
});

describe("an install is refused", () => {
  const asks = (changes: Record<string, unknown>, order: Record<string, unknown> = {}) => {
    const install = { ...metal.installFor(UBUNTU_24, metal.makeSshKey()), ...changes };
    return metal.call("POST", serversIn(), metal.orderFor("fe", { install, ...order }));
  };

  test.each([
    ["without an SSH key", { ssh_key_ids: [] }, "install.ssh_key_ids", "required"],
    ["for a user that the system does not have", { user: "admin" }, "install.user", "constraint"],
    ["with a password that the system does not take", { password: "secret" }, "install.password", "constraint"],
    ["for a service without its password", { os_id: PROXMOX_8 }, "install.service_password", "required"],
  ])("%s", (_, changes, argument_name, reason) => {
    const answer = asks(changes);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ type: "invalid_arguments", details: [{ argument_name, reason }] });
  });

  test("when the system cannot run on the offer", () => {
    const answer = asks({ os_id: PROXMOX_8, service_password: "secret" }, { offer_id: A115X });
    expect(answer.body.details).toEqual([
      {
        argument_name: "install.os_id",
        reason: "constraint",
        help_message: expect.stringContaining("cannot run on this offer"),
      },
    ]);
  });

  test("for an unknown system or key", () => {
    expect(asks({ os_id: UNKNOWN_ID }).body).toMatchObject({ type: "not_found", resource: "os" });
    expect(asks({ ssh_key_ids: [UNKNOWN_ID] }).body).toMatchObject({ type: "not_found", resource: "ssh_key" });
  });

  test("for a key that is disabled or of another project", () => {
    const disabled = metal.makeSshKey("disabled");
    metal.make("PATCH", `/iam/v1alpha1/ssh-keys/${disabled}`, { disabled: true });
    const foreign = metal.makeSshKey("foreign", metal.makeProject("other"));
    for (const id of [disabled, foreign]) {
      expect(asks({ ssh_key_ids: [id] }).body.details[0]).toMatchObject({
        argument_name: "install.ssh_key_ids",
        help_message: expect.stringContaining(id),
      });
    }
  });

  test("naming every argument that is wrong", () => {
    const { details } = asks({ ssh_key_ids: [], user: "admin", password: "x" }).body;
    expect(details.map((detail: any) => detail.argument_name)).toEqual([
      "install.user",
      "install.password",
      "install.ssh_key_ids",
    ]);
  });
});

test("the user may be named when it is the one that the system has", () => {
  const install = { ...metal.installFor(UBUNTU_24, metal.makeSshKey()), user: "ubuntu" };
  expect(metal.makeServer("fe", { install }).install).toMatchObject({ user: "ubuntu", status: "completed" });
});

test("no password is kept anywhere", () => {
  const install = { ...metal.installFor(PROXMOX_8), service_password: "planted-secret-7f3a" };
  expect(metal.makeServer("fe", { install }).install.service_user).toBe("root");
  expect(JSON.stringify(metal.store.table("baremetal.servers").list())).not.toContain("planted-secret-7f3a");
});

describe("power", () => {
  let server: any;
  beforeEach(() => {
    server = metal.makeServer("fe");
    metal.machines.calls.length = 0;
  });
  const act = (path: string, body: unknown = {}) => metal.call("POST", `${pathOf(server)}/${path}`, body);

  test("a server is stopped and started", () => {
    expect(act("stop").body.status).toBe("stopping");
    metal.pass(60);
    expect(get(server)).toMatchObject({ status: "stopped", ping_status: "ping_status_down" });
    expect(act("start", { boot_type: "unknown_boot_type", ssh_key_ids: null }).body.status).toBe("starting");
    metal.pass(100);
    expect(get(server)).toMatchObject({ status: "ready", ping_status: "ping_status_up" });
    expect(metal.machines.calls).toEqual(["power off", "power on"]);
  });

  test("a server is rebooted", () => {
    expect(act("reboot", { boot_type: "normal", ssh_key_ids: null }).body.status).toBe("stopping");
    metal.pass(20);
    expect(get(server).status).toBe("starting");
    metal.pass(60);
    expect(get(server).status).toBe("ready");
    expect(metal.machines.calls).toEqual(["reboot"]);
  });

  test.each([
    ["start", "ready"],
    ["stop", "stopped"],
    ["reboot", "stopped"],
  ])("%s is refused when the server is %s", (path, state) => {
    if (state === "stopped") {
      act("stop");
      metal.pass(60);
    }
    expect(act(path)).toMatchObject({ status: 409, body: { type: "transient_state", current_state: state } });
  });

  test("rescue mode is refused with words", () => {
    const { details } = act("reboot", { boot_type: "rescue" }).body;
    expect(details[0].help_message).toBe("rescue mode is not simulated; boot the installed system");
    expect(get(server).status).toBe("ready");
  });
});

test("a server moves from the hourly to the monthly offer, and not back", () => {
  const server = metal.makeServer("fe");
  const migrate = () => metal.call("POST", `${pathOf(server)}/migrate-offer-monthly`, {});
  expect(migrate().body).toMatchObject({ status: "migrating", offer_id: A610R });
  metal.pass(60);
  expect(get(server)).toMatchObject({ status: "ready", offer_id: A610R_MONTHLY, offer_name: "EM-A610R-NVME" });
  expect(migrate()).toMatchObject({ status: 412, body: { type: "precondition_failed" } });
});

describe("partitioning", () => {
  const SCHEMAS = "/baremetal/v1/zones/fr-par-2/partitioning-schemas";
  const standard = () => metal.make("GET", `${SCHEMAS}/default?offer_id=${A610R}&os_id=${UBUNTU_24}`);

  test("an install without a layout shows the default one", () => {
    expect(metal.makeServer("fe").install.partitioning_schema).toEqual(standard());
  });

  test("the root of a 1 TB disk is as large as recorded", () => {
    expect(standard().disks[0].partitions[3]).toMatchObject({ label: "root", size: 1_018_839_433_216 });
  });

  test("a layout of one's own is kept", () => {
    const schema = standard();
    schema.filesystems[2].format = "xfs";
    const install = { ...metal.installFor(UBUNTU_24, metal.makeSshKey()), partitioning_schema: schema };
    expect(metal.makeServer("fe", { install }).install.partitioning_schema).toEqual(schema);
  });

  test("an offer with the older installer takes none", () => {
    const answer = metal.call("GET", `${SCHEMAS}/default?offer_id=${L110X}&os_id=${UBUNTU_22}`);
    expect(answer).toEqual({ status: 404, body: { message: "Custom Partitioning not supported" } });
    expect(metal.makeServer("fe", { offer_id: L110X }).install.partitioning_schema).toBeNull();
  });

  test.each([
    ["a disk that is not there", (schema: any) => (schema.disks[1].device = "/dev/nvme7n1"), "no disk /dev/nvme7n1"],
    ["more than the disk holds", (schema: any) => (schema.disks[0].partitions[3].size *= 2), "larger than the disk"],
    [
      "a RAID of nothing",
      (schema: any) => (schema.raids[0].devices[0] = "/dev/nvme0n1p9"),
      "no partition /dev/nvme0n1p9",
    ],
    ["no root", (schema: any) => schema.filesystems.pop(), "nothing is mounted on /"],
  ])("%s is refused", (_, spoil, why) => {
    const schema = standard();
    expect(metal.call("POST", `${SCHEMAS}/validate`, asked(schema)).status).toBe(204);
    spoil(schema);
    const answer = metal.call("POST", `${SCHEMAS}/validate`, asked(schema));
    expect(answer.status).toBe(400);
    expect(answer.body.details.map((detail: any) => detail.help_message).join()).toContain(why);
  });

  const asked = (partitioning_schema: unknown) => ({ offer_id: A610R, os_id: UBUNTU_24, partitioning_schema });
});
