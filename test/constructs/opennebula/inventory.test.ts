import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type InventoryHost, inventoryHosts, knownHosts } from "../../../constructs/opennebula/inventory-hosts";
import { inventoryVariables, reachVariables } from "../../../constructs/opennebula/inventory-variables";
import { startScript } from "../../../constructs/opennebula/start-script";
import { CHECKOUT } from "../../../operations/deployment";

// The inventory under test/ansible is the specification: the stand-in collection asserts it.
const FIXTURE = join(CHECKOUT, "test/ansible/fixtures/inventory");
const specified = (file: string) => parse(readFileSync(join(FIXTURE, file), "utf8"));
const [feLine, host01Line] = readFileSync(join(FIXTURE, "known_hosts"), "utf8").trim().split("\n");

const hosts: InventoryHost[] = [
  {
    name: "fe",
    role: "front-end",
    serverId: "fr-par-2/6f1d4e6a-0c52-4a57-9d53-2f6c9e3b7a01",
    publicAddress: "203.0.113.10",
    privateAddress: "10.16.0.3",
    hostKey: feLine!.split(" ").slice(1).join(" "),
  },
  {
    name: "host01",
    role: "worker",
    serverId: "fr-par-2/b2a4c8d0-5e1f-4b39-8f7a-91c0d3e5f602",
    publicAddress: "203.0.113.11",
    privateAddress: "10.16.0.2",
    hostKey: host01Line!.split(" ").slice(1).join(" "),
  },
];

test("hosts.yml is what the collection's contract asks for, with fe's values once", () => {
  expect(inventoryHosts(hosts)).toEqual(specified("hosts.yml"));
});

test("known_hosts pins one key per server for both its addresses", () => {
  expect(knownHosts(hosts)).toBe(readFileSync(join(FIXTURE, "known_hosts"), "utf8"));
});

test("group_vars/all.yml is what the two suites' contracts ask for", () => {
  const flexibleIp = (id: string, last: number, mac: string) => ({
    id: `fr-par-2/${id}`,
    address: `198.51.100.${last}`,
    macAddress: `52:54:00:2a:11:${mac}`,
  });
  const variables = inventoryVariables({
    opennebulaVersion: "7.0",
    flexibleIpGateway: "62.210.0.1",
    dns: ["1.1.1.1"],
    flexibleIps: [
      flexibleIp("0b7f3c55-6f0e-4d0c-a3b1-5f1f5d6a0c11", 20, "01"),
      flexibleIp("3d2c9e18-7a64-4f5b-8c11-0a9be7d4c722", 21, "02"),
    ],
    spareFlexibleIp: flexibleIp("95e0a7d3-21bb-4c6e-b6d4-7c3f2e1a8d33", 22, "03"),
    projectId: "7c1e3b0a-94d2-4e8b-a6f5-d0b9c8e7f644",
    zone: "fr-par-2",
  });
  // The specification only says that there is a script, not which.
  const expected = specified("group_vars/all.yml");
  for (const name of ["pubridge", "pubridge-spare"])
    expected.vn[name].template.FLEXIBLE_IP_START_SCRIPT = startScript("62.210.0.1");
  expect(variables).toEqual(expected);
});

test("the start script that public networks hand out is the one in the repository, for the gateway of the deployment file", () => {
  const script = Buffer.from(startScript("192.0.2.254"), "base64").toString();
  const source = readFileSync(join(CHECKOUT, "constructs/opennebula/scripts/flexible-ip-route.sh"), "utf8");
  expect(script).toBe(`#!/bin/sh\nGATEWAY=192.0.2.254\n${source}`);
});

test("several resolvers become one text: a list breaks the collection's template filter", () => {
  const { vn } = inventoryVariables({
    opennebulaVersion: "7.0",
    flexibleIpGateway: "62.210.0.1",
    dns: ["1.1.1.1", "9.9.9.9"],
    flexibleIps: [],
    spareFlexibleIp: { id: "", address: "", macAddress: "" },
    projectId: "",
    zone: "",
  }) as any;
  expect(vn.pubridge.template.DNS).toBe("1.1.1.1 9.9.9.9");
});

test("group_vars/node.yml reaches the servers with pinned keys only; the operator's own key is left to ssh", () => {
  expect(reachVariables({ user: "ubuntu", ownsKey: true })).toEqual(specified("group_vars/node.yml"));
  expect(reachVariables({ user: "ubuntu", ownsKey: false })).not.toHaveProperty("ansible_ssh_private_key_file");
});
