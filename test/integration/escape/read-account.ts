// Run in a deployment's shell: what the official SDK sees of a project, as JSON on standard output.
import { Baremetalv1 } from "@scaleway/sdk-baremetal";
import { Flexibleipv1alpha1 } from "@scaleway/sdk-flexibleip";
import { Iamv1alpha1 } from "@scaleway/sdk-iam";
import { Ipamv1 } from "@scaleway/sdk-ipam";
import { Vpcv2 } from "@scaleway/sdk-vpc";
import type { DeploymentConfig } from "../../../config/deployment-config";
import { connectToScaleway } from "../../../operations/scaleway/connection";

async function main(projectId: string): Promise<void> {
  const config = { region: "fr-par", zone: "fr-par-2" } as DeploymentConfig;
  const client = connectToScaleway(config, projectId);
  const [servers, flexibleIps, networks, addresses, applications] = await Promise.all([
    new Baremetalv1.API(client).listServers({ projectId }).all(),
    new Flexibleipv1alpha1.API(client).listFlexibleIPs({ projectId }).all(),
    new Vpcv2.API(client).listPrivateNetworks({ projectId }).all(),
    new Ipamv1.API(client).listIPs({ projectId }).all(),
    new Iamv1alpha1.API(client).listApplications({ organizationId: process.env.SCW_DEFAULT_ORGANIZATION_ID! }).all(),
  ]);
  console.log(JSON.stringify({ servers, flexibleIps, networks, addresses, applications }));
}

void main(process.argv[2]!);
