/**
 * What the stacks take from the Scaleway provider. The binding in `.gen` holds these and nothing else:
 * to use another resource, add its Terraform name here and run `make bindings`.
 */
export const USED_RESOURCES: readonly string[] = [
  "scaleway_account_project",
  "scaleway_baremetal_server",
  "scaleway_flexible_ip",
  "scaleway_flexible_ip_mac_address",
  "scaleway_iam_api_key",
  "scaleway_iam_application",
  "scaleway_iam_group",
  "scaleway_iam_policy",
  "scaleway_iam_ssh_key",
  "scaleway_ipam_ip",
  "scaleway_object_bucket",
  "scaleway_vpc",
  "scaleway_vpc_private_network",
];

/**
 * Data sources, as above. The provider (2.81.0) has none that lists Elastic Metal servers: `scaleway_flexible_ips` and
 * `scaleway_ipam_ips` list what belongs to them, with their tags.
 */
export const USED_DATA_SOURCES: readonly string[] = [
  "scaleway_baremetal_offer",
  "scaleway_baremetal_option",
  "scaleway_baremetal_os",
  "scaleway_baremetal_server",
  "scaleway_flexible_ips",
  "scaleway_ipam_ip",
  "scaleway_ipam_ips",
];
