import * as fc from "fast-check";
import { Cidr } from "../../../constructs/net/cidr";

test("a network knows its addresses", () => {
  const cidr = Cidr.parse("10.16.0.0/20");

  expect(cidr).toMatchObject({ networkAddress: "10.16.0.0", netmask: "255.255.240.0", prefixLength: 20, size: 4096 });
  expect([0, 1, 256, 4095].map((index) => cidr.addressAt(index))).toEqual([
    "10.16.0.0",
    "10.16.0.1",
    "10.16.1.0",
    "10.16.15.255",
  ]);
  expect(() => cidr.addressAt(4096)).toThrow("10.16.0.0/20 has addresses 0 to 4095, got 4096");
});

test("the largest and the smallest network are right at their edges", () => {
  expect(Cidr.parse("0.0.0.0/0")).toMatchObject({ size: 2 ** 32, netmask: "0.0.0.0" });
  expect(Cidr.parse("255.255.255.255/32")).toMatchObject({ size: 1, netmask: "255.255.255.255" });
  expect(Cidr.parse("0.0.0.0/0").addressAt(2 ** 32 - 1)).toBe("255.255.255.255");
});

test("an address inside a network is refused with the network, or asked for it", () => {
  expect(() => Cidr.parse("10.16.3.7/20")).toThrow("write the network address: 10.16.0.0/20");
  expect(Cidr.containing("10.16.3.7/20").toString()).toBe("10.16.0.0/20");
});

test.each([
  "10.16.0.0",
  "10.16.0/20",
  "10.16.0.0/33",
  "010.16.0.0/20",
  "10.16.0.256/20",
  "10.16.0.0/020",
  "::/0",
  " 10.0.0.0/8",
  "",
])("%j is no network", (text) => {
  expect(() => Cidr.parse(text)).toThrow("expected an IPv4 network such as 10.16.0.0/20");
});

const PRIVATE: readonly [cidr: string, isPrivate: boolean][] = [
  ["10.255.240.0/20", true],
  ["172.16.0.0/20", true],
  ["172.31.240.0/20", true],
  ["172.32.0.0/20", false],
  ["192.168.0.0/16", true],
  ["192.0.0.0/8", false],
  ["100.64.0.0/20", false],
];

test.each(PRIVATE)("%s private: %s", (text, isPrivate) => {
  expect(Cidr.parse(text).isPrivate).toBe(isPrivate);
});

test("networks that touch do not overlap, those that share an address do", () => {
  const [one, next, inner] = ["10.0.0.0/24", "10.0.1.0/24", "10.0.0.128/25"].map(Cidr.parse) as [Cidr, Cidr, Cidr];

  expect([one.overlaps(next), one.overlaps(inner), inner.overlaps(one)]).toEqual([false, true, true]);
  expect([one.contains("10.0.0.255"), one.contains("10.0.1.0")]).toEqual([true, false]);
});

test("resizing keeps the beginning of the network", () => {
  expect(Cidr.parse("10.16.0.240/28").resized(26).toString()).toBe("10.16.0.192/26");
  expect(Cidr.parse("10.16.0.0/20").resized(24).toString()).toBe("10.16.0.0/24");
});

test("every address of a network leads back to it", () => {
  const network = fc
    .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
    .map(([address, prefix]) => `${address}/${prefix}`);

  fc.assert(
    fc.property(network, fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
      const cidr = Cidr.containing(text);
      const address = cidr.addressAt(Math.min(Math.floor(cidr.size * share), cidr.size - 1));
      return (
        cidr.contains(address) && Cidr.containing(`${address}/${cidr.prefixLength}`).toString() === cidr.toString()
      );
    }),
    { numRuns: 1000, seed: 3 },
  );
});
