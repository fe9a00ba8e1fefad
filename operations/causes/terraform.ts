import type { Cause } from "./cause";

/** What Terraform and Scaleway's API say; `make infra` shows them too. */
export const TERRAFORM_CAUSES: readonly Cause[] = [
  {
    name: "IAM permission sets",
    says: /permission ?sets?\b[^\n]*(?:not found|unknown|invalid|does not exist)|insufficient permissions|denied authentication|permissions_denied|resource permission_set/i,
    because: "The API key lacks a permission, or a permission set has another name in Scaleway's list.",
    fix: "Compare the key's policy with the security page's list, letter by letter; `scw iam permission-set list` has the names of now.",
  },
  {
    name: "TLS provider version",
    says: /hashicorp\/tls[^\n]*\n?[^\n]*(?:does not have a package|no available releases|constraints|version)|(?:no available releases|does not match configured version constraint|Incompatible provider version)[\s\S]*hashicorp\/tls/i,
    because: "Terraform finds no version of the `tls` provider that fits the lock file and this machine.",
    fix: "`make toolchain` provides the pinned one; behind a mirror of the registry, the mirror must have it.",
  },
  {
    name: "VPC and VLAN",
    says: /VLAN\b[^\n]*(?:not |unknown|missing)|private[ _]network[^\n]*(?:not found|not attached|error)|(?:vpc|private_network)\b[^\n]* is not found/i,
    because: "A private network is not attached to a server, or not yet.",
    fix: "`make diagnose` names the server; `make infra` attaches again and waits for the VLAN id.",
  },
  {
    name: "Virtual MAC without its answer",
    says: /mac_address[^\n]*already exists/i,
    because: "An earlier run was cut off after Scaleway had made the virtual MAC and before Terraform had heard of it.",
    fix: "`scw fip mac delete <id of the Flexible IP>`, which the plan shows, or the console; then run again. No VM can have that MAC yet.",
  },
];
