import { pathOf, SimulatedMetal, UNKNOWN_ID } from "../baremetal/simulated-metal";

const FIPS = "/flexible-ip/v1alpha1/zones/fr-par-2/fips";
const GONE = {
  status: 403,
  body: {
    type: "permissions_denied",
    message: "insufficient permissions",
    details: [{ resource: "flexible-ip", action: "read" }],
  },
};

let metal: SimulatedMetal;
let server: any;
beforeEach(() => {
  metal = new SimulatedMetal();
  server = metal.makeServer("host01");
});

const order = (changes: Record<string, unknown> = {}) => {
  const project_id = metal.owner.defaultProjectId;
  return metal.make("POST", FIPS, { project_id, description: "", tags: [], is_ipv6: false, ...changes });
};
const call = (ip: any) => metal.call("GET", `${FIPS}/${ip.id}`);
const get = (ip: any) => call(ip).body;
const attach = (to: any, ...ips: any[]) =>
  metal.call("POST", `${FIPS}/attach`, { fips_ids: ips.map(({ id }) => id), server_id: to.id });
const detach = (...ips: any[]) => metal.call("POST", `${FIPS}/detach`, { fips_ids: ips.map(({ id }) => id) });
const attached = (to: any = server) => {
  const ip = order({ server_id: to.id });
  metal.pass(15);
  return get(ip);
};

test("an IP that nobody uses is ready at once", () => {
  const ip = order({ description: "spare", tags: ["a"] });
  expect(ip).toMatchObject({
    description: "spare",
    tags: ["a"],
    status: "ready",
    server_id: null,
    mac_address: null,
    zone: "fr-par-2",
    project_id: metal.owner.defaultProjectId,
    organization_id: metal.owner.organizationId,
  });
  expect(ip.ip_address).toMatch(/^62\.210\.\d+\.\d+$/);
  expect(ip.reverse).toBe(`${ip.ip_address.replaceAll(".", "-")}.rev.poneytelecom.eu.`);
  expect(get(ip)).toEqual(ip);
});

test("an IPv6 one is a /64", () => {
  const { ip_address, reverse } = order({ is_ipv6: true });
  expect(ip_address).toMatch(/^2001:bc8:1202:[0-9a-f]+::\/64$/);
  expect(reverse).toBe(`${ip_address.replace("/64", "").replaceAll(":", "-")}.rev.poneytelecom.eu.`);
});

test("addresses are unique and none is a server's", () => {
  const addresses = Array.from({ length: 200 }, () => order().ip_address);
  expect(new Set(addresses).size).toBe(200);
  expect(addresses).not.toContain("62.210.0.1");
});

test("an IP ordered for a server is on its way without a server id, and then attached", () => {
  const ip = order({ server_id: server.id });
  expect(ip).toMatchObject({ status: "updating", server_id: null });
  expect(get(ip)).toMatchObject({ status: "updating", server_id: null });
  metal.pass(15);
  expect(get(ip)).toMatchObject({ status: "attached", server_id: server.id });
});

test("an IP is attached and detached", () => {
  const ip = order();
  expect(attach(server, ip).body).toMatchObject({
    total_count: 1,
    flexible_ips: [{ status: "updating", server_id: null }],
  });
  metal.pass(15);
  expect(get(ip)).toMatchObject({ status: "attached", server_id: server.id });
  expect(detach(ip).body).toMatchObject({
    total_count: 1,
    flexible_ips: [{ status: "detaching", server_id: server.id }],
  });
  metal.pass(15);
  expect(get(ip)).toMatchObject({ status: "ready", server_id: null });
});

test("a detach of what is not attached, and an attach to where it is, change nothing", () => {
  const [free, held] = [order(), attached()];
  expect(detach(free)).toEqual({ status: 200, body: { flexible_ips: [free], total_count: 1 } });
  expect(attach(server, held)).toEqual({ status: 200, body: { flexible_ips: [held], total_count: 1 } });
});

test("an IP that is attached elsewhere has to be detached first", () => {
  const [ip, other] = [attached(), metal.makeServer("host02")];
  expect(attach(other, ip)).toMatchObject({
    status: 412,
    body: {
      type: "precondition_failed",
      precondition: "resource_still_in_use",
      help_message: expect.stringContaining("detach it first"),
    },
  });
  expect(get(ip).server_id).toBe(server.id);
  detach(ip);
  expect(attach(other, ip)).toMatchObject({
    status: 409,
    body: { type: "transient_state", current_state: "detaching" },
  });
  metal.pass(15);
  expect(attach(other, ip).status).toBe(200);
});

describe("in transition", () => {
  test.each([
    ["PATCH", "", { description: "x" }],
    ["DELETE", "", undefined],
    ["POST", "/mac", { mac_type: "kvm" }],
  ] as const)("%s %s is refused", (method, path, body) => {
    const ip = order({ server_id: server.id });
    const refusal = { status: 409, body: { type: "transient_state", resource: "flexible_ip", resource_id: ip.id } };
    expect(metal.call(method, `${FIPS}/${ip.id}${path}`, body)).toMatchObject(refusal);
    metal.pass(15);
    expect(metal.call(method, `${FIPS}/${ip.id}${path}`, body).status).toBeLessThan(300);
  });

  test("attaching twice at once is refused", () => {
    const ip = order();
    attach(server, ip);
    expect(attach(server, ip)).toMatchObject({ status: 409, body: { current_state: "updating" } });
  });

  test.each(["id", "address", "*"])("it stays as long as the condition stands, by %s", (by) => {
    const ip = order({ server_id: server.id });
    const settle = metal.setCondition("fip-transition", by === "id" ? ip.id : by === "address" ? ip.ip_address : "*");
    metal.pass(1000);
    expect(get(ip)).toMatchObject({ status: "updating", server_id: null });
    expect(attach(server, ip).status).toBe(409);
    settle();
    expect(get(ip)).toMatchObject({ status: "attached", server_id: server.id });
  });
});

test("a deleted IP answers 403 from then on, at once when nobody used it", () => {
  const ip = order();
  expect(metal.call("DELETE", `${FIPS}/${ip.id}`)).toEqual({ status: 204, body: undefined });
  expect(call(ip)).toEqual(GONE);
  expect(metal.call("GET", `${FIPS}/${UNKNOWN_ID}`)).toEqual(GONE);
});

test("an attached IP leaves its server before it is gone", () => {
  const ip = attached();
  metal.make("DELETE", `${FIPS}/${ip.id}`);
  expect(get(ip)).toMatchObject({ status: "detaching", server_id: server.id });
  metal.pass(15);
  expect(call(ip)).toEqual(GONE);
  expect(metal.store.table("flexible-ip.ips").list()).toEqual([]);
});

test("a server that is deleted gives its IPs back", () => {
  const [ip, coming] = [attached(), order({ server_id: server.id })];
  metal.make("DELETE", pathOf(server));
  metal.pass(11);
  expect(get(ip)).toMatchObject({ status: "detaching", server_id: server.id });
  metal.pass(15);
  for (const each of [ip, coming]) expect(get(each)).toMatchObject({ status: "ready", server_id: null });
});

test("a server and its IPs are of one zone and of servers that are there", () => {
  const [ip, elsewhere] = [order(), metal.makeServer("host02")];
  expect(attach({ id: UNKNOWN_ID }, ip)).toMatchObject({ status: 404, body: { resource: "server" } });
  const inFrPar1 = FIPS.replace("fr-par-2", "fr-par-1");
  const project_id = metal.owner.defaultProjectId;
  expect(metal.call("POST", inFrPar1, { project_id, description: "", server_id: elsewhere.id })).toMatchObject({
    status: 404,
    body: { resource: "server", resource_id: elsewhere.id },
  });
  expect(metal.call("GET", `${inFrPar1}/${ip.id}`)).toEqual(GONE);
});

test("a server takes 64 IPs and no more", () => {
  for (let count = 0; count < 64; count++) order({ server_id: server.id });
  const answer = attach(server, order());
  expect(answer).toMatchObject({
    status: 403,
    body: { type: "quotas_exceeded", details: [{ quota: 64, current: 64 }] },
  });
});

test("an account takes as many as its quota says", () => {
  metal.store
    .table("control.conditions")
    .put({ id: "q", kind: "quota", resource: "flexible_ips", limit: 1 } as { id: string });
  order();
  expect(metal.call("POST", FIPS, { project_id: metal.owner.defaultProjectId }).body.type).toBe("quotas_exceeded");
});

test("description, tags and reverse name are changed one by one", () => {
  const ip = order({ description: "old", tags: ["a"] });
  const change = (body: unknown) => metal.make("PATCH", `${FIPS}/${ip.id}`, body);
  expect(change({ description: "new" })).toMatchObject({ description: "new", tags: ["a"], reverse: ip.reverse });
  expect(change({ tags: [] })).toMatchObject({ description: "new", tags: [] });
  expect(change({ reverse: "vm.example.com" })).toMatchObject({ reverse: "vm.example.com" });
  expect(change({ reverse: "" }).reverse).toBe(ip.reverse);
  expect(metal.call("PATCH", `${FIPS}/${ip.id}`, { server_id: null }).body.details[0].argument_name).toBe("server_id");
});

describe("lists", () => {
  const found = (query: string) => metal.make("GET", `${FIPS}?${query}`).flexible_ips.map((ip: any) => ip.description);

  test("are filtered by tag, status, server and project, and ordered by creation", () => {
    order({ description: "one", tags: ["a", "b"] });
    order({ description: "two", tags: ["c"], server_id: server.id });
    metal.pass(15);
    order({ description: "three", project_id: metal.makeProject("other") });
    expect(found("")).toEqual(["one", "two", "three"]);
    expect(found("order_by=created_at_desc")).toEqual(["three", "two", "one"]);
    expect(found("tags=b&tags=c")).toEqual(["one", "two"]);
    expect(found("status=attached")).toEqual(["two"]);
    expect(found(`server_ids=${server.id}`)).toEqual(["two"]);
    expect(found(`project_id=${metal.owner.defaultProjectId}`)).toEqual(["one", "two"]);
    expect(found(`organization_id=${metal.owner.organizationId}`)).toHaveLength(3);
  });

  test("show twenty at a time unless more are asked for", () => {
    for (let count = 0; count < 25; count++) order({ description: String(count) });
    expect(found("")).toHaveLength(20);
    expect(metal.make("GET", FIPS).total_count).toBe(25);
    expect(found("page=2")).toHaveLength(5);
    expect(found("page_size=100")).toHaveLength(25);
  });
});

test("a key of another project sees and changes nothing", () => {
  const ip = order();
  const token = metal.makeToken(metal.makeProject("other"), "ElasticMetalFullAccess");
  expect(metal.make("GET", FIPS, undefined, token).flexible_ips).toEqual([]);
  expect(metal.call("GET", `${FIPS}/${ip.id}`, undefined, token)).toEqual(GONE);
  for (const path of ["attach", "detach"]) {
    const body = path === "attach" ? { fips_ids: [ip.id], server_id: server.id } : { fips_ids: [ip.id] };
    expect(metal.call("POST", `${FIPS}/${path}`, body, token).status).toBe(403);
  }
  expect(metal.call("POST", FIPS, { project_id: metal.owner.defaultProjectId }, token).status).toBe(403);
});

test("a key of the project attaches, as the driver on the servers does", () => {
  const ip = order();
  const token = metal.makeToken(metal.owner.defaultProjectId, "ElasticMetalFullAccess");
  const body = { fips_ids: [ip.id], server_id: server.id };
  expect(metal.call("POST", `${FIPS}/attach`, body, token).status).toBe(200);
});
