// Twenty-one defects of a driver that was in use. Each is looked for here, in our driver and, as the control, in one that has them all.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROLE } from "../../ansible/driver/broker-process";
import { DriverCloud } from "../../ansible/driver/driver-cloud";
import type { HookNode, HookResult } from "../../ansible/driver/hook-node";
import type { OrderedIp } from "../../ansible/driver/house";
import { RoleTexts } from "../../ansible/driver/role-texts";
import { privateNic, publicNic, type VirtualMachine } from "../../ansible/driver/virtual-machine";
import { until } from "../../helpers/until";
import { filesBeneath } from "../secrets/traces";

jest.setTimeout(120_000);

const DEFECTIVE = join(__dirname, "../../ansible/driver/defective");
const PASSWORD = "context-password-4711";

interface Subject {
  readonly cloud: DriverCloud;
  readonly texts: RoleTexts;
  readonly node: HookNode;
  readonly other: HookNode;
  readonly nextIp: () => OrderedIp;
}

/** Answers what is wrong; undefined when nothing is. */
type Check = (subject: Subject) => Promise<string | undefined>;

const machine = (...ips: OrderedIp[]): VirtualMachine => ({ id: 7, nics: ips.map((ip) => publicNic(ip)) });
const wrongIf = (isWrong: boolean, what: string) => (isWrong ? what : undefined);

async function isOn({ cloud }: Subject, ip: OrderedIp, { serverId }: HookNode): Promise<boolean> {
  const { status, server_id } = await cloud.house.stateOf(ip);
  return status === "attached" && server_id === serverId;
}

/** Attached behind the driver's back, and settled. */
async function settled(subject: Subject, ip: OrderedIp, node: HookNode): Promise<VirtualMachine> {
  await subject.cloud.house.attach(ip, node.serverId);
  await until("it is attached", () => isOn(subject, ip, node));
  return { ...machine(ip), deployed: true };
}

async function callsOf({ cloud }: Subject, run: () => Promise<unknown>): Promise<string[]> {
  const from = await cloud.house.now();
  await run();
  return (await cloud.house.callsSince(from)).map(({ operation, status }) => `${operation} ${status}`);
}

const fault = ({ cloud }: Subject, operation: string, effect: any, first = 1) =>
  cloud.house.simulator.control.addFault({ operation, match: null, first, effect });
const answer = (status: number) => ({ kind: "answer", status, type: null, retryAfterSeconds: null });

/** Runs while every process's arguments and environment are watched. */
async function watched(run: () => Promise<unknown>): Promise<string> {
  const seen = new Set<string>();
  const watch = setInterval(() => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
      } catch {
        // It has ended meanwhile.
      }
    }
  }, 20);
  await run();
  clearInterval(watch);
  return [...seen].join("\n");
}

const checks: readonly (readonly [number, string, Check])[] = [
  [
    1,
    "unplugging a private interface takes the public address away",
    async (subject) => {
      const ip = subject.nextIp();
      const vm = await settled(subject, ip, subject.node);
      const calls = await callsOf(subject, () =>
        subject.node.run("clean", {
          ...vm,
          nics: [...vm.nics, privateNic({ attach: true, fields: { IP: "10.0.0.7" } })],
        }),
      );
      return wrongIf(
        calls.some((call) => call.includes("Detach")),
        "it was detached",
      );
    },
  ],
  [
    2,
    "the second public interface is forgotten",
    async (subject) => {
      const [one, two] = [subject.nextIp(), subject.nextIp()];
      await subject.node.run("pre", machine(one, two));
      await until("one of them moves", async () => (await subject.cloud.house.stateOf(one)).status === "attached");
      return wrongIf((await subject.cloud.house.stateOf(two)).status === "ready", "it is still free");
    },
  ],
  [
    3,
    "any public address is taken for a Flexible IP",
    async (subject) => {
      const vm = { id: 7, nics: [privateNic({ fields: { IP: "8.8.4.4" } })] };
      return wrongIf((await callsOf(subject, () => subject.node.run("pre", vm))).length > 0, "Scaleway was asked");
    },
  ],
  [
    4,
    "what is not on the first page does not exist",
    async (subject) => {
      const { ips } = subject.cloud.house;
      const free = [];
      for (const ip of [ips[0]!, ips.at(-1)!]) {
        await subject.node.run("pre", machine(ip));
        if ((await subject.cloud.house.stateOf(ip)).status === "ready") free.push(ip.address);
      }
      return wrongIf(free.length > 0, `still free: ${free}`);
    },
  ],
  [
    5,
    "updating is not waited for",
    async (subject) => {
      const ip = subject.nextIp();
      await subject.cloud.house.attach(ip, subject.node.serverId);
      const calls = await callsOf(subject, () => subject.node.run("pre", machine(ip)));
      return wrongIf(
        calls.some((call) => / 409$/.test(call)),
        `${calls}`,
      );
    },
  ],
  [
    6,
    "an address on its way to another node is detached",
    async (subject) => {
      const ip = subject.nextIp();
      await subject.cloud.house.attach(ip, subject.other.serverId);
      const vm = { ...machine(ip), deployed: true };
      const calls = await callsOf(subject, () => subject.node.run("pre", vm));
      return wrongIf(
        calls.some((call) => call.includes("Detach")),
        `${calls}`,
      );
    },
  ],
  [
    7,
    "pre returns before it is attached, and does not repeat after a 503",
    async (subject) => {
      const ip = subject.nextIp();
      await fault(subject, "flexible-ip.AttachFlexibleIP", answer(503));
      await subject.node.run("pre", machine(ip));
      return wrongIf(!(await isOn(subject, ip, subject.node)), "it is not attached");
    },
  ],
  [
    8,
    "the address leaves before the machine does",
    async (subject) => {
      const ip = subject.nextIp();
      const vm = await settled(subject, ip, subject.node);
      await subject.other.run("pre", vm);
      return wrongIf(!(await isOn(subject, ip, subject.node)), "the running machine has lost it");
    },
  ],
  [
    9,
    "migration to the same host loses it",
    async (subject) => {
      const ip = subject.nextIp();
      const vm = await settled(subject, ip, subject.node);
      for (const action of ["pre", "clean", "post"] as const) await subject.node.run(action, vm);
      return wrongIf(!(await isOn(subject, ip, subject.node)), "it is gone");
    },
  ],
  [
    10,
    "another MAC is no matter",
    async (subject) => {
      const wrong = publicNic(subject.nextIp(), { fields: { MAC: "52:54:00:00:00:01" } });
      const { code } = await subject.node.run("pre", { id: 7, nics: [wrong] });
      return wrongIf(code === 0, "the machine boots with a MAC that Scaleway drops");
    },
  ],
  [
    11,
    "it goes on without an identity, and clean fails with the API",
    async (subject) => {
      const { node } = subject;
      const vm = machine(subject.nextIp());
      const kept = ["identity.json", "id"].map((name) => {
        const path = join(node.settings, name);
        return [name, readdirSync(node.settings).includes(name) ? readFileSync(path, "utf8") : undefined] as const;
      });
      for (const [name] of kept) node.write(name, undefined);
      const blind = await node.run("pre", vm);
      for (const [name, content] of kept) node.write(name, content);
      for (const operation of ["GetFlexibleIP", "ListFlexibleIPs"])
        await fault(subject, `flexible-ip.${operation}`, answer(403));
      const clean = await node.run("clean", vm);
      return wrongIf(blind.code === 0 || clean.code !== 0, `pre ${blind.code}, clean ${clean.code}`);
    },
  ],
  [
    12,
    "a call that hangs hangs the hook",
    async (subject) => {
      for (const operation of ["GetFlexibleIP", "ListFlexibleIPs"])
        await fault(subject, `flexible-ip.${operation}`, { kind: "hold" }, 50);
      const run = subject.node.run("pre", machine(subject.nextIp()));
      const deadline = new Promise<undefined>((done) => setTimeout(() => done(undefined), 8000));
      const ended = (await Promise.race([run, deadline])) as HookResult | undefined;
      const { faults } = await subject.cloud.house.simulator.control.faults();
      for (const { id } of faults) await subject.cloud.house.simulator.control.release(id);
      await subject.cloud.house.simulator.control.clearFaults();
      await run;
      return wrongIf(ended === undefined, "it did not end within 8 s");
    },
  ],
  [
    13,
    "the key stands in arguments",
    async (subject) => {
      const seen = await watched(() => subject.node.run("pre", machine(subject.nextIp())));
      return wrongIf(seen.includes(subject.cloud.house.secretKey), "every user of the node can read it");
    },
  ],
  [
    14,
    "the machine's secrets stand in a log",
    async (subject) => {
      const { stdout, stderr } = await subject.node.run("pre", {
        ...machine(subject.nextIp()),
        contextPassword: PASSWORD,
      });
      const texts = filesBeneath(subject.node.folder).map((file) => readFileSync(file, "utf8"));
      return wrongIf(
        [stdout, stderr, ...texts].some((text) => text.includes(PASSWORD)),
        "the password was written down",
      );
    },
  ],
  [
    15,
    "an identity that is none passes",
    async (subject) => {
      const { node } = subject;
      const path = (name: string) => join(node.settings, name);
      const identity = readFileSync(path("identity.json"), "utf8");
      const id = readdirSync(node.settings).includes("id") ? readFileSync(path("id"), "utf8") : undefined;
      node.write("identity.json", identity.replace(/"server_id":"[^"]*"/, '"server_id":"nonsense"'));
      if (id) node.write("id", "nonsense");
      const { code } = await node.run("pre", machine(subject.nextIp()));
      node.write("identity.json", identity);
      node.write("id", id);
      return wrongIf(code === 0, "the hook goes on as server nonsense");
    },
  ],
  [
    16,
    "two hooks of one address get into each other's way",
    async (subject) => {
      const vm = machine(subject.nextIp());
      const calls = await callsOf(subject, () =>
        Promise.all([subject.node.run("pre", vm), subject.node.run("pre", vm)]),
      );
      return wrongIf(calls.filter((call) => call.includes("Attach")).length !== 1, `${calls}`);
    },
  ],
  [
    17,
    "a task shows the secret",
    async ({ texts }) =>
      wrongIf(
        texts.secretTasks.some((task) => task.no_log !== true),
        "no_log is missing",
      ),
  ],
  [
    18,
    "a task fails in silence, or can never run",
    async ({ texts }) =>
      wrongIf(
        texts.tasks.some((task) => task.failed_when === false || /\bfalse\b/.test(String(task.when ?? ""))),
        "failed_when or when is false",
      ),
  ],
  [
    19,
    "the README tells of things that do not exist",
    async ({ texts }) => wrongIf(/IPAM|allocate|xpath/i.test(texts.read("README.md")), "no such thing is here"),
  ],
  [
    20,
    "the secret lies open",
    async ({ texts }) => {
      const modes = texts.secretTasks.flatMap(
        (task) => (task["ansible.builtin.copy"] as { mode?: string })?.mode ?? [],
      );
      return wrongIf(modes.length === 0 || modes.some((mode) => mode !== "0600"), `modes ${modes}`);
    },
  ],
  [
    21,
    "variables are asked for that nothing reads",
    async ({ texts }) => {
      const unused = [...texts.unusedDefaults, ...texts.unusedRequirements];
      return wrongIf(unused.length > 0, `${unused}`);
    },
  ],
];

async function subjectOf(role: string): Promise<Subject> {
  const cloud = await DriverCloud.start({
    servers: 2,
    flexibleIps: 45,
    clock: { kind: "scaled", factor: 20 },
    budgetSeconds: { pre: 5, post: 5, clean: 4 },
    hook: join(role, "files/hook/flexible-ip"),
    // Read by the defective hook, which speaks to Scaleway itself.
    files: (house, serverId): Record<string, string> =>
      role === ROLE
        ? {}
        : {
            id: `fr-par-2/${serverId}`,
            token: house.secretKey,
            proxy: `http://127.0.0.1:${house.simulator.port}`,
            "ca.pem": readFileSync(house.simulator.directory.caCertificate, "utf8"),
          },
  });
  // All of these are on the first page of a list.
  let taken = 1;
  return {
    cloud,
    texts: new RoleTexts(role),
    node: cloud.nodes[0]!,
    other: cloud.nodes[1]!,
    nextIp: () => cloud.house.ips[taken++]!,
  };
}

describe.each([
  ["our driver has it not", ROLE, false],
  ["a driver with all of them has it, a control", DEFECTIVE, true],
])("%s", (_, role, isThere) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await subjectOf(role);
  });
  afterEach(() => subject.cloud.house.simulator.control.clearFaults());
  afterAll(() => subject.cloud.stop());

  test.each(checks)("defect %i: %s", async (_number, _title, check) => {
    const problem = await check(subject);
    if (isThere) expect(problem).toBeDefined();
    else expect(problem).toBeUndefined();
  });
});
