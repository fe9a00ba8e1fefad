import {
  A115X,
  A610R,
  A610R_MONTHLY,
  B520E,
  PRIVATE_NETWORK_OPTION,
  pathOf,
  SimulatedMetal,
  serversIn,
  UNKNOWN_ID,
} from "./simulated-metal";

let metal: SimulatedMetal;
beforeEach(() => {
  metal = new SimulatedMetal();
});

const get = (server: any) => metal.call("GET", pathOf(server));

test("an order goes through the recorded states until it is installed", () => {
  const server = metal.make("POST", serversIn(), metal.orderFor("fe"));
  const shown = () => {
    const { status, install, ping_status, ips, domain } = get(server).body;
    return [status, install.status, ping_status, ips.length, ips[0]?.reverse_status, domain !== ""];
  };
  expect(server).toMatchObject({ status: "ordered", install: { status: "to_install" }, ips: [], domain: "" });
  expect(shown()).toEqual(["ordered", "to_install", "ping_status_unknown", 0, undefined, false]);
  metal.pass(3);
  expect(shown()).toEqual(["ordered", "to_install", "ping_status_unknown", 2, "unknown", false]);
  metal.pass(3);
  expect(shown()).toEqual(["ready", "to_install", "ping_status_unknown", 2, "unknown", false]);
  metal.pass(20);
  expect(shown()).toEqual(["ready", "installing", "ping_status_up", 2, "pending", true]);
  metal.pass(100);
  expect(shown()).toEqual(["ready", "installing", "ping_status_up", 2, "active", true]);
  metal.pass(200);
  expect(shown()).toEqual(["ready", "completed", "ping_status_up", 2, "active", true]);
});

test("with an instant clock the first look finds everything done", () => {
  metal.clock.set("instant");
  const server = metal.make("POST", serversIn(), metal.orderFor("fe"));
  expect(server.install.status).toBe("to_install");
  expect(get(server).body).toMatchObject({ status: "ready", install: { status: "completed" } });
});

test("without an install a server is delivered empty", () => {
  const server = metal.make("POST", serversIn(), { ...metal.orderFor("spare"), install: undefined });
  expect(server).toMatchObject({ status: "delivering", install: null });
  metal.pass(400);
  expect(get(server).body).toMatchObject({ status: "ready", install: null });
  expect(metal.machines.calls).toEqual([]);
});

test("what was ordered comes back", () => {
  const user_data = Buffer.from("#cloud-config\n").toString("base64");
  const wanted = { description: "front-end", tags: ["a", "b"], protected: true, user_data };
  const order = metal.orderFor("fe", wanted);
  const server = metal.makeServer("ignored", { ...order, option_ids: null });
  expect(server).toMatchObject({
    ...wanted,
    name: "fe",
    project_id: metal.owner.defaultProjectId,
    organization_id: metal.owner.organizationId,
    offer_id: A610R,
    offer_name: "EM-A610R-NVME",
    zone: "fr-par-2",
    boot_type: "normal",
    rescue_server: null,
    install: { ssh_key_ids: (order.install as any).ssh_key_ids, hostname: "", user: "ubuntu", service_user: "" },
  });
});

test("public addresses are unique, of the zone's block, and the IPv6 one carries the MAC", () => {
  metal.clock.set("instant");
  const servers = Array.from({ length: 60 }, (_, index) => metal.makeServer(`host${index}`));
  const addresses = servers.flatMap((server) => server.ips.map((ip: any) => ip.address));
  expect(new Set(addresses).size).toBe(120);
  for (const server of servers) {
    const [v4, v6] = ["IPv4", "IPv6"].map((version) => server.ips.find((ip: any) => ip.version === version).address);
    expect(v4).toMatch(/^51\.159\.\d+\.\d+$/);
    expect(v4).not.toMatch(/\.(0|1|255)$/);
    expect(v6).toMatch(/^2001:bc8:1201:[0-9a-f]+:b683:51ff:fe[0-9a-f]{1,2}:[0-9a-f]{1,4}$/);
  }
  expect(JSON.stringify(servers[0])).not.toContain("mac_address");
});

test("lists are ordered by creation, in either direction, and come in pages", () => {
  metal.clock.set("instant");
  for (const name of ["fe", "host01", "host02"]) {
    metal.pass(1);
    metal.make("POST", serversIn(), metal.orderFor(name));
  }
  const names = (query: string) => metal.make("GET", `${serversIn()}?${query}`).servers.map((each: any) => each.name);
  expect(names("")).toEqual(["fe", "host01", "host02"]);
  expect(names("order_by=created_at_asc")).toEqual(["fe", "host01", "host02"]);
  expect(names("order_by=created_at_desc")).toEqual(["host02", "host01", "fe"]);
  expect(names("page_size=2&page=2")).toEqual(["host02"]);
  expect(metal.call("GET", `${serversIn()}?order_by=name_asc`).status).toBe(400);
});

describe("filters", () => {
  let names: (query: string) => string[];
  beforeEach(() => {
    const other = metal.makeProject("other");
    metal.makeServer("fe", { tags: ["blue"], option_ids: null });
    metal.makeServer("host01", { tags: ["blue", "green"] });
    const install = metal.installFor("7d1914e1-f4ab-47fc-bd8c-b3a23143e87a", metal.makeSshKey("other", other));
    metal.make("POST", serversIn(), metal.orderFor("host02", { project_id: other, tags: ["red"], install }));
    names = (query) => metal.make("GET", `${serversIn()}?${query}`).servers.map((each: any) => each.name);
  });

  test.each([
    ["name=host", ["host01", "host02"]],
    ["tags=green", ["host01"]],
    ["tags=green&tags=red", ["host01", "host02"]],
    ["status=ordered", ["host02"]],
    ["status=ordered&status=ready", ["fe", "host01", "host02"]],
    [`option_id=${PRIVATE_NETWORK_OPTION}`, ["host01"]],
    ["name=host&tags=blue", ["host01"]],
    ["tags=none", []],
  ])("%s finds %j", (query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  test("project_id and organization_id", () => {
    expect(names(`project_id=${metal.owner.defaultProjectId}`)).toEqual(["fe", "host01"]);
    expect(names(`organization_id=${metal.owner.organizationId}`)).toEqual(["fe", "host01", "host02"]);
    expect(names(`organization_id=${UNKNOWN_ID}`)).toEqual([]);
  });
});

test("a zone shows its own servers only", () => {
  const server = metal.makeServer("fe");
  expect(metal.make("GET", serversIn("fr-par-1")).servers).toEqual([]);
  expect(metal.call("GET", `${serversIn("fr-par-1")}/${server.id}`)).toEqual({
    status: 404,
    body: { message: "Not Found" },
  });
});

test("an unknown server answers 404 without a type", () => {
  expect(metal.call("GET", `${serversIn()}/${UNKNOWN_ID}`)).toEqual({ status: 404, body: { message: "Not Found" } });
});

describe("an order is refused", () => {
  test.each([
    ["an unknown offer", { offer_id: UNKNOWN_ID }, 404, { type: "not_found", resource: "offer" }],
    ["an empty stock", { offer_id: B520E }, 412, { type: "out_of_stock", resource: "offer" }],
    ["an unknown option", { option_ids: [UNKNOWN_ID] }, 404, { type: "not_found", resource: "option" }],
    [
      "an option that the offer does not sell",
      { option_ids: ["31f5cddb-8217-4eb0-ac6a-96dbcb080b88"] },
      412,
      { type: "precondition_failed", help_message: expect.stringContaining("Public Bandwidth 10Gbps") },
    ],
    ["an unknown project", { project_id: UNKNOWN_ID }, 403, { type: "permissions_denied" }],
    ["an unknown field", { colour: "red" }, 400, { details: [{ argument_name: "colour", reason: "unknown" }] }],
    ["an empty name", { name: "" }, 400, { details: [{ argument_name: "name", reason: "constraint" }] }],
    [
      "user data that is not base64",
      { user_data: "#cloud-config" },
      400,
      { details: [{ argument_name: "user_data" }] },
    ],
  ])("for %s", (_, changes, status, body) => {
    const answer = metal.call("POST", serversIn(), metal.orderFor("fe", changes));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(body);
    expect(metal.store.table("baremetal.servers").list()).toEqual([]);
  });

  test("when the stock runs out between plan and apply", () => {
    const restock = metal.setCondition("stock-empty", "EM-A610R-NVME");
    expect(metal.call("POST", serversIn(), metal.orderFor("fe")).body).toMatchObject({ type: "out_of_stock" });
    restock();
    expect(metal.call("POST", serversIn(), metal.orderFor("fe")).status).toBe(200);
  });

  test("when the quota of the offer is used up, whatever its period", () => {
    const quota = { id: "q", kind: "quota", resource: "EM_A610R_NVMe", limit: 2 };
    metal.store.table("control.conditions").put(quota);
    metal.make("POST", serversIn(), metal.orderFor("fe"));
    metal.make("POST", serversIn(), metal.orderFor("host01", { offer_id: A610R_MONTHLY }));
    const answer = metal.call("POST", serversIn(), metal.orderFor("host02"));
    expect(answer.status).toBe(403);
    expect(answer.body.details).toEqual([{ resource: "EM_A610R_NVMe", quota: 2, current: 2 }]);
    expect(metal.call("POST", serversIn(), metal.orderFor("host02", { offer_id: A115X })).status).toBe(200);
  });
});

test("a change touches what it names and nothing else", () => {
  const server = metal.makeServer("fe", { description: "old", tags: ["a"] });
  const changed = metal.make("PATCH", pathOf(server), { tags: ["b"], protected: true });
  expect(changed).toEqual({ ...server, tags: ["b"], protected: true, updated_at: changed.updated_at });
  expect(changed.updated_at > server.updated_at).toBe(true);
  expect(metal.make("PATCH", pathOf(server), { name: null, description: "" })).toMatchObject({
    name: "fe",
    description: "",
    tags: ["b"],
  });
});

test("an unknown field in a change is refused", () => {
  const server = metal.makeServer("fe");
  const answer = metal.call("PATCH", pathOf(server), { offer_id: A115X });
  expect(answer.body.details[0]).toMatchObject({ argument_name: "offer_id", reason: "unknown" });
});

test("a protected server is not deleted until it is not protected any more", () => {
  const server = metal.makeServer("fe", { protected: true });
  const answer = metal.call("DELETE", pathOf(server));
  expect(answer.status).toBe(412);
  expect(answer.body).toMatchObject({ type: "precondition_failed", help_message: expect.stringContaining('"fe"') });
  metal.pass(400);
  expect(get(server).body.status).toBe("ready");
  metal.make("PATCH", pathOf(server), { protected: false });
  expect(metal.call("DELETE", pathOf(server)).status).toBe(200);
});

test("a deleted server shows that it goes, and then is gone with its machine", () => {
  const server = metal.makeServer("fe");
  expect(metal.call("DELETE", pathOf(server))).toMatchObject({ status: 200, body: { status: "deleting" } });
  expect(get(server).body).toMatchObject({
    status: "deleting",
    options: [{ id: PRIVATE_NETWORK_OPTION, status: "option_status_disabling" }],
  });
  expect(metal.call("DELETE", pathOf(server))).toMatchObject({ status: 409, body: { type: "transient_state" } });
  expect(metal.call("PATCH", pathOf(server), { name: "x" }).status).toBe(409);
  metal.pass(15);
  expect(get(server)).toEqual({ status: 404, body: { message: "Not Found" } });
  expect(metal.machines.calls).toEqual(["install fe", "remove"]);
  expect(metal.store.table("baremetal.servers").list()).toEqual([]);
});

test("a server whose install hangs can be deleted", () => {
  metal.setCondition("install-stuck", "fe");
  const server = metal.makeServer("fe");
  expect(server.install.status).toBe("installing");
  metal.make("DELETE", pathOf(server));
  metal.pass(15);
  expect(get(server).status).toBe(404);
});

describe("a key of another project", () => {
  let token: string;
  let server: any;
  beforeEach(() => {
    server = metal.makeServer("fe");
    token = metal.makeToken(metal.makeProject("other"), "ElasticMetalFullAccess");
  });

  test("does not see the server in lists", () => {
    expect(metal.make("GET", serversIn(), undefined, token).servers).toEqual([]);
  });

  test.each([
    ["GET", "", undefined],
    ["PATCH", "", { name: "mine" }],
    ["DELETE", "", undefined],
    ["POST", "/stop", {}],
    ["POST", `/options/${PRIVATE_NETWORK_OPTION}`, {}],
  ] as const)("may not %s it%s", (method, path, body) => {
    const answer = metal.call(method, `${pathOf(server)}${path}`, body, token);
    expect(answer).toMatchObject({ status: 403, body: { type: "permissions_denied" } });
  });

  test("may not order in the first project", () => {
    expect(metal.call("POST", serversIn(), metal.orderFor("x"), token)).toMatchObject({
      status: 403,
      body: { details: [{ resource: "server", action: "write" }] },
    });
  });
});

test("a key that may only read, reads", () => {
  const server = metal.makeServer("fe");
  const token = metal.makeToken(metal.owner.defaultProjectId, "ElasticMetalReadOnly");
  expect(metal.call("GET", pathOf(server), undefined, token).status).toBe(200);
  expect(metal.call("DELETE", pathOf(server), undefined, token).status).toBe(403);
});
