import fc from "fast-check";
import {
  formatAddress,
  formatCidr,
  isInside,
  overlap,
  parseAddress,
  parseCidr,
} from "../../../simulator/services/vpc/cidr";

test.each([
  ["10.16.0.0/20", 20, false],
  ["172.16.0.0/22", 22, false],
  ["fd46:78ab:30b8:c2f2::/64", 64, true],
])("%s is a network and is written back the same", (text, prefixLength, isIpv6) => {
  const cidr = parseCidr(text)!;
  expect(cidr).toMatchObject({ prefixLength, isIpv6 });
  expect(formatCidr(cidr)).toBe(text);
});

test.each([
  "10.16.0.1/20",
  "10.16.0.0",
  "10.16.0.0/33",
  "10.16/16",
  "10.16.0.0/",
  "fd46::1/64",
  "0x0a.0.0.0/20",
  "",
  "host/20",
])("%p is no network", (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test.each([
  ["10.16.0.0/20", "10.16.8.0/22", true],
  ["10.16.0.0/20", "10.16.15.240/28", true],
  ["10.16.0.0/20", "10.16.16.0/20", false],
  ["10.16.0.0/20", "fd46:78ab:30b8:c2f2::/64", false],
])("%s and %s overlap: %p", (one, other, expected) => {
  expect(overlap(parseCidr(one)!, parseCidr(other)!)).toBe(expected);
  expect(overlap(parseCidr(other)!, parseCidr(one)!)).toBe(expected);
});

test("every address is written as it is read", () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => formatAddress(parseAddress(text, false)!, false) === text),
    { numRuns: 200 },
  );
});

test("an address is of one family", () => {
  expect(parseAddress("10.16.0.1", true)).toBeUndefined();
  expect(parseAddress("fd46::1", false)).toBeUndefined();
  expect(parseAddress("10.16.0.1/20", false)).toBeUndefined();
});

test("networks of two families are never inside each other", () => {
  expect(isInside(parseCidr("0.0.0.0/32")!, parseCidr("::/0")!)).toBe(false);
  expect(isInside(parseCidr("10.16.4.0/22")!, parseCidr("10.16.0.0/20")!)).toBe(true);
});
