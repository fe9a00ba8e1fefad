// The whole life of a cloud on metal servers: real guests, real netplan, a fabric that enforces what the API says. The cases
// build on each other and share one cloud; the table of what was found is printed at the end.
import { existsSync } from "node:fs";
import { fleetCases, planIsEmpty } from "./cases/fleet";
import { flexibleIpCases } from "./cases/flexible-ip";
import { nothingEscapes } from "./cases/outside";
import { attachCase, detachCase, reachCases } from "./cases/reach";
import { rebootCases } from "./cases/reboot";
import { vxlanCases } from "./cases/vxlan";
import { MetalCloud } from "./metal-cloud";
import { clearTable, row, tableText } from "./table";

jest.setTimeout(30 * 60_000);

let metal: MetalCloud;
const theCloud = () => metal;

beforeAll(async () => {
  clearTable();
  metal = await MetalCloud.start("[host01, host02]");
  await row("deploy five stacks, three servers", "Terraform", "account", async () => {
    await metal.deploy();
    return "deployed";
  });
});
afterAll(async () => {
  const { runFolder } = metal;
  await metal.stop();
  process.stdout.write(`\n${tableText()}\n`);
  expect(existsSync(runFolder)).toBe(false);
});

reachCases(theCloud);
detachCase(theCloud);
attachCase(theCloud);
vxlanCases(theCloud);
flexibleIpCases(theCloud);
nothingEscapes(theCloud);
rebootCases(theCloud);

test("the second plan is empty after all of it", async () => {
  await row("second plan", "Terraform", "all stacks", async () => {
    await planIsEmpty(metal);
    return "no changes";
  });
});

fleetCases(theCloud);
