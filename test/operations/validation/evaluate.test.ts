import { evaluate, LAST_PLAY } from "../../../operations/validation/evaluate";
import type { AnsibleEvent, Facts } from "../../../operations/validation/events";
import { selectTests } from "../../../operations/validation/selection";

const EXPECTATIONS = { nodes: ["fe", "host01"], services: ["OneGate"] };

/** Events with a clock that goes on a second at each. */
class Run {
  readonly events: AnsibleEvent[] = [];

  private note(event: Omit<AnsibleEvent, "time">): this {
    this.events.push({ ...event, time: 1000 + this.events.length });
    return this;
  }

  task(role: string | undefined, task: string, host = "fe", result: Partial<AnsibleEvent> = { status: "ok" }): this {
    const place = { play: "a play", ...(role !== undefined && { role }), task };
    return this.note({ event: "task", ...place }).note({ event: "result", ...place, host, ...result });
  }

  facts(role: string, facts: Facts, host = "fe"): this {
    return this.task(role, "Note it", host, { status: "ok", facts });
  }

  begun(role: string, task: string): this {
    return this.note({ event: "task", play: "a play", role, task });
  }

  end(): this {
    return this.note({ event: "end" });
  }

  verdict(): this {
    return this.note({ event: "play", play: LAST_PLAY })
      .note({
        event: "result",
        play: LAST_PLAY,
        task: "Every test",
        host: "fe",
        status: "failed",
        message: "Failed: x",
      })
      .end();
  }
}

/** Evaluates as if only these tests were asked for. */
function judge(run: Run, only: string, nodes = EXPECTATIONS.nodes) {
  const evaluation = evaluate(run.events, selectTests({ only }, {}), { ...EXPECTATIONS, nodes });
  const test = (name: string) => evaluation.tests.find((each) => each.name === name)!;
  return { evaluation, test, one: test(only.split(",")[0]!) };
}

const OK_SERVICES = { "OneGate is enabled": "ok", "OneGate restarted": "ok" };

test("a test passes by what was found, with the seconds since the result before it", () => {
  const { evaluation, one } = judge(
    new Run()
      .facts("test_vm", { verification_result: { one: "ok" } })
      .facts("test_vm", { verification_result: { one: "ok", two: "ok" } })
      .verdict(),
    "test_vm",
  );
  expect(evaluation.verdict).toBe("passed");
  expect(one).toMatchObject({ status: "passed", seconds: 4 });
  expect(one.results).toEqual([
    { name: "one", host: "fe", status: "passed", seconds: 1, evidence: "ok" },
    { name: "two", host: "fe", status: "passed", seconds: 2, evidence: "ok" },
  ]);
});

test("a result belongs to the test whose role has noted it, however long it stays in the fact", () => {
  const { test: of } = judge(
    new Run()
      .facts("test_vm", { verification_result: { machine: "failed" } })
      .facts("validation", { verification_result: { machine: "failed", ...OK_SERVICES } })
      .verdict(),
    "core_services,test_vm",
  );
  expect([of("test_vm").status, of("core_services").status]).toEqual(["failed", "passed"]);
});

test("a failure that the suite has caught and kept to itself fails the test", () => {
  const { one } = judge(
    new Run()
      .task("test_vm", "Instantiate", "fe", { status: "failed", message: "no host" })
      .facts("test_vm", { verification_result: { a: "ok" } })
      .verdict(),
    "test_vm",
  );
  expect(one).toMatchObject({ status: "failed", results: [{ name: "Instantiate", evidence: "no host" }, {}] });
});

test("a failure that was asked to be ignored does not", () => {
  const { one } = judge(
    new Run()
      .task("network-benchmark", "Is iperf3 there", "fe", { status: "ignored" })
      .facts("network-benchmark", {
        iperf_results: [{ item: "10.0.0.2", stdout: "9410000000" }],
      })
      .verdict(),
    "network_benchmark",
    ["fe"],
  );
  expect(one).toMatchObject({ status: "passed", results: [{ name: "iperf3 to 10.0.0.2", evidence: "9.41 Gbit/s" }] });
});

test.each<[string, string, string, Facts, string]>([
  [
    "a ping without a figure",
    "network_benchmark",
    "network-benchmark",
    { ping_exec: [{ item: "10.0.0.2", stdout: "null", rc: 0 }] },
    "no figure",
  ],
  [
    "an empty answer",
    "network_benchmark",
    "network-benchmark",
    { iperf_results: [{ item: "10.0.0.2", stdout: "" }] },
    "no figure",
  ],
  [
    "a profile that did nothing",
    "storage_benchmark",
    "storage-benchmark",
    { storage_benchmark: { fe: { profiles: [{ name: "p", read_iops: 0 }] } } },
    "no operation",
  ],
  ["a machine that nobody reached", "conn_matrix", "conn_matrix", { conn_results_vector: {} }, "no answer"],
  [
    "packets that were lost",
    "conn_matrix",
    "conn_matrix",
    { conn_results_vector: { "x/host01.json": { packet_loss_percent: 40 } } },
    "40 % lost",
  ],
  [
    "a OneGate that the machine does not reach",
    "test_vm",
    "test_vm",
    { vm_onegate_result: [{ rc: 255, stderr: "refused" }] },
    "refused",
  ],
  [
    "a OneFlow service that never ran",
    "one_flow",
    "oneflow_validation",
    { verification_result: { "OneFlow smoke test": "service=0, state=FAILED_DEPLOYING, vms_qty=0" } },
    "FAILED_DEPLOYING",
  ],
  [
    "no host at all",
    "core_services",
    "validation",
    { verification_result: { Hosts: "no hosts registered" } },
    "no hosts",
  ],
  [
    "a service that is not there",
    "core_services",
    "validation",
    { verification_result: { x: "skipped - service not present" } },
    "not present",
  ],
  [
    "a service that is not enabled",
    "core_services",
    "validation",
    { verification_result: { "OneGate restarted": "ok" } },
    "nothing of the sort",
  ],
  [
    "a network without a gateway",
    "networks_verification",
    "network_validation",
    { network_verification_results: { n: { "Network GW ping": "" } } },
    "",
  ],
])("%s is a failure, though the suite ends well", (_, name, role, facts, evidence) => {
  const { one, evaluation } = judge(new Run().facts(role, facts).verdict(), name);
  expect(one.status).toBe("failed");
  expect(one.results.find(({ status }) => status === "failed")!.evidence).toContain(evidence);
  expect(evaluation.verdict).toBe("failed");
});

test("a test that came to its end without a result has failed", () => {
  const { one } = judge(new Run().task("test_vm", "Look").verdict(), "test_vm");
  expect(one).toMatchObject({ status: "failed", results: [{ evidence: "it came to its end and left no result" }] });
  expect(judge(new Run().task(undefined, "Look").verdict(), "test_vm").one.status).toBe("failed");
});

test("a host that the matrix leaves out, or that left no figures, is missed", () => {
  const ping = { "x/host01.json": { packet_loss_percent: 0, round_trip_ms_avg: 0.6 } };
  const run = new Run()
    .facts("conn_matrix", { conn_results_vector: ping })
    .facts("network-benchmark", { ping_exec: [{ item: "10.0.0.2", stdout: "0.4" }] })
    .verdict();
  const { test: of } = judge(run, "conn_matrix,network_benchmark");
  expect(of("conn_matrix").results).toMatchObject([
    { name: "machine on fe to machine on host01", status: "passed" },
    { name: "machine on host01 to machine on fe", status: "failed", evidence: "no answer was counted" },
  ]);
  const missed = of("network_benchmark").results.filter(({ status }) => status === "failed");
  expect(missed.map(({ name, host }) => `${name} ${host}`)).toEqual([
    "ping to the other hosts host01",
    "iperf3 to the other hosts fe",
    "iperf3 to the other hosts host01",
  ]);
});

test("a test that is cut off is not blamed for what it had no time to do", () => {
  const run = new Run().facts("validation", { verification_result: { a: "ok" } }).begun("validation", "Restart");
  expect(judge(run, "core_services").one).toMatchObject({ status: "notRun", results: [{ name: "a" }] });
});

test("with one host there is nobody to meet: skipped, and said so", () => {
  const { one } = judge(new Run().facts("conn_matrix", { conn_results_vector: {} }).verdict(), "conn_matrix", ["fe"]);
  expect(one).toMatchObject({ status: "skipped", reason: "there is one host, and it takes two" });
});

test("a test that variables of the operator's own switched off says which", () => {
  const run = new Run().task("test_vm", "Prepare", "fe", {
    status: "skipped",
    message: "not when: validation.run_test_vm",
  });
  expect(judge(run.verdict(), "test_vm").one).toMatchObject({
    status: "skipped",
    reason: "not when: validation.run_test_vm",
  });
});

test("nothing but skipped tests is no pass", () => {
  const run = new Run().task("test_vm", "Prepare", "fe", { status: "skipped", message: "not when: x" });
  expect(judge(run.verdict(), "test_vm").evaluation.verdict).toBe("failed");
});

test("a failure outside of every test fails the run, not the verdict's own words on it", () => {
  const run = () => new Run().facts("validation", { verification_result: OK_SERVICES });
  const { evaluation, test: of } = judge(
    run().task(undefined, "Generate PDF report", "localhost", { status: "failed", message: "no weasyprint" }).verdict(),
    "core_services",
  );
  expect(of("run")).toMatchObject({
    status: "failed",
    results: [{ name: "Generate PDF report" }, { status: "passed" }],
  });
  expect(evaluation.verdict).toBe("failed");
  expect(judge(run().verdict(), "core_services").evaluation.verdict).toBe("passed");
});

test("a host out of reach ends the run: its test failed, those before count, those after were not run", () => {
  const run = new Run()
    .facts("test_vm", { verification_result: { a: "ok" } })
    .task("storage-benchmark", "Instantiate", "fe", { status: "unreachable", message: "timed out" })
    .end();
  const { evaluation, test: of } = judge(run, "test_vm,storage_benchmark,core_services");
  expect(evaluation).toMatchObject({
    ended: "aborted",
    verdict: "failed",
    counts: { passed: 1, failed: 1, notRun: 1 },
  });
  expect(of("storage_benchmark").results[0]!.evidence).toBe("unreachable: timed out");
  expect(of("core_services").reason).toBe("the run ended before it");
  expect(of("run").results.at(-1)!.evidence).toBe("a failure ended it in the task Instantiate");
});

test("an interrupted run: the test in hand was not run to its end, whatever it had found", () => {
  const run = new Run().facts("test_vm", { verification_result: { a: "ok" } }).begun("test_vm", "Wait for VM come up");
  const { evaluation, one } = judge(run, "test_vm,one_flow");
  expect(evaluation).toMatchObject({ ended: "interrupted", verdict: "failed", counts: { passed: 0, notRun: 2 } });
  expect(one.reason).toBe("the run ended in the middle of it");
});

test("a run that never began shows the last words of Ansible", () => {
  const { tests, ended } = evaluate([], selectTests({}, {}), EXPECTATIONS, ["ERROR! the role is not found"]);
  expect([ended, tests[0]!.results[0]!.evidence]).toEqual([
    "notStarted",
    "it did not start:\nERROR! the role is not found",
  ]);
  expect(tests.some(({ status }) => status === "passed")).toBe(false);
});

test("results of our own role name their test; a failure that it has caught is told once", () => {
  const failed = {
    test: "overlay_mtu",
    name: "MTU",
    outcome: "failed",
    task: "Send",
    message: "Send: too long",
  } as const;
  const run = new Run()
    .facts("flexible_ip_validation", {
      flexible_ip_validation_results: [{ test: "flexible_ip", name: "starts", outcome: "passed" }],
    })
    .task("flexible_ip_validation", "Send", "fe", { status: "failed", message: "too long" })
    .facts("flexible_ip_validation", {
      flexible_ip_validation_results: [{ test: "flexible_ip", name: "starts", outcome: "passed" }, failed],
    })
    .verdict();
  const { test: of } = judge(run, "flexible_ip,overlay_mtu");
  expect([of("flexible_ip").status, of("overlay_mtu").status]).toEqual(["passed", "failed"]);
  expect(of("overlay_mtu").results).toMatchObject([{ name: "MTU", evidence: "Send: too long" }]);
});

test("the version that oned gives is kept", () => {
  const run = new Run().facts("validation", {
    verification_result: { ...OK_SERVICES, "Oned version": "OpenNebula 7.0.1 (abc)" },
  });
  expect(judge(run.verdict(), "core_services").evaluation.opennebulaFound).toBe("7.0.1");
});

test("our own tests count when the suite ends the run after them", () => {
  const run = new Run()
    .facts("flexible_ip_validation", {
      flexible_ip_validation_results: [
        { test: "flexible_ip", name: "starts", outcome: "passed" },
        { test: "overlay_mtu", name: "MTU", outcome: "passed" },
      ],
    })
    .task("validation_common", "Look at the clusters", "fe", { status: "failed", message: "no onecluster" })
    .end();
  const { test: of } = judge(run, "flexible_ip,overlay_mtu,core_services");
  expect(["run", "flexible_ip", "overlay_mtu", "core_services"].map((name) => of(name).status)).toEqual([
    "failed",
    "passed",
    "passed",
    "notRun",
  ]);
});
