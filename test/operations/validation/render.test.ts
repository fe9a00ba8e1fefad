import { XMLParser, XMLValidator } from "fast-xml-parser";
import { renderHtml } from "../../../operations/validation/render-html";
import { renderJunit } from "../../../operations/validation/render-junit";
import { masked, someReport, someTest } from "./some-report";

const parse = (xml: string) => {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    isArray: (name) => ["testsuite", "testcase", "property"].includes(name),
  });
  return parser.parse(xml).testsuites;
};

const NASTY = `<script>alert("x & 'y'")</script>`;

const REPORT = someReport([
  someTest("run", "passed", [{ name: "The run came to its end", status: "passed" }]),
  someTest("flexible_ip", "failed", [
    { name: "starts", host: "fe", status: "passed", seconds: 4.5, evidence: "machine 1" },
    { name: "moves", host: "fe", status: "failed", seconds: 60, evidence: `first line\n${NASTY}` },
    { name: "has nowhere to go", status: "skipped", evidence: "there is one host" },
  ]),
  someTest("core_services", "passed", [
    { name: "Oned version", status: "info", evidence: "7.0.1" },
    { name: "API", status: "passed" },
  ]),
  someTest("conn_matrix", "skipped", [], "left out by SKIP"),
  someTest("one_flow", "notRun", [], "the run ended before it"),
]);

describe("JUnit", () => {
  test("counts add up, per suite and for all", () => {
    const all = parse(renderJunit(REPORT));
    expect(all).toMatchObject({ tests: "7", failures: "1", errors: "1", skipped: "2", time: "1230.500" });
    for (const suite of all.testsuite) expect(suite.testcase).toHaveLength(Number(suite.tests));
    const sum = (key: string) => all.testsuite.reduce((total: number, suite: any) => total + Number(suite[key]), 0);
    expect([sum("tests"), sum("failures"), sum("errors"), sum("skipped")]).toEqual([7, 1, 1, 2]);
  });

  test("a case carries its class, host and time; a failure its first line as message and all of it as text", () => {
    const suite = parse(renderJunit(REPORT)).testsuite[1];
    expect(suite.testcase[1]).toMatchObject({
      classname: "flexible_ip",
      name: "moves (fe)",
      time: "60.000",
      failure: { message: "first line", type: "failed", "#text": expect.stringContaining("first line") },
    });
  });

  test("a test that was not run is an error, one that was left out is skipped, each with its reason", () => {
    const [, , , matrix, flow] = parse(renderJunit(REPORT)).testsuite;
    expect(matrix.testcase[0].skipped.message).toBe("left out by SKIP");
    expect(flow.testcase[0].error.message).toBe("the run ended before it");
  });

  test("values that nothing is judged by are properties, not cases", () => {
    const suite = parse(renderJunit(REPORT)).testsuite[2];
    expect(suite.properties.property).toEqual([{ name: "Oned version", value: "7.0.1" }]);
    expect(suite.testcase).toHaveLength(1);
  });

  test("what XML cannot hold is left out: colours, control characters, half a pair of surrogates", () => {
    const evidence = "\u001b[31mred\u001b[0m \u0000\u0008\ufffe\ud800]]> end";
    const xml = renderJunit(someReport([someTest("a", "failed", [{ name: '"\n<b>', status: "failed", evidence }])]));
    expect(parse(xml).testsuite[0].testcase[0].failure["#text"]).toBe("red ]]> end");
    expect(xml).not.toMatch(/[^\P{Cc}\n]|\ufffe/u);
  });
});

describe("HTML", () => {
  const html = renderHtml(REPORT);

  test("one file that needs no other, and runs nothing", () => {
    expect(html).not.toMatch(/<(script|link|img|iframe)|@import|url\(|src=/);
    expect(
      [...html.matchAll(/href="([^"]*)"/g)].map(([, target]) => target!).filter((target) => !target.startsWith("#")),
    ).toEqual([]);
  });

  test("what a server said is text, not markup", () => {
    expect(html).not.toContain(NASTY);
    expect(html).toContain("&lt;script&gt;alert(&quot;x &amp; &#39;y&#39;&quot;)&lt;/script&gt;");
  });

  test("summary first, then failures, then each test with its time and reason", () => {
    const places = ["<h2>Summary</h2>", "<h2>Failures</h2>", "<h2>Every test</h2>"].map((part) => html.indexOf(part));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
    const failures = html.slice(places[1], places[2]);
    expect(failures).toContain("Title of flexible_ip: moves");
    expect(failures).not.toContain("starts");
    const summary = html.slice(places[0], places[1]);
    for (const part of ["left out by SKIP", "the run ended before it", "1 min 23 s"]) expect(summary).toContain(part);
    for (const part of ["demo", "7.0.1", "abc", "2.18.19", "after 20 min 31 s"])
      expect(html.slice(0, places[0])).toContain(part);
  });

  test("every anchor of the summary leads somewhere", () => {
    for (const [, anchor] of html.matchAll(/href="#(\w+)"/g)) expect(html).toContain(`id="${anchor}"`);
  });
});

test("a secret is hidden in every place of a report", () => {
  const secret = "pa<ss";
  const report = masked(
    someReport(
      [someTest("a", "failed", [{ name: secret, host: secret, status: "failed", evidence: `x ${secret}` }], secret)],
      {
        notes: [secret],
      },
    ),
    secret,
  );
  for (const text of [renderHtml(report), renderJunit(report), JSON.stringify(report)]) {
    expect(text).not.toMatch(/pa(<|&lt;)ss/);
    expect(text).toContain("********");
  }
});
