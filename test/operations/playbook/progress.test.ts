import { existsSync } from "node:fs";
import { join } from "node:path";
import { DEPLOYMENT_STAGES, stageOfRole } from "../../../operations/playbook/deployment-stages";
import type { PlaybookEvent } from "../../../operations/playbook/events";
import { PlaybookProgress } from "../../../operations/playbook/progress";
import { REPOSITORY } from "../ansible-stubs";

function read(hasStages: boolean, ...events: readonly PlaybookEvent[]) {
  const said: string[] = [];
  let seconds = 0;
  const stages: string[] = [];
  const progress = new PlaybookProgress({
    hasStages,
    say: (line) => said.push(line.trim()),
    onStage: ({ number, of, name }) => stages.push(`${number}/${of} ${name}`),
    now: () => new Date(1000 * seconds++),
  });
  for (const event of events) progress.read(event);
  return { progress, said, stages };
}

const play = (name: string): PlaybookEvent => ({ event: "play", name });
const task = (role: string): PlaybookEvent => ({ event: "task", role: `opennebula.deploy.${role}`, name: "t" });
const failed = (host: string, name: string): PlaybookEvent => ({
  event: "failed",
  host,
  role: null,
  task: name,
  message: "m",
});

test("the stages of one-deploy are known by their roles, and each is told once", () => {
  const { said } = read(
    true,
    play("frontend"),
    task("common"),
    task("database"),
    task("opennebula/server"),
    task("gate"),
    task("opennebula/leader"),
    task("flow"),
  );
  expect(said).toEqual([
    "6 of 16  Database",
    "7 of 16  OpenNebula (the one before took 1 s)",
    "8 of 16  OneGate (the one before took 1 s)",
    "9 of 16  OneFlow (the one before took 1 s)",
  ]);
});

test("a play that is no part of its course is shown as it is, and counts as none", () => {
  const { said, stages } = read(true, play("frontend,node"), task("database"), play("Close the firewall"), task("kvm"));
  expect(said.map((line) => line.replace(/ \(.*/, ""))).toEqual([
    "6 of 16  Database",
    "Close the firewall",
    "11 of 16  Hypervisors",
  ]);
  expect(stages).toContain("6/16 Close the firewall");
});

test("the plays of our own playbooks are their stages", () => {
  const { said } = read(false, { event: "plays", names: ["One", "Two"] }, play("One"), task("database"), play("Two"));
  expect(said).toEqual(["1 of 2  One", "2 of 2  Two (the one before took 1 s)"]);
});

test("a failure that the playbook took care of is none; of the others each host's last one counts", () => {
  const totals = { ok: 1, changed: 0, failures: 0, unreachable: 0 };
  const { progress } = read(true, failed("fe", "rescued"), failed("host01", "first"), failed("host01", "last"), {
    event: "totals",
    hosts: { fe: totals, host01: { ...totals, failures: 1 } },
  });
  expect(progress.fatalFailures().map((failure) => failure.task)).toEqual(["last"]);
  expect(progress.recap()).toContain("  host01  ok=1 changed=0 failed=1 unreachable=0");
});

test("a role of somebody else begins no stage", () => {
  expect([stageOfRole("flexible_ip_driver"), stageOfRole("other.deploy.kvm"), stageOfRole(null)]).toEqual([-1, -1, -1]);
});

const ROLES = join(REPOSITORY, "ansible/collections/ansible_collections/opennebula/deploy/roles");
(existsSync(ROLES) ? test : test.skip)(
  "every role of the table is one of the collection that is installed here",
  () => {
    const absent = DEPLOYMENT_STAGES.flatMap(({ roles }) => roles).filter((role) => !existsSync(join(ROLES, role)));
    expect(absent).toEqual([]);
  },
);
