import { configOf, FILE, problemsOf, REQUIRED } from "./deployment-text";

/** Text below the required fields; line, field and beginning of what is found and of the fix. */
const WRONG_VALUES: readonly [text: string, line: number, field: string, found: string, fix: string][] = [
  ["network: {private: 10.16.0.0}", 4, "network.private", "10.16.0.0", "write private: 10.16.0.0/20"],
  ["network: {private: 10.16.0.256/20}", 4, "network.private", "10.16.0.256/20", "write private: 10.16.0.0/20"],
  ["network: {vmToVm: fd00::/64}", 4, "network.vmToVm", "fd00::/64", "write vmToVm: 10.17.0.0/20"],
  ["network: 10.16.0.0/20", 4, "network", "10.16.0.0/20", "write network: {private:"],
  ["servers:\n  offer: EM_A610R", 5, "servers.offer", "EM_A610R", "write offer: em-a610r"],
  ["servers:\n  os: Ubuntu", 5, "servers.os", "Ubuntu", "write os: {name: Ubuntu"],
  ["servers:\n  os:\n    version: 24.04", 6, "servers.os.version", "24.04 (a number)", "write version: 24.04 LTS"],
  ["servers: {subscription: Hourly}", 4, "servers.subscription", "Hourly", "did you mean subscription: hourly?"],
  ["servers: {workers: 1001}", 4, "servers.workers", "1001 (a number)", "write workers: [host01"],
  ["servers: {workers: -1}", 4, "servers.workers", "-1 (a number)", "write workers:"],
  ["servers: {workers: 1.5}", 4, "servers.workers", "1.5 (a number)", "write workers:"],
  ["servers: {workers: two}", 4, "servers.workers", "two", "write workers:"],
  ["servers:\n  workers:\n    - host01\n    - Host02", 7, "servers.workers[1]", "Host02", "write host02"],
  ["servers:\n  workers:\n    - host01\n    - 2", 7, "servers.workers[1]", "2 (a number)", "write host01"],
  ["servers: {retire: host01}", 4, "servers.retire", "host01", "write retire: [host02]"],
  ["servers: {retire: [9lives]}", 4, "servers.retire[0]", "9lives", "write lives"],
  [
    "servers: {allowReinstall: [a23456789012345678901234567890x2]}",
    4,
    "servers.allowReinstall[0]",
    "a23456789012345678901234567890x2",
    "write host01",
  ],
  ["ssh: {user: Ubuntu}", 4, "ssh.user", "Ubuntu", "write user: ubuntu"],
  ["ssh: {publicKeyFile: .ssh/id.pub}", 4, "ssh.publicKeyFile", ".ssh/id.pub", "write publicKeyFile: ~/.ssh/"],
  [
    "ssh: {publicKeyFile: ~/.ssh/id_ed25519}",
    4,
    "ssh.publicKeyFile",
    "~/.ssh/id_ed25519",
    "write publicKeyFile: ~/.ssh/",
  ],
  ["flexibleIps: {gateway: 300.1.1.1}", 4, "flexibleIps.gateway", "300.1.1.1", "write gateway: 62.210.0.1"],
  ["flexibleIps: {dns: []}", 4, "flexibleIps.dns", "a list of 0 entries", "write dns: [1.1.1.1]"],
  ["flexibleIps: {dns: 1.1.1.1}", 4, "flexibleIps.dns", "1.1.1.1", "write dns: [1.1.1.1]"],
  ["flexibleIps: {dns: [dns.example]}", 4, "flexibleIps.dns[0]", "dns.example", "write 1.1.1.1"],
  ["flexibleIps: {keyGeneration: 0}", 4, "flexibleIps.keyGeneration", "0 (a number)", "write keyGeneration: 1"],
  ['flexibleIps: {keyGeneration: "2"}', 4, "flexibleIps.keyGeneration", "2", "write keyGeneration: 1"],
  ["opennebula: {version: 7.0}", 4, "opennebula.version", "7.0 (a number)", 'put it in quotes: version: "7.0"'],
  ["opennebula: {version: latest}", 4, "opennebula.version", "latest", 'write version: "7.0"'],
  ["disposable: yes", 4, "disposable", "yes", "write disposable: false"],
  ["disposable:", 4, "disposable", "nothing", "write disposable: false"],
  ["ssh:", 4, "ssh", "nothing", "write ssh: {user: ubuntu}"],
  ["ssh: {user: 'ubuntu '}", 4, "ssh.user", '"ubuntu "', "write user: ubuntu"],
  ['ssh: {user: ""}', 4, "ssh.user", '""', "write user: ubuntu"],
];

test.each(WRONG_VALUES)("%j is refused on line %i as %s", (text, line, field, found, fix) => {
  const problems = problemsOf(`${text}\n`);

  expect(problems).toEqual([expect.objectContaining({ file: FILE, line, field, found })]);
  expect(problems[0]?.fix.slice(0, fix.length)).toBe(fix);
  expect(problems[0]?.expected).not.toBe("");
});

const PROJECTS: readonly [project: string, fix: string][] = [
  ["My_Cloud 2", "write project: my-cloud-2"],
  ["-cloud", "write project: cloud"],
  ["cloud.one", "write project: cloud-one"],
  ["a".repeat(40), "write project: opennebula-scw"],
];

test.each(PROJECTS)("project %j, which cannot name a bucket and IAM objects, is refused", (project, fix) => {
  const [problem] = problemsOf("", REQUIRED.replace("cloud", project));

  expect(problem).toMatchObject({ line: 1, field: "project", fix });
  expect(problem?.expected).toContain("1 to 39");
});

test("the longest project name fits into the bucket's and the IAM policy's name", () => {
  const project = "a".repeat(39);
  const checked = problemsOf("", REQUIRED.replace("cloud", project));

  expect(checked).toEqual([]);
  expect(`opennebula-flexip-${project}-policy`).toHaveLength(64);
});

test("each missing required field is told by its name", () => {
  const problems = problemsOf("", "disposable: true\n");

  expect(problems.map(({ field, found }) => [field, found])).toEqual([
    ["project", "nothing"],
    ["region", "nothing"],
    ["zone", "nothing"],
  ]);
  expect(problems[2]?.fix).toBe("add zone: fr-par-2");
});

test("an unknown permission set is refused with the names of the valid ones", () => {
  const [problem] = problemsOf("flexibleIps: {permissionSets: [ElasticMetalFullAccess, IpamFullAcces]}\n");

  expect(problem).toMatchObject({ field: "flexibleIps.permissionSets[1]", fix: "did you mean IPAMFullAccess?" });
  expect(problem?.expected).toContain("ElasticMetalFullAccess, ElasticMetalReadOnly, IPAMFullAccess, IPAMReadOnly");
});

test("an unknown field is refused with the field that was probably meant", () => {
  expect(problemsOf("servers:\n  worker: 2\n")).toEqual([
    expect.objectContaining({
      line: 5,
      field: "servers.worker",
      found: "an unknown field",
      fix: "did you mean workers?",
    }),
  ]);
  expect(problemsOf("workers: 2\n")[0]?.fix).toBe("move it: the field is servers.workers");
  expect(problemsOf("colour: blue\n")[0]?.fix).toBe("remove it");
  expect(problemsOf("__proto__: {a: 1}\n")[0]).toMatchObject({ field: "__proto__", line: 4 });
});

test("a secret in the file is refused and not shown", () => {
  const problems = problemsOf("one_password: hunter2-planted\nssh: {scw_secret_key: hunter2-planted}\n");

  expect(problems.map(({ field }) => field)).toEqual(["one_password", "ssh.scw_secret_key"]);
  expect(problems[0]?.fix).toContain("put it into .secret");
  expect(JSON.stringify(problems)).not.toContain("hunter2");
});

test("all mistakes of a file come in one go, in the order of its lines", () => {
  const problems = problemsOf(
    "netwrok: {}\nservers: {workers: many}\nssh: {user: Root}\nopennebula: {version: 7}\n",
    "",
  );

  expect(problems.map(({ field }) => field)).toEqual([
    "project",
    "region",
    "zone",
    "netwrok",
    "servers.workers",
    "ssh.user",
    "opennebula.version",
  ]);
});

test("an offer is taken in any case, as the API names it", () => {
  expect(configOf("servers: {offer: em-A610r-NVMe}\n").servers.offer).toBe("EM-A610R-NVME");
});

test("the operator's public key is a path that is kept as it is", () => {
  expect(configOf("ssh: {publicKeyFile: ~/.ssh/id_ed25519.pub}\n").ssh.publicKeyFile).toBe("~/.ssh/id_ed25519.pub");
  expect(configOf("").ssh.publicKeyFile).toBeUndefined();
});

test("IPAMFullAccess is accepted, as in the original", () => {
  const { permissionSets } = configOf(
    "flexibleIps: {permissionSets: [ElasticMetalFullAccess, IPAMFullAccess]}\n",
  ).flexibleIps;

  expect(permissionSets).toEqual(["ElasticMetalFullAccess", "IPAMFullAccess"]);
});
