import { deploymentFile, synthesize } from "../helpers/synthesize";

const { locals } = synthesize(deploymentFile("servers: {workers: [host01]}\n"), "prod").inventories;
const hosts = Object.entries<any>(locals).find(([name]) => name.startsWith("inventory_hosts-document"))![1].all;

test("the front-end stands in the groups of a front-end, and answers OneGate; every server is a node", () => {
  const members = Object.entries<any>(hosts.children).map(([group, each]) => [group, Object.keys(each.hosts)]);
  expect(Object.fromEntries(members)).toEqual({ frontend: ["fe"], grafana: ["fe"], node: ["fe", "host01"] });
  const answering = Object.keys(hosts.hosts).filter((host) => "gate_endpoint" in hosts.hosts[host]);
  expect(answering).toEqual(["fe"]);
});

test("the inventory's key is the newest of two, and an only one is the one that older states know", () => {
  const stackOf = (generation: number) =>
    synthesize(deploymentFile(`flexibleIps: {keyGeneration: ${generation}}\n`), "prod").inventories;
  const keys = (generation: number) =>
    Object.keys(stackOf(generation).resource.scaleway_iam_api_key).map(generationIn).sort();
  expect([keys(1), keys(4)]).toEqual([["1"], ["3", "4"]]);
  const secrets = Object.values<any>(stackOf(4).resource.local_sensitive_file).map(({ content }) => content);
  expect(secrets.filter((content) => content.includes("scaleway_iam_api_key")).map(generationIn)).toEqual(["4", "4"]);
  for (const [generation, oldest] of [
    [1, "1"],
    [4, "3"],
  ] as const)
    expect(generationIn(stackOf(generation).moved[0].to)).toBe(oldest);
});

function generationIn(address: string): string | undefined {
  return /_key-(\d+)_/.exec(address)?.[1];
}
