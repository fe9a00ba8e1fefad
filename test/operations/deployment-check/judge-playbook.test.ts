import { judgePlaybook } from "../../../operations/deployment-check/judge-playbook";
import type { ServerLook } from "../../../operations/deployment-check/server-look";
import type { PlaybookEvent } from "../../../operations/playbook/events";
import { LOOK, lookedAt } from "./look";

const HOSTS = new Map([["fe", "203.0.113.10"]]);
const PRECHECKS: PlaybookEvent = { event: "play", name: "Prechecks of opennebula.deploy" };
const PRECHECK: PlaybookEvent = { event: "task", role: "opennebula.deploy.pre_reboot", name: "t" };

/** Rows about one server that was found so. */
function judge(look: Partial<ServerLook>, ...more: readonly PlaybookEvent[]) {
  const events = [lookedAt("fe", { ...LOOK, ...look }), ...more];
  return judgePlaybook({ hosts: HOSTS, events, hasCollection: more.length > 0 });
}

const failedRows = (rows: ReturnType<typeof judge>) => rows.filter(({ status }) => status === "fail");

test("where nothing is wrong every row is ok, but for the prechecks of a collection that is absent", () => {
  const rows = judge({});
  expect(rows.filter(({ status }) => status !== "ok")).toEqual([
    expect.objectContaining({ check: "prechecks of one-deploy", status: "not run" }),
  ]);
  expect(rows.map(({ check }) => check)).toEqual([
    "public address of fe",
    "private addresses from fe",
    "package sources of fe",
    "disk of fe",
    "disk of fe",
    "clock of fe",
    "interfaces of fe",
    "prechecks of one-deploy",
  ]);
});

test.each<[string, Partial<ServerLook>, RegExp]>([
  [
    "a private address that is silent",
    { private: { host01: { address: "10.16.0.2", problem: "timed out" } } },
    /host01 does not answer SSH at 10\.16\.0\.2: timed out/,
  ],
  [
    "a repository without this version",
    { sources: [{ name: "OpenNebula 7.9", url: "https://x/7.9", problem: "404 Not Found" }] },
    /OpenNebula 7\.9 at https:\/\/x\/7\.9: 404 Not Found/,
  ],
  [
    "a full disk",
    { disks: [{ path: "/var/lib/one", freeBytes: 1024 ** 3 }] },
    /1\.0 GiB free for \/var\/lib\/one, 10 are needed/,
  ],
  ["a clock that is ahead", { time: 1061 }, /60 s ahead/],
  ["a clock that is behind", { time: 900 }, /100 s behind/],
  ["a missing bridge", { links: { br0: false, vmtovm: true } }, /absent: br0/],
])("%s fails, and nothing else does", (_, look, words) => {
  const rows = failedRows(judge(look));
  expect(rows).toHaveLength(1);
  expect(rows[0]!.what).toMatch(words);
  expect(rows[0]!.remedy).not.toBe("");
});

test("a version that is absent is told apart from a repository that is out of reach", () => {
  const remedyOf = (problem: string) => failedRows(judge({ sources: [{ name: "n", url: "u", problem }] }))[0]!.remedy;
  expect(remedyOf("404 Not Found")).toContain("opennebula.version");
  expect(remedyOf("timed out")).toContain("ports 80 and 443");
});

test("a clock within the seconds that a look takes is right", () => {
  expect(failedRows(judge({ time: 1009 }))).toEqual([]);
});

test("a source that is not fetched over HTTP is not run, with the reason", () => {
  const rows = judge({ sources: [{ name: "cdrom:[x]/ y", url: "cdrom:[x]/", skipped: "not fetched over HTTP" }] });
  expect(rows).toContainEqual(
    expect.objectContaining({ status: "not run", what: expect.stringContaining("over HTTP") }),
  );
});

test("a server that is not reached fails with the cause, and hides no other's rows", () => {
  const unreachable: PlaybookEvent = {
    event: "unreachable",
    host: "host01",
    role: null,
    task: "Look",
    message: "Failed to connect to the host via ssh: Host key verification failed.",
  };
  const hosts = new Map([...HOSTS, ["host01", "203.0.113.11"]]);
  const rows = judgePlaybook({ hosts, events: [unreachable, lookedAt("fe", LOOK), PRECHECKS], hasCollection: true });
  expect(failedRows([...rows])).toEqual([
    {
      check: "public address of host01",
      status: "fail",
      what: expect.stringMatching(/^203\.0\.113\.11: .*another key/),
      remedy: expect.stringContaining("make infra"),
    },
  ]);
  expect(rows.filter(({ status }) => status === "ok").every(({ check }) => check.endsWith("fe"))).toBe(true);
  expect(rows).toContainEqual(expect.objectContaining({ check: "disk of host01", status: "not run" }));
  expect(rows.at(-1)).toMatchObject({ status: "not run", what: "they need all servers" });
});

test("prechecks: passed, refused by name, or never come to", () => {
  const refusal = { host: "fe", role: null, task: "Check VIP", message: "Please define one_vip.\nmore" };
  expect(judge({}, PRECHECKS, PRECHECK).at(-1)).toMatchObject({ status: "ok", what: "1 tasks passed" });
  expect(judge({}, PRECHECKS, PRECHECK, { event: "failed", ...refusal }).at(-1)).toMatchObject({
    status: "fail",
    what: "fe: Check VIP: Please define one_vip.",
  });
  expect(judge({}, PRECHECKS).at(-1)).toMatchObject({ status: "not run" });
});
