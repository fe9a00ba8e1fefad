import { EXIT_CODES } from "../../../config/exit-codes";
import { validationSettings } from "../../../constructs/opennebula/validation-settings";
import { selectTests } from "../../../operations/validation/selection";
import { SELECTABLE_TESTS, VALIDATION_TESTS } from "../../../operations/validation/tests";

const SETTINGS = validationSettings();

test("every switch of the table stands in the inventory that Terraform writes", () => {
  for (const { variable } of VALIDATION_TESTS) expect(SETTINGS).toHaveProperty(variable);
});

test("without a wish the inventory decides, and each test that is off has a reason", () => {
  const { switches, whyNot } = selectTests({}, SETTINGS);
  expect(switches).toEqual({});
  expect([...whyNot.keys()]).toEqual([
    "flexible_ip_reboot",
    "networks_verification",
    "vm_ha",
    "fe_ha",
    "ldap_auth",
    "federation",
  ]);
  expect(whyNot.get("flexible_ip_reboot")).toMatch(/validation\.run_flexible_ip_reboot\): it reboots a host/);
});

test("SKIP takes tests out, by commas or blanks", () => {
  const { switches, whyNot } = selectTests({ skip: "storage_benchmark, network_benchmark conn_matrix" }, SETTINGS);
  expect(switches).toEqual({ run_storage_benchmark: false, run_network_benchmark: false, run_conn_matrix: false });
  expect(whyNot.get("conn_matrix")).toBe("left out by SKIP");
});

test("ONLY leaves its tests alone, and switches on what the inventory has off", () => {
  const { switches, whyNot } = selectTests({ only: "flexible_ip_reboot,core_services" }, SETTINGS);
  expect(switches).toMatchObject({ run_flexible_ip_reboot: true, run_flexible_ip: false, run_one_flow: false });
  expect(switches).not.toHaveProperty("run_core_services");
  expect(whyNot.get("flexible_ip")).toBe("not among ONLY");
});

test("Ansible's words for truth count, and a key that is missing", () => {
  expect(selectTests({}, { run_one_flow: "yes", run_core_services: "no" }).whyNot.has("one_flow")).toBe(false);
  expect(selectTests({}, { run_core_services: "no" }).whyNot.has("core_services")).toBe(true);
  expect(selectTests({}, {}).whyNot.has("flexible_ip_reboot")).toBe(true);
});

test.each([
  ["an unknown name", { skip: "storage" }, /SKIP names no test: storage\.\nTests are: flexible_ip, overlay_mtu/],
  ["a test that no run may switch on", { only: "vm_ha" }, /ONLY names no test: vm_ha/],
  ["both at once", { only: "one_flow", skip: "conn_matrix" }, /exclude one another/],
  ["nothing left", { skip: SELECTABLE_TESTS.join(",") }, /No test is left/],
])("refuses %s before anything runs", (_, asked, message) => {
  const select = () => selectTests(asked, SETTINGS);
  expect(select).toThrow(message);
  expect(select).toThrow(expect.objectContaining({ exitCode: EXIT_CODES.usage }));
});
