import { A610R, A610R_MONTHLY, SimulatedMetal, UBUNTU_20, UBUNTU_24, UNKNOWN_ID } from "./simulated-metal";

const ZONE = "/baremetal/v1/zones/fr-par-2";

let metal: SimulatedMetal;
beforeEach(() => {
  metal = new SimulatedMetal();
});

const namesOf = (offers: any[]) => offers.map((offer) => `${offer.name} ${offer.subscription_period}`);

test("an unknown subscription period shows hourly offers only, so that a name is found once", () => {
  const { offers, total_count } = metal.make(
    "GET",
    `${ZONE}/offers?page=1&subscription_period=unknown_subscription_period`,
  );
  expect(namesOf(offers)).toContain("EM-A610R-NVME hourly");
  expect(new Set(offers.map((offer: any) => offer.name)).size).toBe(offers.length);
  expect(total_count).toBe(offers.length);
  expect(namesOf(metal.make("GET", `${ZONE}/offers`).offers)).toEqual(namesOf(offers));
});

test("the monthly offers are the same machines under other ids", () => {
  const hourly = metal.make("GET", `${ZONE}/offers?subscription_period=hourly`).offers;
  const monthly = metal.make("GET", `${ZONE}/offers?subscription_period=monthly`).offers;
  expect(monthly.map((offer: any) => offer.id)).toEqual(hourly.map((offer: any) => offer.monthly_offer_id));
  expect(monthly.map((offer: any) => offer.name)).toEqual(hourly.map((offer: any) => offer.name));
});

test("prices are those of the recordings, per hour or per month and never both", () => {
  const hourly = metal.make("GET", `${ZONE}/offers/${A610R}`);
  expect(hourly.price_per_hour).toEqual({ currency_code: "EUR", units: 0, nanos: 110_000_000 });
  expect(hourly.price_per_month).toBeNull();
  expect(hourly.fee).toEqual({ currency_code: "EUR", units: 0, nanos: 0 });
  const monthly = metal.make("GET", `${ZONE}/offers/${A610R_MONTHLY}`);
  expect(monthly.price_per_hour).toBeNull();
  expect(monthly.price_per_month).toEqual({ currency_code: "EUR", units: 39, nanos: 990_000_000 });
  expect(monthly.fee).toEqual(monthly.price_per_month);
});

test.each([
  ["Private Network", A610R, "hourly", 0, 30_000_000],
  ["Private Network", A610R_MONTHLY, "monthly", 9, 990_000_000],
  ["Remote Access", A610R_MONTHLY, "hourly", 0, 990_000_000],
  ["Windows 2022 standard", A610R, "monthly", 25, 200_000_000],
])("option %s of %s is billed %s", (name, offerId, period, units, nanos) => {
  const { options } = metal.make("GET", `${ZONE}/offers/${offerId}`);
  const option = options.find((each: any) => each.name === name);
  expect(option.subscription_period).toBe(period);
  expect(option.price).toEqual({ currency_code: "EUR", units, nanos });
});

test("each zone sells its own offers under the same ids", () => {
  const inParis = namesOf(metal.make("GET", "/baremetal/v1/zones/fr-par-1/offers").offers);
  const inWarsaw = namesOf(metal.make("GET", "/baremetal/v1/zones/pl-waw-3/offers").offers);
  expect(inParis.length).toBeGreaterThanOrEqual(7);
  expect(inWarsaw).toEqual(["EM-A610R-NVME hourly"]);
  expect(metal.make("GET", `/baremetal/v1/zones/pl-waw-3/offers/${A610R}`).zone).toBe("pl-waw-3");
});

test("offers are also found by their exact name", () => {
  expect(namesOf(metal.make("GET", `${ZONE}/offers?name=EM-A115X-SSD`).offers)).toEqual(["EM-A115X-SSD hourly"]);
  expect(metal.make("GET", `${ZONE}/offers?name=EM-A115X`).offers).toEqual([]);
});

test("a stock that ran out shows at the offer, in both of its periods", () => {
  const stock = (id: string) => metal.make("GET", `${ZONE}/offers/${id}`).stock;
  expect([stock(A610R), stock(A610R_MONTHLY)]).toEqual(["available", "available"]);
  const restock = metal.setCondition("stock-empty", "EM-A610R-NVME");
  expect([stock(A610R), stock(A610R_MONTHLY)]).toEqual(["empty", "empty"]);
  restock();
  expect(stock(A610R)).toBe("available");
});

test("systems say what their install asks for, and which take cloud-init", () => {
  const { os } = metal.make("GET", `${ZONE}/os?page=1`);
  const ubuntu = os.find((each: any) => each.name === "Ubuntu" && each.version === "24.04 LTS (Noble Numbat)");
  expect(ubuntu).toMatchObject({
    id: UBUNTU_24,
    cloud_init_supported: true,
    cloud_init_version: "22.1",
    ssh: { required: true },
    user: { required: false, editable: false, default_value: "ubuntu" },
  });
  expect(metal.make("GET", `${ZONE}/os/${UBUNTU_20}`).cloud_init_supported).toBe(false);
});

test("the systems of an offer leave out what cannot run on it", () => {
  const named = (query: string) => metal.make("GET", `${ZONE}/os${query}`).os.map((os: any) => os.name);
  const a115x = metal.make("GET", `${ZONE}/offers?name=EM-A115X-SSD`).offers[0];
  expect(named("")).toContain("Proxmox");
  expect(named(`?offer_id=${a115x.id}`)).not.toContain("Proxmox");
  expect(a115x.incompatible_os_ids).toHaveLength(2);
});

test("options are found by name and by offer", () => {
  expect(metal.make("GET", `${ZONE}/options?name=Private+Network`).options).toEqual([
    {
      id: "cd4158d7-2d65-49be-8803-c4b8ab6f760c",
      name: "Private Network",
      manageable: true,
      private_network: { bandwidth_in_bps: 0 },
    },
  ]);
  const ofA610r = metal.make("GET", `${ZONE}/options?offer_id=${A610R}`).options.map((option: any) => option.name);
  expect(ofA610r).toContain("Public Bandwidth 1Gbps");
  expect(ofA610r).not.toContain("Public Bandwidth 10Gbps");
});

test("lists come in pages", () => {
  const all = metal.make("GET", `${ZONE}/os`).os.map((os: any) => os.id);
  const page = (number: number) => metal.make("GET", `${ZONE}/os?page_size=4&page=${number}`);
  expect([1, 2, 3].flatMap((number) => page(number).os.map((os: any) => os.id))).toEqual(all);
  expect(page(1).total_count).toBe(all.length);
});

test.each(["offers", "os", "options"])("an unknown id in %s is not found", (kind) => {
  const answer = metal.call("GET", `${ZONE}/${kind}/${UNKNOWN_ID}`);
  expect(answer).toMatchObject({ status: 404, body: { type: "not_found", resource_id: UNKNOWN_ID } });
});

test("an unknown subscription period is refused", () => {
  const answer = metal.call("GET", `${ZONE}/offers?subscription_period=weekly`);
  expect(answer.body.details[0]).toMatchObject({ argument_name: "subscription_period", reason: "constraint" });
});
