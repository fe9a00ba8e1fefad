import { checkRangesByApi, compareRanges } from "../../../operations/deployment-check/flexible-ip-ranges";
import { readInventory } from "../../../operations/deployment-check/inventory-as-written";
import { packageSourcesOf } from "../../../operations/deployment-check/package-sources";
import { FIXTURE } from "../../ansible/project";

const inventory = readInventory(FIXTURE);
const ENVIRONMENT = { ...process.env };

afterEach(() => {
  process.env = { ...ENVIRONMENT };
});

/** The Flexible IPs of the fixture, as an account that is right has them. */
const account = Object.values(inventory.all.flexible_ip_address_ranges as Record<string, readonly any[]>)
  .flat()
  .map(({ IP, MAC, SCW_FLEXIBLE_IP }) => ({
    id: SCW_FLEXIBLE_IP.split("/")[1] as string,
    ipAddress: `${IP}/32`,
    status: "attached",
    macAddress: { macAddress: MAC as string },
  }));
const first = account[0]!;
const others = account.slice(1);

test("an inventory as the account has it is right", () => {
  expect(compareRanges(inventory, account)).toEqual([expect.objectContaining({ status: "ok" })]);
});

test.each([
  ["is not in the project", others],
  ["has the address 198.51.100.99", [{ ...first, ipAddress: "198.51.100.99/32" }, ...others]],
  ["has no virtual MAC address", [{ ...first, macAddress: undefined }, ...others]],
  ["has the MAC address 52:54:00:ff:ff:ff", [{ ...first, macAddress: { macAddress: "52:54:00:ff:ff:ff" } }, ...others]],
  ["has the status error", [{ ...first, status: "error" }, ...others]],
])("a Flexible IP that %s fails, and it alone", (words, inAccount) => {
  const rows = compareRanges(inventory, inAccount);
  expect(rows).toEqual([
    {
      check: "Flexible IP 198.51.100.20",
      status: "fail",
      what: expect.stringContaining(words),
      remedy: expect.any(String),
    },
  ]);
});

test("without a key in the environment the API is not asked, and the row says so", async () => {
  delete process.env.SCW_ACCESS_KEY;
  process.env.SCW_SECRET_KEY = "planted";
  const rows = await checkRangesByApi(inventory, "/nowhere", "fixture");
  expect(rows).toEqual([expect.objectContaining({ status: "not run", what: "no SCW_ACCESS_KEY in the environment" })]);
});

test("repositories are those that one-deploy writes, Grafana's on the front-end alone, mirrors of the inventory instead", () => {
  const [opennebula, grafana] = packageSourcesOf(inventory);
  expect(opennebula).toMatchObject({
    hosts: ["fe", "host01"],
    urls: { ubuntu: "https://downloads.opennebula.io/repo/7.0/Ubuntu/@version@" },
  });
  expect(grafana).toMatchObject({ hosts: ["fe"], urls: { debian: "https://apt.grafana.com" } });
  const mirrored = { ...inventory, all: { ...inventory.all, opennebula_repo_url: { Ubuntu: "http://mirror/one" } } };
  expect(packageSourcesOf(mirrored)[0]!.urls.ubuntu).toBe("http://mirror/one");
  expect(packageSourcesOf({ ...inventory, all: { ...inventory.all, one_token: "user:word" } })[0]!.urls).toEqual({});
});
