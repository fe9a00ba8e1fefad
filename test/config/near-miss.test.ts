import { nearMiss } from "../../config/near-miss";

const FIELDS = ["project", "region", "zone", "network", "servers", "ssh", "flexibleIps", "opennebula", "disposable"];

const TYPED: readonly [typed: string, meant: string | undefined][] = [
  ["projct", "project"],
  ["netwrok", "network"],
  ["FlexibleIPs", "flexibleIps"],
  ["flexible_ips", "flexibleIps"],
  ["zones", "zone"],
  ["colour", undefined],
  ["", undefined],
  ["x".repeat(10_000), undefined],
];

test.each(TYPED)("%s was meant to be %s", (typed, meant) => {
  expect(nearMiss(typed, FIELDS)).toBe(meant);
});
