import { deploymentFile, synthesize } from "../helpers/synthesize";

const { locals } = synthesize(deploymentFile("servers: {workers: [host01]}\n"), "prod").inventories;
const hosts = Object.entries<any>(locals).find(([name]) => name.startsWith("inventory_hosts-document"))![1].all;

test("the front-end stands in the groups of a front-end, and answers OneGate; every server is a node", () => {
  const members = Object.entries<any>(hosts.children).map(([group, each]) => [group, Object.keys(each.hosts)]);
  expect(Object.fromEntries(members)).toEqual({ frontend: ["fe"], grafana: ["fe"], node: ["fe", "host01"] });
  const answering = Object.keys(hosts.hosts).filter((host) => "gate_endpoint" in hosts.hosts[host]);
  expect(answering).toEqual(["fe"]);
});
