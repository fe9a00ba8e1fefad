import { cpSync, existsSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../../operations/deployment";
import { Checkout, type Outcome } from "../../helpers/checkout";
import type { CloudProcess } from "../../helpers/cloud-process";

// What a newcomer types, in a checkout of its own; the demo starts and stops its simulated Scaleway itself.
const newcomer = { environment: process.env } as CloudProcess;
const checkout = new Checkout(newcomer, { deployment: "demo" });
const make = (...words: string[]): Promise<Outcome> => checkout.run(["make", ...words], { TMPDIR: undefined });

beforeAll(() => {
  for (const file of ["Makefile", "package-lock.json"]) cpSync(join(CHECKOUT, file), checkout.file(file));
  // Older than any installed package: make must not install through the link to this repository's own.
  utimesSync(checkout.file("package-lock.json"), 0, 0);
});

afterAll(async () => {
  await checkout.run(["node", "simulator/launch.cjs", "stop", "--cloud", ".simulator/demo"]);
  checkout.remove();
});

jest.setTimeout(240_000);

test("make demo deploys the five stacks and ends with a summary that a person can read", async () => {
  const { code, output } = await make("demo");
  expect({ code, output }).toMatchObject({ code: 0 });
  for (const stack of ["state", "vpc", "instances", "network", "inventories"]) {
    expect(output).toMatch(new RegExp(`^ *${stack} +done: \\d+ added, 0 changed, 0 destroyed$`, "m"));
    expect(output).toMatch(new RegExp(`^ *${stack} +\\d+\\.\\d +\\d+ +\\d+ added`, "m"));
  }
  expect(output).toMatch(/project +opennebula-demo \([0-9a-f-]{36}\)/);
  expect(output).toMatch(/state bucket +opennebula-demo-tfstates/);
  expect(output).toMatch(/inventory +ansible\/inventory\/demo\/hosts\.yml/);
  // An hour of the catalogue's EM-A610R-NVME is 0.11 EUR and 0.03 EUR for its Private Network.
  expect(output).toMatch(/0\.28 EUR per hour, 204\.40 EUR per month for 2 servers/);
  expect(output).toMatch(
    /host01 +opennebula-worker-0 +[\d.]+ +10\.16\.0\.\d+ \(VLAN \d+\) +10\.17\.0\.\d+ \(VLAN \d+\) +[\d.]+ 52:54:00:/,
  );
  expect(output).not.toContain(readFileSync(checkout.file(".simulator/demo/one_password"), "utf8"));
});

test("make specifics sends to the rehearsal: nothing can be installed on the demo's servers", async () => {
  const { code, output } = await make("specifics");
  expect(code).not.toBe(0);
  expect(output).toMatch(/The servers of demo answer from memory[\s\S]*make rehearsal/);
  expect(output).not.toMatch(/\n +at /);
});

test("a second run says that there is nothing to do, and so does the plan", async () => {
  const again = await make("demo");
  expect(again.code).toBe(0);
  expect(again.output.match(/done: no changes/g)).toHaveLength(5);
  const plan = await make("demo-diff");
  expect(plan.code).toBe(0);
  expect(plan.output.match(/^No changes\./gm)).toHaveLength(5);
});

test("WORKERS rewrites the file and grows the same cloud; a wrong number writes nothing", async () => {
  const refused = await make("demo", "WORKERS=many");
  expect(refused.code).not.toBe(0);
  expect(refused.output).toMatch(/WORKERS/);
  expect(refused.output).not.toMatch(/\n +at /);

  const grown = await make("demo", "WORKERS=2");
  expect(grown.code).toBe(0);
  expect(grown.output).toMatch(/^ *host02 +opennebula-worker-1/m);
  expect(grown.output).toMatch(/^ *vpc +done: no changes/m);
  expect(checkout.read("deployments/demo.yaml")).toMatch(/^ {2}workers: 2$/m);
});

test("make demo-destroy takes it down and proves that nothing is left", async () => {
  const { code, output } = await make("demo-destroy");
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output).toMatch(/Nothing is left/);
  expect(existsSync(checkout.file(".simulator/demo"))).toBe(false);
  expect((await make("demo-destroy")).output).toMatch(/There is no demo to destroy/);
});
