import {
  PRIVATE_NETWORK_OPTION,
  pathOf,
  REMOTE_ACCESS_OPTION,
  SimulatedMetal,
  serversIn,
  UNKNOWN_ID,
} from "./simulated-metal";

const WINDOWS_LICENCE = "83a8fb91-47b4-4c20-82f9-84c31d79bfd8";
const TEN_GIGABITS = "31f5cddb-8217-4eb0-ac6a-96dbcb080b88";

let metal: SimulatedMetal;
let server: any;
beforeEach(() => {
  metal = new SimulatedMetal();
  server = metal.makeServer("fe", { option_ids: null });
});

const add = (id: string, body: unknown = {}) => metal.call("POST", `${pathOf(server)}/options/${id}`, body);
const remove = (id: string) => metal.call("DELETE", `${pathOf(server)}/options/${id}`);
const shown = () => metal.make("GET", pathOf(server)).options.map((option: any) => `${option.name} ${option.status}`);

test("an option is enabled after a moment, and gone a moment after its removal", () => {
  expect(add(PRIVATE_NETWORK_OPTION).body.options).toEqual([
    {
      id: PRIVATE_NETWORK_OPTION,
      name: "Private Network",
      status: "option_status_enabling",
      manageable: true,
      expires_at: null,
      private_network: { bandwidth_in_bps: 0 },
    },
  ]);
  expect(shown()).toEqual(["Private Network option_status_enabling"]);
  metal.pass(10);
  expect(shown()).toEqual(["Private Network option_status_enable"]);
  expect(remove(PRIVATE_NETWORK_OPTION).body.options[0].status).toBe("option_status_disabling");
  expect(shown()).toEqual(["Private Network option_status_disabling"]);
  metal.pass(10);
  expect(shown()).toEqual([]);
});

test("options are kept in the order of their addition, with their end", () => {
  add(REMOTE_ACCESS_OPTION, { expires_at: "2027-07-06T09:00:00Z" });
  add(PRIVATE_NETWORK_OPTION);
  metal.pass(10);
  expect(metal.make("GET", pathOf(server)).options).toMatchObject([
    { name: "Remote Access", expires_at: "2027-07-06T09:00:00Z", remote_access: {} },
    { name: "Private Network", expires_at: null },
  ]);
});

test("an option that is enabled tags the server, and takes its tag with it", () => {
  const tags = () => metal.make("GET", pathOf(server)).tags;
  metal.make("PATCH", pathOf(server), { tags: ["mine"] });
  add(REMOTE_ACCESS_OPTION);
  add(PRIVATE_NETWORK_OPTION);
  expect(tags()).toEqual(["mine"]);
  metal.pass(10);
  expect(tags()).toEqual(["mine", "RemoteAccess", "PrivateNetwork"]);
  remove(REMOTE_ACCESS_OPTION);
  metal.pass(10);
  expect(tags()).toEqual(["mine", "PrivateNetwork"]);
});

test("options that come with the order are enabled as well", () => {
  const { id } = metal.make("POST", serversIn(), metal.orderFor("host01", { option_ids: [PRIVATE_NETWORK_OPTION] }));
  server = { zone: "fr-par-2", id };
  metal.pass(10);
  expect(shown()).toEqual(["Private Network option_status_enable"]);
});

test.each([
  ["unknown", UNKNOWN_ID, 404, { type: "not_found", resource: "option" }],
  ["not sold with the offer", TEN_GIGABITS, 412, { help_message: expect.stringContaining("EM-A610R-NVME") }],
  ["not to be added alone", WINDOWS_LICENCE, 412, { help_message: expect.stringContaining("cannot be added") }],
])("an option that is %s is refused", (_, id, status, body) => {
  const answer = add(id);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject(body);
  expect(shown()).toEqual([]);
});

test("an option cannot be added twice, nor removed twice", () => {
  add(PRIVATE_NETWORK_OPTION);
  expect(add(PRIVATE_NETWORK_OPTION)).toMatchObject({ status: 409, body: { type: "already_exists" } });
  remove(PRIVATE_NETWORK_OPTION);
  expect(remove(PRIVATE_NETWORK_OPTION)).toMatchObject({ status: 409, body: { type: "transient_state" } });
  expect(add(PRIVATE_NETWORK_OPTION)).toMatchObject({ status: 409, body: { type: "transient_state" } });
  metal.pass(10);
  expect(remove(PRIVATE_NETWORK_OPTION).status).toBe(404);
  expect(add(PRIVATE_NETWORK_OPTION).status).toBe(200);
});

test("there is nothing to add an option to before the delivery", () => {
  server = metal.make("POST", serversIn(), metal.orderFor("host01"));
  expect(add(PRIVATE_NETWORK_OPTION)).toMatchObject({ status: 409, body: { current_state: "ordered" } });
});

test("a wrong end is refused", () => {
  expect(add(REMOTE_ACCESS_OPTION, { expires_at: "tomorrow" }).body.details[0]).toMatchObject({
    argument_name: "expires_at",
    reason: "format",
  });
});
