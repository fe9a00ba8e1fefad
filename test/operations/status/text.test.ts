import { judge } from "../../../operations/status/judge";
import { statusText } from "../../../operations/status/text";
import { type Difference, observed, services } from "./cloud";

/** Lines with single blanks. */
const lines = (difference: Difference = {}) =>
  statusText(judge(observed(difference)))
    .split("\n")
    .map((line) => line.trim().replaceAll(/ {2,}/g, " | "));

test("a healthy cloud: verdict, servers, network, machines, Flexible IPs, and no advice", () => {
  const shown = lines();
  expect(shown[0]).toBe("Cloud house: healthy");
  expect(shown[1]).toBe("playbook | none is running");
  expect(shown).toEqual(
    expect.arrayContaining([
      "fe | 51.159.9.3 | yes | all 12 run | MONITORED | 0",
      "host01 | 51.159.9.2 | yes | all 3 run | MONITORING_MONITORED | 1",
      "host01 | 51.159.9.2/24 2001:db8::3/64 | 10.16.0.2/20 | 10.17.0.2/20 | 51.159.9.1 by br0 | br0 [eno1]",
      "3 | web | RUNNING | host01 | 62.210.0.9",
      "62.210.0.9 | pubridge | attached | host01 | 3 web RUNNING on host01",
      "62.210.0.10 | pubridge-spare | ready | - | -",
      "2026-03-01T10:00:00Z VMM: an old one",
    ]),
  );
  expect(shown.join("\n")).not.toContain("->");
});

test("what is wrong stands in its row, and at the end with its remedy", () => {
  const { answers } = observed();
  const unreachable = { kind: "unreachable" as const, why: "timed out" };
  const fe = { services: services({ "opennebula-gate.service": { active: "failed" } }) };
  const gone = new Map([...observed({ fe }).answers, ["host01", unreachable]]);
  expect(answers.size).toBe(2);
  const shown = lines({ seen: { answers: gone } });
  expect(shown[0]).toBe("Cloud house: not healthy, 2 of 9 checks failed");
  expect(shown).toEqual(
    expect.arrayContaining([
      "fe | 51.159.9.3 | yes | 11 of 12 run; gate failed | MONITORED | 0",
      "host01 | 51.159.9.2 | NO | - | MONITORING_MONITORED | 1",
      "fail | server host01 | not reachable: timed out",
    ]),
  );
  expect(shown.filter((line) => line.startsWith("-> "))).toHaveLength(2);
});

test.each([
  [
    "running",
    "deployment is running since 2026-03-01T11:50:00Z (10 min), stage 3 of 9: Hosts; tail -f logs/house/x.log",
  ],
  ["stale", "deployment of 2026-03-01T11:50:00Z was broken off, stage 3 of 9: Hosts; logs/house/x.log"],
] as const)("a playbook that is %s", (kind, text) => {
  const stage = { number: 3, of: 9, name: "Hosts" };
  const record = { playbook: "deployment", pid: 4, startedAt: "2026-03-01T11:50:00Z", stage, log: "logs/house/x.log" };
  expect(lines({ seen: { run: { kind, record } } })[1]).toBe(`playbook | ${text}`);
});
