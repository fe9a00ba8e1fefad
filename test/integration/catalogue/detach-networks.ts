// Run in a deployment's shell: detaches a server from its Private Networks, as a person does in the console.
import { Baremetalv1, Baremetalv3 } from "@scaleway/sdk-baremetal";
import type { DeploymentConfig } from "../../../config/deployment-config";
import { connectToScaleway } from "../../../operations/scaleway/connection";

async function main(name: string): Promise<void> {
  const client = connectToScaleway({ region: "fr-par", zone: "fr-par-2" } as DeploymentConfig);
  const servers = await new Baremetalv1.API(client).listServers({}).all();
  const serverId = servers.find((server) => server.name === name)!.id;
  const networks = new Baremetalv3.PrivateNetworkAPI(client);
  for (const { privateNetworkId } of await networks.listServerPrivateNetworks({ serverId }).all()) {
    await networks.deleteServerPrivateNetwork({ serverId, privateNetworkId });
  }
}

void main(process.argv[2]!);
