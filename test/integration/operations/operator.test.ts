// The commands for the days after the first deploy, typed as an operator types them, on one cloud with guards.
import { spawnSync } from "node:child_process";
import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { STACKS, type StackName } from "../../../operations/deployment";
import type { FaultEffect } from "../../../simulator/control/faults";
import { Checkout, type Outcome, type Running } from "../../helpers/checkout";
import { CloudProcess } from "../../helpers/cloud-process";
import { callApi } from "../../helpers/proxy-client";

jest.setTimeout(300_000);

const GUARDED = "servers: {workers: 1}\ndisposable: false\n";
const CONFIRM = "make destroy DEPLOYMENT=house CONFIRM=house";
const REFUSED: FaultEffect = { kind: "answer", status: 400, type: null, retryAfterSeconds: null };
let cloud: CloudProcess;
let checkout: Checkout;

beforeAll(async () => {
  cloud = await CloudProcess.start();
  checkout = new Checkout(cloud);
  checkout.configure(GUARDED);
  await checkout.deploy();
});
afterAll(async () => {
  checkout.remove();
  await cloud.stop();
});

/** `make <command>` with variables. */
function make(command: string, variables: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return checkout.run(["node", "operations/launch.cjs", command], variables);
}

describe("make diagnose", () => {
  interface Line {
    readonly check: string;
    readonly status: string;
    readonly what: string;
    readonly remedy: string;
  }

  async function diagnosis(): Promise<{ code: number | null; checks: readonly Line[] }> {
    const { code, output } = await make("diagnose", { JSON: "1" });
    return { code, checks: JSON.parse(output.slice(output.indexOf("{"))).checks };
  }

  test("a cloud as it was deployed is healthy", async () => {
    const { code, checks } = await diagnosis();
    expect(checks.filter((line) => line.status !== "ok")).toEqual([]);
    expect(checks.map((line) => line.check)).toEqual(
      expect.arrayContaining(["server fe", "networks of host01", "Flexible IPs"]),
    );
    expect(code).toBe(0);
  });

  test("what went wrong behind Terraform's back is told, and the remedy for a vanished Flexible IP works", async () => {
    await cloud.control.snapshot("healthy");
    const { servers, spare_flexible_ip: spare } = await checkout.outputsOf("instances");
    const call = (method: string, path: string, body?: object) => callApi(cloud, { method, path, body });
    await call("POST", `/baremetal/v1/zones/fr-par-2/servers/${servers.host01.serverId.split("/")[1]}/stop`, {});
    await call("DELETE", `/flexible-ip/v1alpha1/zones/fr-par-2/fips/${spare.id.split("/")[1]}`);
    await cloud.control.addCondition("stock-empty", "*");

    const { code, checks } = await diagnosis();
    expect(code).toBe(1);
    const broken = checks.filter((line) => line.status !== "ok");
    expect(broken.map(({ check, status }) => [check, status])).toEqual(
      expect.arrayContaining([
        ["server host01", "fail"],
        [`Flexible IP ${spare.address}`, "fail"],
        ["stock of EM-A610R-NVME", "warn"],
      ]),
    );
    await cloud.control.clearFaults();

    expect((await checkout.terraform("instances", "plan")).code).toBe(1);
    const remedy = broken.find((line) => line.check.startsWith("Flexible IP "))!.remedy.split("; ")[0]!;
    expect((await checkout.run(["bash", "-c", remedy])).output).toContain(
      "Successfully removed 2 resource instance(s)",
    );
    const { code: planned, output } = await checkout.terraform("instances", "plan");
    expect([planned, output]).toEqual([0, expect.stringContaining("Plan: 2 to add, 0 to change, 0 to destroy.")]);
    await cloud.control.restore("healthy");
  });
});

describe("make status", () => {
  test("where Ansible cannot run, each server says so, and the Flexible IPs are told by the API all the same", async () => {
    const { servers, spare_flexible_ip: spare } = await checkout.outputsOf("instances");
    const { code, output } = await make("status", { JSON: "1" });
    expect(code).toBe(3);
    const status = JSON.parse(output.slice(output.indexOf("{")));
    expect(status).toMatchObject({ version: 1, deployment: "house", healthy: false, run: { kind: "none" } });
    expect(status.checks.filter((line: { status: string }) => line.status === "fail")).toEqual([
      expect.objectContaining({ check: "server fe", what: expect.stringContaining("Ansible could not be run") }),
      expect.objectContaining({ check: "server host01", what: expect.stringContaining("Ansible could not be run") }),
      expect.objectContaining({ check: "OpenNebula" }),
      expect.objectContaining({ check: "Flexible IPs and machines" }),
    ]);
    const places = status.flexibleIps.map((ip: Record<string, unknown>) => [ip.address, ip.attachedTo, ip.network]);
    expect(places.sort()).toEqual(
      [
        [servers.fe.flexibleIp.address, "fe", "pubridge"],
        [servers.host01.flexibleIp.address, "host01", "pubridge"],
        [spare.address, undefined, "pubridge-spare"],
      ].sort(),
    );
  });
});

describe("make ssh", () => {
  test("runs a command on the named server, through the proxy, with its exit code", async () => {
    if (spawnSync("ssh", ["-V"]).status !== 0) return console.warn("skipped: this machine has no OpenSSH client");
    const { code, output } = await make("ssh", { HOST: "host01", COMMAND: "hostname; exit 5" });
    expect([code, output.split("\n")]).toEqual([5, expect.arrayContaining(["host01"])]);
    const [entry] = (await cloud.control.journal({ kind: "ssh" })).slice(-1);
    const { servers } = await checkout.outputsOf("instances");
    expect(JSON.stringify(entry)).toContain(servers.host01.publicAddress);
  });

  test("without a server of the deployment it names them", async () => {
    const { code, output } = await make("ssh", { HOST: "host9" });
    expect([code, output]).toEqual([64, expect.stringContaining("HOST is host9; the hosts are fe, host01.")]);
  });
});

describe("make unlock", () => {
  let held: Running;
  let lockId: string;

  test.each<[StackName, string]>([
    ["vpc", "vpc.GetVPC"],
    ["state", "account.GetProject"],
  ])("the lock of a killed Terraform on %s is shown, kept while it runs, and removed", async (stack, operation) => {
    const fault = await cloud.fault(operation, { kind: "hold" });
    held = checkout.beginTerraform(stack, ["apply", "-auto-approve"]);
    await cloud.someoneWaitsAt(fault);
    const shown = await make("unlock");
    lockId = new RegExp(`${stack} +([0-9a-f-]{36}) `).exec(shown.output)?.[1] ?? "none shown";
    expect(shown.output).toContain(`at work here, process ${held.process.pid}`);
    const refused = await make("unlock", { CONFIRM: lockId });
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringContaining(`The lock ${lockId} on stack ${stack} stays`),
    ]);

    held.process.kill("SIGKILL");
    await held.outcome;
    held.kill();
    await cloud.control.clearFaults();
    expect((await make("unlock")).output).toContain(`make unlock DEPLOYMENT=house CONFIRM=${lockId}`);
    const removed = await make("unlock", { CONFIRM: lockId });
    expect([removed.code, removed.output]).toEqual([0, expect.stringContaining(`Removed the lock ${lockId}`)]);
    expect((await checkout.terraform(stack, "apply", "-auto-approve")).code).toBe(0);
  });

  test("without a lock there is nothing to show, and no id to confirm", async () => {
    expect((await make("unlock")).output).toContain("No state of deployment house is locked.");
    const wrong = await make("unlock", { CONFIRM: lockId });
    expect([wrong.code, wrong.output]).toEqual([64, expect.stringContaining("there is none")]);
  });
});

describe("make adopt", () => {
  test("rebuilds what a lost laptop held, and only reads the account", async () => {
    for (const lost of [".state", "cdktf.out/house"]) rmSync(checkout.file(lost), { recursive: true });
    const before = await cloud.storeText();
    const since = (await cloud.control.journal()).at(-1)!.number;

    const { code, output } = await make("adopt");
    expect([code, output]).toEqual([0, expect.stringContaining("Adopted.")]);
    expect(await cloud.storeText()).toBe(before);
    const calls = await cloud.control.journal({ since: String(since) });
    expect(calls.length).toBeGreaterThan(10);
    expect(calls.filter(({ method, changes }) => !/^(GET|HEAD)$/.test(method) || changes.length > 0)).toEqual([]);
    for (const file of ["s3-credentials", "state.tfstate"])
      expect(statSync(checkout.file(".state/house", file)).mode & 0o777).toBe(0o600);
  });

  test.each(STACKS)("afterwards the plan of %s is empty", async (stack) => {
    const { code, output } = await checkout.terraform(stack, "plan", "-detailed-exitcode");
    expect([code, output]).toEqual([0, expect.stringContaining("No changes.")]);
  });

  test("in a second checkout the inventory's files are all that is missing", async () => {
    const inventory = checkout.file("ansible/inventory/house");
    renameSync(inventory, `${inventory}.aside`);
    const plan = await checkout.terraform("inventories", "plan");
    const planned = plan.output.match(/# (\w+)\.\S+ .*will be (\w+)/g) ?? [];
    expect(planned.length).toBeGreaterThan(5);
    expect(planned.filter((line) => !/^# local_(sensitive_)?file\..* will be created$/.test(line))).toEqual([]);
    renameSync(`${inventory}.aside`, inventory);
  });

  test("a project that the account lacks, or that is not the recorded one, is refused", async () => {
    checkout.configure(GUARDED, "elsewhere");
    const lacking = await make("adopt");
    expect([lacking.code, lacking.output]).toEqual([1, expect.stringContaining("has no project elsewhere")]);

    const body = { name: "elsewhere", organization_id: cloud.credentials.organizationId };
    const { body: project } = await callApi(cloud, { method: "POST", path: "/account/v3/projects", body });
    const other = await make("adopt");
    expect([other.code, other.output]).toEqual([64, expect.stringContaining("move the folder .state/house away")]);
    await callApi(cloud, { method: "DELETE", path: `/account/v3/projects/${project.id}` });
    checkout.configure(GUARDED);
  });
});

describe("make destroy", () => {
  test("stops before any change while the deployment is guarded, in the file or as last deployed", async () => {
    const before = await cloud.storeText();
    const inFile = await make("destroy", { CONFIRM: "house" });
    expect([inFile.code, inFile.output]).toEqual([
      64,
      expect.stringContaining("says disposable: false. Nothing was changed."),
    ]);
    expect(inFile.output).toContain(
      "1. set disposable: true in deployments/house.yaml, and make infra DEPLOYMENT=house",
    );
    expect(inFile.output).toContain(`2. ${CONFIRM}`);

    checkout.configure(GUARDED.replace("false", "true"));
    const asDeployed = await make("destroy", { CONFIRM: "house" });
    expect([asDeployed.code, asDeployed.output]).toEqual([
      64,
      expect.stringContaining("last deployed with disposable: false (stack state, instances)"),
    ]);
    expect(await cloud.storeText()).toBe(before);
  });

  test("refuses a file with another project and another account's key, which would throw the states away", async () => {
    checkout.configure(GUARDED.replace("false", "true"), "elsewhere");
    const renamed = await make("destroy", { CONFIRM: "elsewhere" });
    expect([renamed.code, renamed.output]).toEqual([
      64,
      expect.stringContaining("Set project: house to destroy that one."),
    ]);
    checkout.configure(GUARDED.replace("false", "true"));
    const foreign = "11111111-2222-3333-4444-555555555555";
    const elsewhere = await make("destroy", { CONFIRM: "house", SCW_DEFAULT_ORGANIZATION_ID: foreign });
    expect([elsewhere.code, elsewhere.output]).toEqual([
      64,
      expect.stringContaining("Source the .secret of that account."),
    ]);
  });

  test("is possible after the next deploy, which lifts the guards", () => checkout.deploy(["state", "instances"]));

  test.each<Record<string, string>>([{}, { CONFIRM: "hause" }])(
    "shows what would go, and wants the project's name: %j",
    async (variables) => {
      const before = await cloud.storeText();
      const { code, output } = await make("destroy", variables);
      expect([code, output]).toEqual([64, expect.stringContaining(CONFIRM)]);
      expect(output).toContain("servers with their disks opennebula-web, opennebula-worker-0");
      expect(await cloud.storeText()).toBe(before);
    },
  );

  test("a destroy that stopped after the bucket is finished by the next, and proven by the API", async () => {
    await cloud.fault("account.DeleteProject", REFUSED);
    const stopped = await make("destroy", { CONFIRM: "house" });
    expect([stopped.code, stopped.output]).toEqual([1, expect.stringContaining("running again is safe")]);
    const finished = await make("destroy", { CONFIRM: "house" });
    expect([finished.code, finished.output]).toEqual([0, expect.stringContaining("has no project house any more")]);
    expect(await cloud.remains()).toEqual([]);
    for (const gone of [".state/house", "ansible/inventory/house"])
      expect(existsSync(join(checkout.path, gone))).toBe(false);
  });

  test("where nothing is deployed there is nothing to destroy", async () => {
    const { code, output } = await make("destroy");
    expect([code, output]).toEqual([0, expect.stringContaining("Nothing to destroy")]);
  });
});
