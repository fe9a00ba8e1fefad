/** One test of a validation. Its name is what `SKIP` and `ONLY` take. */
export interface ValidationTest {
  readonly name: string;
  readonly title: string;
  /** One sentence: what a pass says. */
  readonly proves: string;
  /** Key of the inventory's dictionary `validation` that switches it. */
  readonly variable: string;
  /** What counts where the dictionary lacks the key. */
  readonly onByDefault: boolean;
  /** Its tasks are those of these roles. */
  readonly roles: readonly string[];
  /** Why the inventory has it off; undefined where it is on. */
  readonly whyOff?: string;
  /** False: no run of ours may switch it on. @default true */
  readonly selectable?: boolean;
}

/** The role of the project's own tests; each of its results names the test. */
export const OWN_ROLE = "flexible_ip_validation";

export const VALIDATION_TESTS: readonly ValidationTest[] = [
  {
    name: "flexible_ip",
    title: "Flexible IP",
    proves:
      "A machine on the spare Flexible IP is reached from outside, and again after it has moved to another host while it ran.",
    variable: "run_flexible_ip",
    onByDefault: true,
    roles: [OWN_ROLE],
  },
  {
    name: "overlay_mtu",
    title: "MTU of the overlay",
    proves:
      "A packet of the guests' full MTU crosses the VXLAN between two hosts unfragmented, and one byte more does not.",
    variable: "run_overlay_mtu",
    onByDefault: true,
    roles: [],
  },
  {
    name: "flexible_ip_reboot",
    title: "Flexible IP after a reboot of its host",
    proves: "After its host has rebooted, the machine starts again and is reached on its Flexible IP.",
    variable: "run_flexible_ip_reboot",
    onByDefault: false,
    roles: [],
    whyOff: "it reboots a host, with every machine on it; ONLY=flexible_ip_reboot runs it",
  },
  {
    name: "test_vm",
    title: "Marketplace machine",
    proves:
      "Alpine Linux comes from the marketplace, starts, takes a second interface, answers the front-end and reaches OneGate.",
    variable: "run_test_vm",
    onByDefault: true,
    roles: ["test_vm", "cleanup_test_vm"],
  },
  {
    name: "storage_benchmark",
    title: "Storage benchmark",
    proves: "fio runs to its end in a machine, each profile with a figure.",
    variable: "run_storage_benchmark",
    onByDefault: true,
    roles: ["storage-benchmark"],
  },
  {
    name: "networks_verification",
    title: "Machine in every network",
    proves: "A machine in each virtual network reaches its gateway and the internet.",
    variable: "networks_verification",
    onByDefault: true,
    roles: ["network_validation"],
    whyOff: "the overlay has no way out by design, so it would fail there",
  },
  {
    name: "conn_matrix",
    title: "Connectivity matrix",
    proves: "A machine on each host reaches a machine on every other host over the overlay.",
    variable: "run_conn_matrix",
    onByDefault: true,
    roles: ["conn_matrix"],
  },
  {
    name: "network_benchmark",
    title: "Network benchmark",
    proves: "Every host reaches every other by ping and by iperf3, each pair with a figure.",
    variable: "run_network_benchmark",
    onByDefault: true,
    roles: ["network-benchmark"],
  },
  {
    name: "core_services",
    title: "Core services",
    proves:
      "OpenNebula's services are enabled, come back from a restart and answer; hosts, datastores and marketplaces are there.",
    variable: "run_core_services",
    onByDefault: true,
    roles: ["validation"],
  },
  {
    name: "one_flow",
    title: "OneFlow",
    proves: "A temporary OneFlow service reaches the state RUNNING.",
    variable: "run_one_flow",
    onByDefault: false,
    roles: ["oneflow_validation"],
  },
  {
    name: "vm_ha",
    title: "Machines survive their host",
    proves: "A machine starts elsewhere when its host fails.",
    variable: "run_vm_ha",
    onByDefault: false,
    roles: ["vm-ha"],
    whyOff: "it waits at the terminal and takes a host down",
    selectable: false,
  },
  {
    name: "fe_ha",
    title: "Front-ends replace one another",
    proves: "A second front-end takes over.",
    variable: "run_fe_ha",
    onByDefault: false,
    roles: ["fe_ha"],
    whyOff: "there is one front-end",
    selectable: false,
  },
  {
    name: "ldap_auth",
    title: "LDAP",
    proves: "Users of a directory can log in.",
    variable: "run_ldap_auth",
    onByDefault: false,
    roles: ["ldap_auth"],
    whyOff: "there is no directory",
    selectable: false,
  },
  {
    name: "federation",
    title: "Federation",
    proves: "Zones agree with one another.",
    variable: "run_federation",
    onByDefault: false,
    roles: ["federation"],
    whyOff: "there is one zone",
    selectable: false,
  },
];

/** Names that `SKIP` and `ONLY` take. */
export const SELECTABLE_TESTS: readonly string[] = VALIDATION_TESTS.filter(({ selectable = true }) => selectable).map(
  ({ name }) => name,
);
