// `make validation` on the stand-in suite and on stand-ins for OpenNebula's commands. An Ansible takes seconds: few runs, many claims on each.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { runPlaybook } from "../../../operations/ansible";
import { type ValidationReport, validationReport } from "../../../operations/validation/report";
import { runValidation } from "../../../operations/validation/run";
import { VALIDATION_TESTS } from "../../../operations/validation/tests";
import { type AnsibleProject, commandsOf, makeProject, VENDORS } from "../../ansible/project";
import { type Fault, makeStandInCloud, type StandInCloud } from "../../ansible/validation/stand-in-cloud";

jest.setTimeout(180_000);

const ENVIRONMENT = { ...process.env };
/** The fixture's. */
const PASSWORD = "a{{b";
let project: AnsibleProject;
let cloud: StandInCloud;

beforeAll(() => {
  commandsOf("validation");
});

afterEach(() => {
  process.env = { ...ENVIRONMENT };
  project.remove();
  cloud.remove();
});

interface Asked {
  readonly faults?: readonly Fault[];
  readonly left?: readonly string[];
  readonly only?: string;
  readonly skip?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly projectName?: string;
}

async function validate({ faults, left, only, skip, variables = {}, projectName }: Asked) {
  project = makeProject("stand-in", projectName);
  cloud = makeStandInCloud(faults, left);
  Object.assign(process.env, cloud.environment);
  const shown: string[] = [];
  const failure = await runValidation({
    projectFolder: project.folder,
    deployment: "fixture",
    only,
    skip,
    extraArguments: [...cloud.arguments, "-e", JSON.stringify({ stand_in_output: cloud.folder, ...variables })],
    say: (line) => shown.push(line),
    suiteOutput: cloud.folder,
    play: (run) =>
      runPlaybook({ projectFolder: project.folder, deployment: "fixture", playbook: "validation", ...run }),
  }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const folder = join(project.folder, "reports/fixture/latest");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const report = JSON.parse(read("report.json")) as ValidationReport;
  const outcomes = Object.fromEntries(report.tests.map(({ name, status }) => [name, status]));
  const resultsOf = (name: string) => report.tests.find((test) => test.name === name)!.results;
  return { shown: shown.join("\n"), failure, folder, read, report, outcomes, resultsOf };
}

/** What the cloud was told, without questions that are asked until the answer is right. */
const orders = () => cloud.calls().filter((call) => !/ (list|show)\b/.test(call));

test("a passing run: every test by its evidence, in a folder with a blank in its name; the machine moves, its host reboots", async () => {
  const { failure, report, outcomes, resultsOf, read, folder, shown } = await validate({
    projectName: "a folder",
    left: ["validation-flexible-ip"],
    only: "flexible_ip,overlay_mtu,flexible_ip_reboot,test_vm,storage_benchmark,conn_matrix,network_benchmark,core_services,one_flow",
  });
  expect(failure).toBeUndefined();
  expect(validationReport.parse(report)).toEqual(report);
  expect(report).toMatchObject({ verdict: "passed", ended: "completed", counts: { failed: 0, notRun: 0, skipped: 5 } });
  const off = ["networks_verification", "vm_ha", "fe_ha", "ldap_auth", "federation"];
  for (const { name } of VALIDATION_TESTS)
    expect([name, outcomes[name]]).toEqual([name, off.includes(name) ? "skipped" : "passed"]);
  expect(report.versions).toMatchObject({
    opennebula: { wanted: "7.0", found: "7.0.1" },
    suite: expect.stringContaining("stand-in for one-deploy-validation"),
    ansibleCore: expect.stringMatching(/^2\.18\./),
  });
  expect(shown).toContain("Validation suite: A stand-in");

  const machine = (rest: string) =>
    expect.stringMatching(`^onetemplate instantiate Alpine Linux 3.21 --name validation-flexible-ip${rest}`);
  const login = expect.stringMatching(/^ssh .* root@198\.51\.100\.22 ping -c 2 -W 2 10\.1\.2\.101$/);
  const pinged = "ping -c 3 -W 2 198.51.100.22";
  expect(orders()).toEqual([
    "onevm terminate --hard 0",
    pinged,
    machine(" --hold --nic pubridge-spare,vxlan --raw .*SSH_PUBLIC_KEY"),
    "onevm deploy 1 1",
    pinged,
    "onevm migrate --live 1 0",
    pinged,
    machine("-peer --hold --nic vxlan --raw "),
    "onevm deploy 2 1",
    login,
    expect.stringContaining("apk add"),
    expect.stringContaining("ping -M do -c 3 -W 2 -s 1422 10.1.2.101"),
    expect.stringContaining("ping -M do -c 1 -W 2 -s 1423 10.1.2.101"),
    "reboot host01",
    "onevm resume 1",
    pinged,
    "onevm terminate --hard 1",
    "onevm terminate --hard 2",
  ]);
  expect(cloud.machinesLeft()).toEqual([]);

  expect(resultsOf("storage_benchmark")[0]).toMatchObject({
    evidence: "read 9500 IOPS, 37.1 MiB/s, 99 % within 0.21 ms",
  });
  expect(resultsOf("network_benchmark")).toHaveLength(4);
  expect(resultsOf("conn_matrix").map(({ name }) => name)).toContain("machine on host01 to machine on fe");
  // The suite's own files: without the password, and so without the PDF of the same content.
  expect(report.files).toEqual(["cloud_verification_report.html", "conn-matrix-raw-data.json"]);
  expect(read("cloud_verification_report.html")).toContain("********");
  expect(report.notes.join()).toContain("cloud_verification_report.pdf was left");
  expect(readdirSync(folder).sort()).toEqual([...report.files, "junit.xml", "report.html", "report.json"].sort());
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(readlinkSync(folder)).toMatch(/^\d{8}T\d{6}Z$/);
});

test("a failing run: what failed and what was left out, in each form, and no secret; nothing is left in the cloud", async () => {
  // A benchmark named like the password, and an address that nobody answers on after the machine has moved.
  const { failure, report, outcomes, resultsOf, read, shown, folder } = await validate({
    faults: ["migrate"],
    skip: "network_benchmark conn_matrix",
    variables: { stand_in_failure: "{{ one_pass }}" },
  });
  expect(failure).toMatch(
    /failed: flexible_ip, overlay_mtu, storage_benchmark\.[\s\S]*report\.html[\s\S]*again is safe/,
  );
  expect(report).toMatchObject({ verdict: "failed", ended: "completed", counts: { failed: 3, notRun: 0 } });
  expect(outcomes).toMatchObject({ run: "passed", test_vm: "passed", core_services: "passed", conn_matrix: "skipped" });
  expect(resultsOf("flexible_ip").map(({ status }) => status)).toEqual([
    "passed",
    "passed",
    "passed",
    "passed",
    "failed",
    "passed",
  ]);
  expect(resultsOf("flexible_ip")[4]!.evidence).toContain("0 received: 198.51.100.22");
  expect(resultsOf("overlay_mtu")[0]!.evidence).toContain(
    "not tried, since this failed: Reached from outside after live migration",
  );
  expect(cloud.machinesLeft()).toEqual([]);

  const junit = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" }).parse(read("junit.xml")).testsuites;
  expect(Number(junit.failures)).toBe(4);
  expect(junit.testsuite.find(({ name }: { name: string }) => name === "conn_matrix").testcase.skipped.message).toBe(
    "left out by SKIP",
  );
  const log = readFileSync(join(project.folder, "logs/fixture/latest.log"), "utf8");
  for (const output of [shown, log, ...readdirSync(folder).map(read)]) expect(output).not.toContain(PASSWORD);
  expect(log).toContain("Failed: ********, Reached from outside after live migration");
  for (const name of ["report.html", "report.json", "junit.xml"]) expect(read(name)).toContain("fio said ********");
});

test("a task that ends the run: what came before counts, what was still to come is not taken for passed", async () => {
  const { failure, report, outcomes, resultsOf } = await validate({
    only: "test_vm core_services one_flow",
    variables: { stand_in_abort: true },
  });
  expect(failure).toContain("core_services, one_flow (not run)");
  expect(report.ended).toBe("aborted");
  expect(outcomes).toMatchObject({
    run: "failed",
    test_vm: "passed",
    core_services: "failed",
    one_flow: "notRun",
    flexible_ip: "skipped",
  });
  expect(resultsOf("core_services")[0]).toMatchObject({
    name: "Connect to a fireedge server",
    host: "fe",
    evidence: expect.stringContaining("curl"),
  });
  expect(orders()).toEqual([""]);
});

describe.each(VENDORS)("with the %s suite", (vendor) => {
  test("the playbook holds the roles that the report knows tests by", () => {
    cloud = makeStandInCloud();
    project = makeProject(vendor);
    const { stdout } = spawnSync(
      join(commandsOf("validation"), "ansible-playbook"),
      ["-i", "inventory/fixture/hosts.yml", "playbooks/validation.yml", "--list-tasks"],
      { cwd: project.ansibleFolder, env: project.environment, encoding: "utf8" },
    );
    const roles = ["test_vm", "storage-benchmark", "conn_matrix", "network-benchmark", "validation"];
    for (const role of roles) expect(stdout).toContain(`${role} : `);
    expect(stdout).toContain("Test the spare Flexible IP");
  });
});
