import { checkFlexibleIps } from "../../../operations/checks/flexible-ips";
import { checkDriverKeys, checkOwnKey } from "../../../operations/checks/keys";
import { checkLocks } from "../../../operations/checks/locks";
import { checkStock } from "../../../operations/checks/stock";

const NOW = new Date("2026-03-01T12:00:00Z");
const config = {
  name: "house",
  zone: "fr-par-2",
  servers: { offer: "EM-A610R-NVME", subscription: "hourly" },
  flexibleIps: { keyGeneration: 3 },
} as never;
const inDays = (days: number) => new Date(NOW.getTime() + days * 24 * 3600 * 1000);

test.each([
  [undefined, "ok", "does not expire"],
  [inDays(31), "ok", "expires on 2026-04-01"],
  [inDays(29), "warn", "expires on 2026-03-30, in 29 days"],
  [inDays(0), "fail", "expired on 2026-03-01"],
])("a key that expires at %s is %s", (expiresAt, status, what) => {
  expect(checkOwnKey("SCWX", expiresAt, NOW)).toMatchObject({ check: "API key SCWX", status, what });
});

test("of the driver's two keys only the newer one must not expire", () => {
  const keys = [
    { accessKey: "SCWOLD", expiresAt: inDays(-1) },
    { accessKey: "SCWNEW", expiresAt: inDays(200) },
  ];
  expect(checkDriverKeys(config, keys, NOW).map(({ check, status }) => `${check.split(" ").at(-1)} ${status}`)).toEqual(
    ["SCWNEW ok", "SCWOLD ok"],
  );
});

test("the driver's key is rotated by the next generation, and a driver without a key has failed", () => {
  expect(checkDriverKeys(config, [{ accessKey: "SCWY", expiresAt: inDays(3) }], NOW)).toMatchObject([
    { status: "warn", remedy: expect.stringContaining("keyGeneration: 4") },
  ]);
  expect(checkDriverKeys(config, [], NOW)).toMatchObject([{ status: "fail" }]);
  expect(checkDriverKeys(config, undefined, NOW)).toEqual([]);
});

const object = (address: string, type: string, attributes: object) => ({
  address,
  type,
  attributes: { ...attributes },
});
const recorded = [
  object("scaleway_flexible_ip.a", "scaleway_flexible_ip", { id: "fr-par-2/aa", ip_address: "62.210.0.9/32" }),
  object("scaleway_flexible_ip_mac_address.a", "scaleway_flexible_ip_mac_address", { flexible_ip_id: "fr-par-2/aa" }),
  object("scaleway_flexible_ip.b", "scaleway_flexible_ip", { id: "fr-par-2/bb", ip_address: "62.210.0.10/32" }),
];
const inAccount = (id: string, status = "attached") => ({ id, ipAddress: `62.210.1.${id.length}/32`, status });

test("Flexible IPs that both sides know are well", () => {
  expect(checkFlexibleIps(config, recorded, [inAccount("aa"), inAccount("bb")])).toMatchObject([{ status: "ok" }]);
});

test("one that has vanished is taken out of the state by its addresses, its MAC with it", () => {
  expect(checkFlexibleIps(config, recorded, [inAccount("bb")])).toEqual([
    {
      check: "Flexible IP 62.210.0.9",
      status: "fail",
      what: "fr-par-2/aa is in Terraform's state and no longer in the account",
      remedy:
        "terraform -chdir=cdktf.out/house/stacks/instances state rm 'scaleway_flexible_ip.a' " +
        "'scaleway_flexible_ip_mac_address.a'; then make infra, which orders another",
    },
  ]);
});

test("one that Terraform does not know is told of, and one in error", () => {
  const found = checkFlexibleIps(config, recorded, [inAccount("aa"), inAccount("bb", "error"), inAccount("ccc")]);
  expect(found).toMatchObject([
    { status: "warn", what: expect.stringContaining("ccc") },
    { status: "fail", what: "status error" },
  ]);
});

const offer = (stock: string, enable = true) => [{ name: "EM-A610R-NVME", stock, enable }] as never;
test.each([
  ["available", 1, "ok"],
  ["low", 0, "warn"],
  ["empty", 0, "warn"],
  ["empty", 2, "fail"],
])("a stock that is %s with %d servers to order is %s", (stock, missing, status) => {
  expect(checkStock(config, offer(stock), missing)).toMatchObject({ check: "stock of EM-A610R-NVME", status });
});

test("an offer that is not sold, or not so, is named", () => {
  for (const offers of [[], offer("available", false)])
    expect(checkStock(config, offers, 0)).toMatchObject({ status: "fail", what: "not sold hourly in fr-par-2" });
});

const lockOf = (minutes: number) => ({
  stack: "vpc",
  holder: "ann@office",
  createdAt: new Date(NOW.getTime() - minutes * 60_000),
});
test.each([
  [[], "ok", "none"],
  [[lockOf(59)], "ok", "1, younger than an hour"],
  [[lockOf(59), lockOf(61)], "warn", "held by ann@office for 1 h 1 min"],
])("locks %j", (locks, status, what) => {
  expect(checkLocks(config, locks as never, NOW)).toMatchObject([{ status, what }]);
});
