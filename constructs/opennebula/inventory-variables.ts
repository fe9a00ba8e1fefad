import { validationSettings } from "./validation-settings";
import {
  addressRanges,
  type FlexibleIpAddress,
  PUBLIC_NETWORK,
  SPARE_NETWORK,
  virtualNetworks,
} from "./virtual-networks";

export interface ReachVariablesProps {
  readonly user: string;
  /** True when Terraform made the login key, so that its private half lies in the inventory. */
  readonly ownsKey: boolean;
}

/**
 * group_vars/node.yml as data: how the servers are reached; every server is a node. Not in all.yml, since Ansible's own
 * localhost counts as a member of all and has no inventory_dir.
 */
export function reachVariables(props: ReachVariablesProps): Record<string, unknown> {
  return {
    ansible_user: props.user,
    ...(props.ownsKey && { ansible_ssh_private_key_file: "{{ inventory_dir }}/id_ed25519" }),
    // Two layers of quotes: Ansible splits this line, ssh splits the list of files again.
    ansible_ssh_common_args:
      `-o 'UserKnownHostsFile="{{ inventory_dir }}/known_hosts"' ` +
      "-o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes",
  };
}

export interface InventoryVariablesProps {
  readonly opennebulaVersion: string;
  readonly flexibleIpGateway: string;
  readonly dns: readonly string[];
  readonly flexibleIps: readonly FlexibleIpAddress[];
  readonly spareFlexibleIp: FlexibleIpAddress;
  readonly projectId: string;
  readonly zone: string;
}

/**
 * group_vars/all.yml as data, by the contract of one-deploy and the validation suite. A secret is read from its file when it
 * is used: `{{` in a password would be a template anywhere in YAML.
 */
export function inventoryVariables(props: InventoryVariablesProps): Record<string, unknown> {
  return {
    one_version: props.opennebulaVersion,
    one_pass: secretFile("one_password"),
    prod_env: true,
    db_backend: "MariaDB",
    db_password: secretFile("db_password"),
    features: { gate: true, flow: true, gui: true, prometheus: true },
    ensure_hostname: true,
    ensure_hosts: true,
    update_pkg_cache: true,
    ds: { mode: "ssh" },
    // br0 carries the server's own address: the last public virtual machine to leave must not take it along.
    keep_empty_bridge: true,

    vn: virtualNetworks(props.flexibleIpGateway, props.dns),
    flexible_ip_address_ranges: {
      [PUBLIC_NETWORK]: addressRanges(props.flexibleIps),
      [SPARE_NETWORK]: addressRanges([props.spareFlexibleIp]),
    },
    flexible_ip_driver_project_id: props.projectId,
    flexible_ip_driver_zone: props.zone,
    flexible_ip_driver_access_key: secretFile("flexible_ip_access_key"),
    flexible_ip_driver_secret_key: secretFile("flexible_ip_secret_key"),

    validation: validationSettings(),
  };
}

function secretFile(name: string): string {
  return `{{ lookup('ansible.builtin.file', inventory_dir ~ '/secrets/${name}') }}`;
}
