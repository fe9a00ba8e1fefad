// A deployment whose every list has more than one page stands and goes, with the stacks' own resources. A hundred workers do so in
// `npm run bench`: Terraform's own work grows faster than their number, and there it is measured.
import { STACKS } from "../../../operations/deployment";
import { Checkout } from "../../helpers/checkout";
import { CloudProcess } from "../../helpers/cloud-process";

/** With the front-end's, 104 private addresses: the longest page that the API gives has 100 (pages of servers have 50). */
const WORKERS = 51;

jest.setTimeout(900_000);

let cloud: CloudProcess;
let checkout: Checkout;

beforeAll(async () => {
  cloud = await CloudProcess.start();
  checkout = new Checkout(cloud);
  checkout.configure(`servers: {workers: ${WORKERS}}\ndisposable: true\n`);
  await checkout.synth();
});
afterAll(async () => {
  checkout.remove();
  await cloud.stop();
});

test.each(STACKS)("%s applies with fifty-one workers", async (stack) => {
  await checkout.apply(stack);
});

test("each server has answered by SSH and stands in the inventory", async () => {
  expect((await cloud.control.store())["baremetal.servers"]).toHaveLength(WORKERS + 1);
  expect(checkout.read("ansible/inventory/house/known_hosts").trim().split("\n")).toHaveLength(WORKERS + 1);
});

test.each([...STACKS].reverse())("%s is destroyed", async (stack) => {
  await checkout.destroy([stack]);
});

test("nothing is left", async () => {
  expect(await cloud.remains()).toEqual([]);
});
