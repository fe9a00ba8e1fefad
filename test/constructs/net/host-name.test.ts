import * as fc from "fast-check";
import { HostName, serverNameOf, WORKER_NAME_PATTERN } from "../../../constructs/net/host-name";

const SERVER_NAMES: readonly [hostName: string, serverName: string][] = [
  ["fe", "opennebula-web"],
  ["host01", "opennebula-worker-0"],
  ["host09", "opennebula-worker-8"],
  ["host10", "opennebula-worker-9"],
  ["host100", "opennebula-worker-99"],
  // No number from 01 up in two or more digits without further padding: a name like any other.
  ["host1", "opennebula-worker-host1"],
  ["host00", "opennebula-worker-host00"],
  ["host001", "opennebula-worker-host001"],
  ["host010", "opennebula-worker-host010"],
  ["host01a", "opennebula-worker-host01a"],
  ["gpu", "opennebula-worker-gpu"],
  ["host9007199254740993", "opennebula-worker-9007199254740992"],
];

test.each(SERVER_NAMES)("host %s is served by %s", (hostName, serverName) => {
  expect(serverNameOf(hostName)).toBe(serverName);
});

test("no two hosts share a server", () => {
  const numbered = fc.bigInt({ min: 0n, max: 10n ** 26n }).map((number) => `host${number}`);
  const padded = fc.nat(2000).map((number) => `host0${number}`);
  const hostName = fc.oneof(numbered, padded, fc.stringMatching(new RegExp(WORKER_NAME_PATTERN)));

  fc.assert(
    fc.property(hostName, hostName, (one, other) => (one === other) === (serverNameOf(one) === serverNameOf(other))),
    { numRuns: 2000, seed: 3, examples: [["host9007199254740992", "host9007199254740993"]] },
  );
});

test.each(["", "Host01", "1host", "a_b", "a.b", "a".repeat(32), "host01\n"])("%j names no host", (text) => {
  expect(() => HostName.parse(text)).toThrow(/a host name matches/);
});

test("workers are counted from host01, padded to two digits", () => {
  expect([1, 9, 10, 99, 100].map((ordinal) => HostName.worker(ordinal).toString())).toEqual([
    "host01",
    "host09",
    "host10",
    "host99",
    "host100",
  ]);
  expect(() => HostName.worker(0)).toThrow("workers are counted from 1, got 0");
});

test("only fe is the front-end", () => {
  expect(HostName.frontEnd().isFrontEnd).toBe(true);
  expect(HostName.parse("fe").serverName).toBe(HostName.frontEnd().serverName);
  expect(HostName.parse("fee").isFrontEnd).toBe(false);
});
