// A deployment with a hundred workers, with the stacks' own resources, stands and goes.
import { STACKS } from "../../../operations/deployment";
import { Checkout } from "../../helpers/checkout";
import { CloudProcess } from "../../helpers/cloud-process";

jest.setTimeout(900_000);

let cloud: CloudProcess;
let checkout: Checkout;

beforeAll(async () => {
  cloud = await CloudProcess.start();
  checkout = new Checkout(cloud);
  checkout.configure("servers: {workers: 100}\ndisposable: true\n");
  await checkout.synth();
});
afterAll(async () => {
  checkout.remove();
  await cloud.stop();
});

test.each(STACKS)("%s applies with a hundred workers", async (stack) => {
  await checkout.apply(stack);
});

test("each of the hundred has answered by SSH and stands in the inventory", async () => {
  expect((await cloud.control.store())["baremetal.servers"]).toHaveLength(101);
  expect(checkout.read("ansible/inventory/house/known_hosts").trim().split("\n")).toHaveLength(101);
});

test.each([...STACKS].reverse())("%s is destroyed", async (stack) => {
  await checkout.destroy([stack]);
});

test("nothing is left", async () => {
  expect(await cloud.remains()).toEqual([]);
});
