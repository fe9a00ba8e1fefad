// Three cases of `make test-metal` on real guests, for every commit: private network, VXLAN, Flexible IP.
import { existsSync } from "node:fs";
import { flexibleIpCases } from "./cases/flexible-ip";
import { detachCase, reachCases } from "./cases/reach";
import { vxlanCases } from "./cases/vxlan";
import { MetalCloud } from "./metal-cloud";
import { clearTable, row, tableText } from "./table";

jest.setTimeout(20 * 60_000);

let metal: MetalCloud;
const theCloud = () => metal;

beforeAll(async () => {
  clearTable();
  metal = await MetalCloud.start("1");
  await row("deploy five stacks, two servers", "Terraform", "account", async () => {
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
vxlanCases(theCloud);
flexibleIpCases(theCloud);
detachCase(theCloud);
