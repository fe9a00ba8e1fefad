// Each stack with the real Terraform and provider: apply, an empty second plan, destroy, and nothing left.
import { STACKS } from "../../../operations/deployment";
import { Checkout } from "../../helpers/checkout";
import { CloudProcess } from "../../helpers/cloud-process";

jest.setTimeout(300_000);

let cloud: CloudProcess;
let checkout: Checkout;

beforeAll(async () => {
  cloud = await CloudProcess.start();
  checkout = new Checkout(cloud);
  checkout.configure("servers: {workers: 2}\ndisposable: true\n");
  await checkout.synth();
});
afterAll(async () => {
  checkout.remove();
  await cloud.stop();
});

/** Exit code 0 of `plan -detailed-exitcode`: nothing to do. */
async function planIsEmpty(stack: (typeof STACKS)[number]): Promise<void> {
  const { code, output } = await checkout.terraform(stack, "plan", "-detailed-exitcode");
  expect({ stack, code, output: code === 0 ? "" : output }).toEqual({ stack, code: 0, output: "" });
}

test.each(STACKS)("%s applies, and its second plan is empty", async (stack) => {
  await checkout.apply(stack);
  await planIsEmpty(stack);
});

test("the plans are empty too when the API returns its lists in another order", async () => {
  await cloud.control.addCondition("lists-reversed", "*");
  for (const stack of STACKS) await planIsEmpty(stack);
  await cloud.control.clearFaults();
});

test.each([...STACKS].reverse())("%s is destroyed", async (stack) => {
  await checkout.destroy([stack]);
  expect(await checkout.stateOf(stack)).toEqual([]);
});

test("nothing is left in the account, and nothing was asked for that is not simulated", async () => {
  expect(await cloud.remains()).toEqual([]);
  const { unknownRoutes, unknownCommands, failures, refusedHosts } = await cloud.control.summary();
  expect({ unknownRoutes, unknownCommands, failures, refusedHosts }).toEqual({
    unknownRoutes: {},
    unknownCommands: {},
    failures: {},
    refusedHosts: {},
  });
});
