// What keeps a project from being deleted, and what goes with it. Each service keeps its rows in tables of its own; what
// they have in common is `project_id`, so this one place knows the names of the tables.
import type { Row, Store } from "../../store/store";
import { sshKeys } from "../iam/model";
import { vpcs } from "../vpc/model";

interface ProjectRow extends Row {
  readonly project_id: string;
  readonly status?: string;
  readonly is_default?: boolean;
}

/** Table and the name that a person knows its rows by. */
const RESOURCE_TABLES = [
  ["vpc.private_networks", "Private Networks"],
  ["vpc.vpcs", "VPCs"],
  ["ipam.ips", "reserved addresses"],
  ["baremetal.servers", "Elastic Metal servers"],
  ["flexible-ip.ips", "Flexible IPs"],
  ["s3.buckets", "Object Storage buckets"],
] as const;

export interface ProjectContent {
  readonly kind: string;
  readonly id: string;
  /** Its deletion has begun and takes its time. */
  readonly isLeaving: boolean;
}

export function findContents(projectId: string, store: Store): ProjectContent[] {
  return RESOURCE_TABLES.flatMap(([table, kind]) =>
    store
      .table<ProjectRow>(table)
      .list()
      .filter((row) => row.project_id === projectId && !row.is_default)
      .map((row) => ({ kind, id: row.id, isLeaving: row.status === "deleting" })),
  );
}

/** Removes what belongs to a project without keeping it alive: its SSH keys and its default VPCs. */
export function emptyProject(projectId: string, store: Store): void {
  for (const table of [sshKeys(store), vpcs(store)]) {
    for (const row of table.list()) if (row.project_id === projectId) table.delete(row.id);
  }
}
