import { configOf, problemsOf, REQUIRED } from "./deployment-text";

/** Text below the required fields; field, what is expected and found there, fix; each in part. */
const BROKEN_RULES: readonly [text: string, field: string, expected: string, found: string, fix: string][] = [
  ["network: {private: 10.16.3.0/20}", "network.private", "no bit set", "10.16.3.0/20", "write private: 10.16.0.0/20"],
  [
    "network: {private: 8.8.0.0/20}",
    "network.private",
    "a private network",
    "8.8.0.0/20",
    "write private: 10.16.0.0/20",
  ],
  [
    "network: {vmToVm: 172.32.0.0/20}",
    "network.vmToVm",
    "a private network",
    "172.32.0.0/20",
    "write vmToVm: 10.17.0.0/20",
  ],
  [
    "network: {private: 10.16.0.0/20, vmToVm: 10.16.8.0/22}",
    "network.vmToVm",
    "do not overlap",
    "10.16.8.0/22, which overlaps with network.private 10.16.0.0/20",
    "write vmToVm: 10.17.0.0/20",
  ],
  [
    "network: {vmToVm: 10.16.0.0/20}",
    "network.vmToVm",
    "do not overlap",
    "10.16.0.0/20, which",
    "write vmToVm: 10.17.0.0/20",
  ],
  [
    "network: {private: 10.17.0.0/20}",
    "network.vmToVm",
    "do not overlap",
    "10.17.0.0/20, which",
    "write vmToVm: 10.16.0.0/20",
  ],
  [
    "network: {private: 10.0.0.0/12}",
    "network.private",
    "from /20 to /29",
    "10.0.0.0/12",
    "write private: 10.0.0.0/20",
  ],
  [
    "network: {private: 10.16.0.0/28}\nservers: {workers: 10}",
    "network.private",
    "room for 17 addresses, so /27 or larger: 11 hosts, 2 while",
    "10.16.0.0/28 with 16 addresses",
    "write private: 10.16.0.0/27",
  ],
  [
    "network: {vmToVm: 10.17.0.0/30}\nservers: {workers: 0}",
    "network.vmToVm",
    "so /29 or larger: 1 host,",
    "10.17.0.0/30 with 4 addresses",
    "write vmToVm: 10.17.0.0/29",
  ],
  ["servers: {workers: [fe]}", "servers.workers[0]", "the name of a worker", "fe, which is the front-end", "remove fe"],
  [
    "servers: {workers: [node]}",
    "servers.workers[0]",
    "the name of a worker",
    "node, which is a group",
    "give the host another",
  ],
  ["servers: {retire: [fe]}", "servers.retire[0]", "the name of a worker", "fe, which is the front-end", "remove fe"],
  [
    "servers: {workers: [host01, gpu, host01]}",
    "servers.workers[2]",
    "each worker once",
    "host01 again (server opennebula-worker-0)",
    "remove the entry",
  ],
  ["servers: {retire: [a, a]}", "servers.retire[1]", "each entry once", "a again", "remove the entry"],
  [
    "flexibleIps: {dns: [1.1.1.1, 1.1.1.1]}",
    "flexibleIps.dns[1]",
    "each entry once",
    "1.1.1.1 again",
    "remove the entry",
  ],
  [
    "servers: {workers: 2, allowReinstall: [host03]}",
    "servers.allowReinstall[0]",
    "the front-end (fe) or one of the workers",
    "host03, which names neither",
    "did you mean host01?",
  ],
  [
    "servers: {workers: 2, allowReinstall: [opennebula-worker-1]}",
    "servers.allowReinstall[0]",
    "the front-end (fe) or one of the workers",
    "opennebula-worker-1, which names neither",
    "did you mean host02?",
  ],
  [
    "flexibleIps: {permissionSets: [IPAMFullAccess]}",
    "flexibleIps.permissionSets",
    "a list with ElasticMetalFullAccess",
    "a list of 1 entry",
    "write permissionSets: [ElasticMetalFullAccess, IPAMFullAccess]",
  ],
];

test.each(BROKEN_RULES)("%j breaks a rule at %s", (text, field, expected, found, fix) => {
  const problems = problemsOf(`${text}\n`);

  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({
    field,
    expected: expect.stringContaining(expected),
    found: expect.stringContaining(found),
    fix: expect.stringContaining(fix),
  });
});

test("a zone of another region is refused with both ways out", () => {
  expect(problemsOf("", REQUIRED.replace("fr-par-2", "nl-ams-1"))).toEqual([
    expect.objectContaining({
      line: 3,
      field: "zone",
      expected: "a zone of region fr-par: fr-par-1, fr-par-2",
      found: "nl-ams-1",
      fix: "write zone: fr-par-1, or region: nl-ams",
    }),
  ]);
});

test("a zone without Elastic Metal is refused", () => {
  const [problem] = problemsOf("", REQUIRED.replace("fr-par-2", "fr-par-3"));

  expect(problem).toMatchObject({ field: "zone", found: "fr-par-3", fix: "did you mean zone: fr-par-1?" });
});

test("one wrong worker does not hide what the other workers break", () => {
  const problems = problemsOf("servers: {workers: [Bad, host01, host01], retire: [a, a], allowReinstall: [gpu]}\n");

  expect(problems.map(({ field }) => field).sort()).toEqual([
    "servers.allowReinstall[0]",
    "servers.retire[1]",
    "servers.workers[0]",
    "servers.workers[2]",
  ]);
});

test("one wrong network does not hide that the other is too small", () => {
  const problems = problemsOf("network: {private: here, vmToVm: 10.17.0.0/30}\n");

  expect(problems.map(({ field }) => field)).toEqual(["network.private", "network.vmToVm"]);
});

test("the smallest Private Network holds the front-end and one worker, as the rule counts", () => {
  expect(problemsOf("network: {private: 10.16.0.0/29}\nservers: {workers: 1}\n")).toEqual([]);
  expect(problemsOf("network: {private: 10.16.0.0/29}\nservers: {workers: 2}\n")).toHaveLength(1);
});

test("a thousand workers fit into the default networks", () => {
  expect(configOf("servers: {workers: 1000}\n").servers.hosts).toHaveLength(1001);
});

test("a worker may retire before and after it leaves the list, and the front-end may be reinstalled", () => {
  const { servers } = configOf(
    "servers: {workers: [host01, host03], retire: [host02, host03], allowReinstall: [fe, host03]}\n",
  );

  expect(servers.retire).toEqual(["host02", "host03"]);
  expect(servers.hosts.filter(({ allowReinstall }) => allowReinstall).map(({ name }) => name)).toEqual([
    "fe",
    "host03",
  ]);
});
