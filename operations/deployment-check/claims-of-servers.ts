import { existsSync } from "node:fs";
import { ADDRESS, areUnlike, type HostClaim, type InventoryClaim, matches, SCALEWAY_ID } from "./claim";
import type { Inventory } from "./inventory-as-written";

const CONNECTION_SETTINGS = ["ansible_ssh_private_key_file", "ansible_ssh_common_args", "ansible_user"];

const valuesOf = ({ hosts }: Inventory, name: string) => hosts.map(({ variables }) => variables[name]);

export const SERVER_CLAIMS: readonly InventoryClaim[] = [
  {
    name: "frontend",
    holds: ({ groups }) => groups.frontend!.length === 1,
    because: "one-deploy reads the group without asking for it; more than one front-end needs a virtual address",
  },
  {
    name: "node",
    holds: ({ groups, hosts }) => hosts.length > 0 && hosts.every(({ name }) => groups.node!.includes(name)),
    because: "one-deploy reads the group without asking for it, and every server of ours runs virtual machines",
  },
  {
    name: "grafana",
    holds: ({ groups }) => groups.grafana!.join() === groups.frontend!.join(),
    because: "Grafana comes to the hosts of this group only",
  },
  {
    name: "ansible_user",
    holds: ({ node }) => matches(node.ansible_user, /./),
    because: "one-deploy reads it as a variable of the front-end",
  },
  {
    name: "ansible_ssh_private_key_file",
    holds: ({ node }) => {
      const file = node.ansible_ssh_private_key_file;
      return file === undefined || existsSync(String(file));
    },
    because: "the login key must be there, or not be named at all",
  },
  {
    name: "ansible_ssh_common_args",
    holds: ({ node, folder }) =>
      [
        `UserKnownHostsFile="${folder}/known_hosts"`,
        "-o GlobalKnownHostsFile=/dev/null",
        "-o StrictHostKeyChecking=yes",
      ].every((part) => String(node.ansible_ssh_common_args).includes(part)),
    because: "only the keys that were pinned for this deployment may answer",
  },
  {
    name: "localhost",
    holds: ({ all }) => CONNECTION_SETTINGS.every((name) => !(name in all)),
    because:
      "Ansible's localhost reads the group all, and has no inventory_dir: connection settings belong to the group node",
  },
];

export const HOST_CLAIMS: readonly HostClaim[] = [
  {
    name: "ansible_host",
    holds: ({ variables }, inventory) =>
      matches(variables.ansible_host, ADDRESS) &&
      areUnlike(valuesOf(inventory, "ansible_host")) &&
      !valuesOf(inventory, "ansible_ssh_host").includes(variables.ansible_host),
    because: "OpenNebula calls the host by it: an address of the private network, and of this host alone",
  },
  {
    name: "ansible_ssh_host",
    holds: ({ variables }) => matches(variables.ansible_ssh_host, ADDRESS),
    because: "the public address, by which Ansible reaches the server",
  },
  {
    name: "known_hosts",
    holds: ({ variables: { ansible_host, ansible_ssh_host } }, { knownHosts }) => {
      const names = knownHosts.map((line) => line.split(" ")[0]!.split(","));
      return (
        names.filter((each) => each.includes(String(ansible_ssh_host)) && each.includes(String(ansible_host)))
          .length === 1
      );
    },
    because: "one pinned key per server, for both of its addresses",
  },
  {
    name: "scw_server_id",
    holds: ({ variables }, inventory) =>
      matches(variables.scw_server_id, SCALEWAY_ID) &&
      areUnlike(valuesOf(inventory, "scw_server_id")) &&
      String(variables.scw_server_id).startsWith(`${inventory.all.flexible_ip_driver_zone}/`),
    because:
      "Flexible IPs are attached to the server with this id, written zone/uuid, in the zone of flexible_ip_driver_zone",
  },
  {
    name: "gate_endpoint",
    holds: ({ name, variables }, { groups }) =>
      !groups.frontend!.includes(name) || variables.gate_endpoint === `http://${variables.ansible_ssh_host}:5030`,
    because: "virtual machines reach OneGate at the front-end's public address only",
  },
];
