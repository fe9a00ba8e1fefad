// The course of `opennebula.deploy.main`, whose plays have no names: a stage is known by its roles. Read in one-deploy's playbooks
// pre.yml and site.yml, at the commit that ansible/requirements.yml pins.

/** A part of a playbook that an operator waits for. */
export interface Stage {
  readonly name: string;
  /** Of the collection, without its name. Roles that others bring along (common, facts, helper/flush) begin no stage. */
  readonly roles: readonly string[];
}

/** In the order in which they run; a stage that is come back to (the datastores, the leader) is not told again. */
export const DEPLOYMENT_STAGES: readonly Stage[] = [
  { name: "Python and package lists", roles: ["helper/online", "helper/python3", "helper/cache"] },
  { name: "Host names", roles: ["helper/hosts"] },
  { name: "Prechecks", roles: ["precheck/pre_reboot"] },
  {
    name: "SSH keys, clock, disks, kernel",
    roles: ["helper/keys", "helper/ntp", "helper/mkfs", "helper/fstab", "helper/kernel", "precheck/post_reboot"],
  },
  { name: "Package sources", roles: ["repository", "openvswitch"] },
  { name: "Database", roles: ["database"] },
  { name: "OpenNebula", roles: ["opennebula/server", "opennebula/leader"] },
  { name: "OneGate", roles: ["gate"] },
  { name: "OneFlow", roles: ["flow"] },
  { name: "FireEdge", roles: ["form", "gui"] },
  { name: "Hypervisors", roles: ["kvm"] },
  { name: "Datastores and bridges of the hosts", roles: ["datastore/node", "network/node"] },
  { name: "Exporters", roles: ["prometheus/exporter"] },
  { name: "Datastores and virtual networks", roles: ["datastore/frontend", "network/frontend"] },
  { name: "Prometheus", roles: ["prometheus/server"] },
  { name: "Grafana", roles: ["prometheus/grafana"] },
];

const COLLECTION = "opennebula.deploy.";

/** Place of the stage that a role belongs to, counted from 0; -1 when it begins none. */
export function stageOfRole(role: string | null): number {
  if (role === null || !role.startsWith(COLLECTION)) return -1;
  const name = role.slice(COLLECTION.length);
  return DEPLOYMENT_STAGES.findIndex(({ roles }) => roles.includes(name));
}
