import { placesOf } from "../../operations/deployment";
import { ageOf, judgeLock, parseLock } from "../../operations/locks";
import { parseLsof, terraformProcessesIn } from "../../operations/terraform-processes";

const deployment = placesOf({ name: "house" } as never);
const CREATED = "2026-03-01T12:00:00.5Z";
const lockText = (who: string) =>
  JSON.stringify({ ID: "1b4e", Operation: "OperationTypeApply", Who: who, Created: CREATED, Path: "b/vpc.tfstate" });
const lock = parseLock("vpc", lockText("ann@office"));
const minutesLater = (minutes: number) => new Date(Date.parse(CREATED) + minutes * 60_000);
const nobody = () => ({ pids: [], hidden: [] });

test("a lock says who took it, when and for what", () => {
  expect(lock).toEqual({
    stack: "vpc",
    id: "1b4e",
    holder: "ann@office",
    operation: "OperationTypeApply",
    createdAt: new Date(CREATED),
    file: undefined,
  });
});

test.each([
  [0, "0 min"],
  [59, "59 min"],
  [125, "2 h 5 min"],
  [-3, "0 min"],
])("after %d minutes its age is %s", (minutes, age) => {
  expect(ageOf(lock, minutesLater(minutes))).toBe(age);
});

test.each([
  [119, true],
  [121, false],
])("a holder on another host is trusted to be at work for two hours (%d minutes: %s)", (minutes, live) => {
  expect(judgeLock(lock, deployment, minutesLater(minutes), "laptop", nobody).live).toBe(live);
});

test("a holder on this host is looked for in the stack's folder, however old the lock", () => {
  const folders: string[] = [];
  const busy = (folder: string) => {
    folders.push(folder);
    return { pids: [42], hidden: [] };
  };
  const judgement = judgeLock(lock, deployment, minutesLater(10_000), "office", busy);
  expect(judgement).toEqual({ live: true, reason: "at work here, process 42" });
  expect(folders).toEqual(["cdktf.out/house/stacks/vpc"]);
});

test("a holder on this host that is gone is not waited for", () => {
  expect(judgeLock(lock, deployment, minutesLater(0), "office", nobody).live).toBe(false);
});

test("a Terraform of another user may be the holder while the lock is young", () => {
  const hidden = () => ({ pids: [], hidden: [7] });
  expect(judgeLock(lock, deployment, minutesLater(1), "office", hidden).live).toBe(true);
  expect(judgeLock(lock, deployment, minutesLater(121), "office", hidden).live).toBe(false);
});

test("the lock of a state on this machine was taken on this machine, whatever it is called", () => {
  const local = { ...parseLock("state", lockText("ann@before-the-rename")), file: "/x/.state.tfstate.lock.info" };
  expect(judgeLock(local, deployment, minutesLater(1), "office", nobody).live).toBe(false);
});

test("only Terraform and OpenTofu in the very folder count as holders", () => {
  const folder = "/home/ann/checkout/cdktf.out/house/stacks/vpc";
  const running = [
    { pid: 1, program: "terraform", folder },
    { pid: 2, program: "tofu", folder },
    { pid: 3, program: "terraform-provi", folder },
    { pid: 4, program: "terraform", folder: `${folder}-old` },
    { pid: 5, program: "terraform", folder: undefined },
    { pid: 6, program: "bash", folder: undefined },
  ];
  const found = terraformProcessesIn("cdktf.out/house/stacks/vpc", () => running);
  expect(found).toEqual({ pids: [1, 2], hidden: [5] });
});

test("this very process is found by the system's own list, under its own name", () => {
  const before = process.env.TERRAFORM_BINARY_NAME;
  process.env.TERRAFORM_BINARY_NAME = process.title.replace(/ .*/, "");
  try {
    const parts = process.cwd().split("/").slice(-1).join("/");
    const { pids } = terraformProcessesIn(parts);
    expect(pids).toContain(process.pid);
  } finally {
    if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
    else process.env.TERRAFORM_BINARY_NAME = before;
  }
});

test("the list of lsof is read, with processes whose folder it may not tell", () => {
  const output = [
    ...["p12", "cterraform", "fcwd", "n/Users/ann/vpc"],
    ...["p13", "ctofu", "fcwd", "ncwd: permission denied"],
  ];
  expect(parseLsof(`${output.join("\n")}\n`)).toEqual([
    { pid: 12, program: "terraform", folder: "/Users/ann/vpc" },
    { pid: 13, program: "tofu", folder: undefined },
  ]);
});
