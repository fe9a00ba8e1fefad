import { Construct } from "constructs";
import { DataScalewayBaremetalServer } from "../../.gen/providers/scaleway/data-scaleway-baremetal-server";
import type { HeldHosts } from "./held-hosts";
import { StoredValue } from "./stored-value";
import { terraformAddress } from "./terraform-address";

export interface FleetHost {
  /** OpenNebula host name. */
  readonly name: string;
  readonly serverName: string;
}

export interface FleetGuardProps {
  readonly held: HeldHosts;
  readonly projectId: string;
  readonly zone: string;
  /** Every host that the deployment file names. */
  readonly hosts: readonly FleetHost[];
  /** Workers that may leave, whether the file still names them or not. */
  readonly retire: readonly FleetHost[];
  /** Hosts that may be reinstalled. */
  readonly allowReinstall: readonly FleetHost[];
  /** Upper-case offer that the file asks for. */
  readonly offer: string;
}

/**
 * Refuses a plan that would destroy a server nobody gave leave to destroy. A resource whose block has left the configuration
 * takes its guards with it, so the account itself is asked.
 */
export class FleetGuard extends Construct {
  constructor(scope: Construct, id: string, props: FleetGuardProps) {
    super(scope, id);
    const held = props.held.names;
    const may = [...props.hosts, ...props.retire].map((host) => host.name);
    const leaving = `setsubtract(${held}, ${JSON.stringify(may)})`;

    const preconditions = [
      {
        condition: `\${length(${leaving}) == 0}`,
        errorMessage:
          `These workers have left servers.workers, and their servers with the VMs on them would be destroyed: \${join(", ", sort(${leaving}))}. Nothing was changed. ` +
          `To keep them, put them back. To let them go: back in servers.workers, add servers.retire: [\${join(", ", sort(${leaving}))}] and deploy ` +
          "(that lifts their protection), then take them out of servers.workers and deploy again.",
      },
    ];

    const mayGo = [...props.retire, ...props.allowReinstall];
    if (mayGo.length > 0) {
      const names = Object.fromEntries(mayGo.map((host) => [host.name, host.serverName]));
      const servers = new DataScalewayBaremetalServer(this, "may-go", {
        name: `\${each.value}`,
        zone: props.zone,
        projectId: props.projectId,
      });
      servers.addOverride(
        "for_each",
        `\${{for host, server in ${mapExpression(names)} : host => server if contains(${held}, host)}}`,
      );
      const named = JSON.stringify(props.hosts.map((host) => host.name));
      const stillProtected = `[for host, server in ${terraformAddress(servers, "data")} : host if server.protected && (!contains(${named}, host) || server.offer_name != ${JSON.stringify(props.offer)})]`;
      preconditions.push({
        condition: `\${length(${stillProtected}) == 0}`,
        errorMessage:
          `Scaleway still protects the servers of \${join(", ", ${stillProtected})} against deletion. Nothing was changed. Two steps: deploy with ` +
          "servers.retire (or servers.allowReinstall) naming them and everything else as it was, which lifts the protection; then make the change.",
      });
    }
    new StoredValue(this, "Resource", { lifecycle: { precondition: preconditions } });
  }
}

function mapExpression(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([key, value]) => `${JSON.stringify(key)} = ${JSON.stringify(value)}`);
  return `{${pairs.join(", ")}}`;
}
