// Inventories that must be refused, each wrong in one place, and the words that name the place.

import { removeAt, type VariableFile, type YamlPath } from "./inventory-mutation";

export interface Refusal {
  readonly title: string;
  readonly file: VariableFile;
  readonly change: (data: any) => void;
  /** Name of the variable in the message. */
  readonly names: string;
}

/** May be left out: an operator who brings a key of his own has it where ssh looks. */
export const OPTIONAL: readonly string[] = ["ansible_ssh_private_key_file"];

/** The names under which the contract may refuse a missing value: its own path without places in lists, or a parent's. */
export function namesOf(file: VariableFile, path: YamlPath): readonly string[] {
  const [first, second] = path;
  // Below `all`, servers' variables stand under the host's name; groups stand under `children`.
  const words = file === "hosts.yml" ? path.slice(second === "hosts" ? 3 : 2) : first === undefined ? [] : path;
  const named = words.filter((word) => typeof word === "string");
  return named.map((_, index) => named.slice(0, index + 1).join("."));
}

const all = (title: string, names: string, change: (data: any) => void): Refusal => ({
  title,
  file: "group_vars/all.yml",
  change,
  names,
});
const node = (title: string, names: string, change: (data: any) => void): Refusal => ({
  title,
  file: "group_vars/node.yml",
  change,
  names,
});
const hosts = (title: string, names: string, change: (data: any) => void): Refusal => ({
  title,
  file: "hosts.yml",
  change,
  names,
});

/** Values that look right and are not. */
export const REFUSALS: readonly Refusal[] = [
  all("one_version without quotes", "one_version", (data) => {
    data.one_version = 7.0;
  }),
  all("a version before 7", "one_version", (data) => {
    data.one_version = "6.10";
  }),
  all("a trivial oneadmin password", "one_pass", (data) => {
    data.one_pass = "opennebula";
  }),
  all("a oneadmin password with a blank", "one_pass", (data) => {
    data.one_pass = "two words";
  }),
  all("a oneadmin password in the open that YAML reads as a template", "one_pass", (data) => {
    data.one_pass = "a{{b";
  }),
  all("a database password with a quote", "db_password", (data) => {
    data.db_password = "0123456789abcdef'";
  }),
  all("the default database password", "db_password", (data) => {
    data.db_password = "opennebula";
  }),
  all("prod_env as text", "prod_env", (data) => {
    data.prod_env = "false";
  }),
  all("a switch that the vendor removed", "features", (data) => {
    data.features.gateproxy = true;
  }),
  all("OneForm's settings before 7.1.80", "form_bind_addr", (data) => {
    data.form_bind_addr = "0.0.0.0";
  }),
  all("a virtual address with one front-end", "one_vip", (data) => {
    data.one_vip = "10.16.0.9";
  }),
  all("another datastore mode", "ds.mode", (data) => {
    data.ds.mode = "shared";
  }),
  node("host keys that are not checked", "ansible_ssh_common_args", (data) => {
    data.ansible_ssh_common_args = data.ansible_ssh_common_args.replace("Checking=yes", "Checking=no");
  }),
  node("host keys of the operator's own file", "ansible_ssh_common_args", (data) => {
    data.ansible_ssh_common_args = "-o StrictHostKeyChecking=yes";
  }),
  node("an SSH key that is not there", "ansible_ssh_private_key_file", (data) => {
    data.ansible_ssh_private_key_file = "{{ inventory_dir }}/id_rsa";
  }),
  all("DNS as a list", "vn (no lists)", (data) => {
    data.vn.pubridge.template.DNS = ["1.1.1.1"];
  }),
  all("DNS separated by commas", "vn.pubridge.template.DNS", (data) => {
    data.vn.pubridge.template.DNS = "1.1.1.1,8.8.8.8";
  }),
  all("AUTOMATIC_VLAN_ID without quotes", "vn.vxlan.template.AUTOMATIC_VLAN_ID", (data) => {
    data.vn.vxlan.template.AUTOMATIC_VLAN_ID = true;
  }),
  all("an MTU that VXLAN cannot carry", "vn.vxlan.template.GUEST_MTU", (data) => {
    data.vn.vxlan.template.GUEST_MTU = 1500;
  }),
  all("VXLAN over the bridge of the original", "vn.vxlan.template.PHYDEV", (data) => {
    data.vn.vxlan.template.PHYDEV = "brvmtovm";
  }),
  all("PHYDEV under a public network", "vn.pubridge.template.PHYDEV", (data) => {
    data.vn.pubridge.template.PHYDEV = "enp5s0";
  }),
  all("a gateway that guests would be told", "vn.pubridge.template.GATEWAY", (data) => {
    data.vn.pubridge.template.GATEWAY = "62.210.0.1";
  }),
  all("a start script that is no script", "vn.pubridge.template.FLEXIBLE_IP_START_SCRIPT", (data) => {
    data.vn.pubridge.template.FLEXIBLE_IP_START_SCRIPT = "aXAgcm91dGU=";
  }),
  all("Flexible IPs among the collection's address ranges", "vn.pubridge.template.AR", (data) => {
    data.vn.pubridge.template.AR = data.flexible_ip_address_ranges.pubridge;
  }),
  all("a network that is not managed", "vn.pubridge-spare.managed", (data) => {
    data.vn["pubridge-spare"].managed = false;
  }),
  all("a network that nobody knows", "vn", (data) => {
    data.vn.vmtovm = data.vn.vxlan;
  }),
  all("a range of two Flexible IPs", "SIZE", (data) => {
    data.flexible_ip_address_ranges.pubridge[0].SIZE = 2;
  }),
  all("a Flexible IP with its prefix", "IP", (data) => {
    data.flexible_ip_address_ranges.pubridge[0].IP = "198.51.100.20/32";
  }),
  all("a MAC address that YAML has read as a number", "MAC", (data) => {
    data.flexible_ip_address_ranges.pubridge[0].MAC = 41135400;
  }),
  all("one MAC address for two Flexible IPs", "flexible_ip_address_ranges (no doubles)", (data) => {
    data.flexible_ip_address_ranges.pubridge[1].MAC = data.flexible_ip_address_ranges.pubridge[0].MAC;
  }),
  all("a Flexible IP's id without its zone", "SCW_FLEXIBLE_IP", (data) => {
    const range = data.flexible_ip_address_ranges.pubridge[0];
    range.SCW_FLEXIBLE_IP = range.SCW_FLEXIBLE_IP.split("/")[1];
  }),
  all("a server without a Flexible IP", "flexible_ip_address_ranges.pubridge", (data) => {
    removeAt(data, ["flexible_ip_address_ranges", "pubridge", 1]);
  }),
  all("Flexible IPs in another zone than the servers", "flexible_ip_driver_zone", (data) => {
    data.flexible_ip_driver_zone = "fr-par-1";
  }),
  all("the validation suite's own network", "validation.test_vm.create_vnet", (data) => {
    data.validation.test_vm.create_vnet = true;
  }),
  all("a test machine on a network with one lease", "validation.test_vm.vnet_name", (data) => {
    data.validation.test_vm.vnet_name = "pubridge-spare";
  }),
  all("the bridge of the original in the connectivity test", "validation.conn_matrix.bridge_name", (data) => {
    data.validation.conn_matrix.bridge_name = "brvmtovm";
  }),
  all("a test that waits at the terminal", "validation.run_vm_ha", (data) => {
    data.validation.run_vm_ha = true;
  }),
  all("a reboot that nobody asked for", "validation.run_flexible_ip_reboot", (data) => {
    data.validation.run_flexible_ip_reboot = true;
  }),
  all("SSH settings that localhost would read", "localhost", (data) => {
    data.ansible_ssh_private_key_file = "{{ inventory_dir }}/id_ed25519";
  }),
  hosts("the public address as OpenNebula's host name", "ansible_host", (data) => {
    data.all.hosts.fe.ansible_host = data.all.hosts.fe.ansible_ssh_host;
  }),
  hosts("two servers with one private address", "ansible_host", (data) => {
    data.all.hosts.host01.ansible_host = data.all.hosts.fe.ansible_host;
  }),
  hosts("one server under two names", "scw_server_id", (data) => {
    data.all.hosts.host01.scw_server_id = data.all.hosts.fe.scw_server_id;
  }),
  hosts("a server's id without its zone", "scw_server_id", (data) => {
    data.all.hosts.fe.scw_server_id = data.all.hosts.fe.scw_server_id.split("/")[1];
  }),
  hosts("OneGate on the private address", "gate_endpoint", (data) => {
    data.all.hosts.fe.gate_endpoint = "http://10.16.0.3:5030";
  }),
  hosts("a server whose host key is not known", "known_hosts", (data) => {
    data.all.hosts.host01.ansible_ssh_host = "203.0.113.99";
  }),
  hosts("no group frontend", "frontend", (data) => {
    data.all.children.frontend = undefined;
  }),
  hosts("no group node", "node", (data) => {
    data.all.children.node = undefined;
  }),
  hosts("two front-ends", "frontend", (data) => {
    data.all.children.frontend.hosts.host01 = {};
  }),
];
