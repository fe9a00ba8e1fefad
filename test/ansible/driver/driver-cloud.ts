// House, broker and one hook node per server, ready to play a scenario.

import { randomBytes } from "node:crypto";
import { BrokerProcess } from "./broker-process";
import { HookNode, type HookNodeOptions } from "./hook-node";
import { House, type HouseOptions } from "./house";

export interface DriverCloudOptions extends HouseOptions {
  readonly budgetSeconds?: HookNodeOptions["budgetSeconds"];
  /** @default what leads to the simulated Scaleway */
  readonly brokerEnvironment?: (house: House) => NodeJS.ProcessEnv;
  readonly hook?: string;
  readonly files?: (house: House, serverId: string) => Readonly<Record<string, string>>;
}

export class DriverCloud {
  private constructor(
    readonly house: House,
    readonly broker: BrokerProcess,
    readonly nodes: readonly HookNode[],
    readonly credentials: readonly string[],
  ) {}

  static async start(options: DriverCloudOptions = {}): Promise<DriverCloud> {
    const house = await House.start(options);
    const credentials = house.serverIds.map(() => `${randomBytes(32).toString("hex")}\n`);
    const broker = await BrokerProcess.start({
      projectId: house.projectId,
      nodes: Object.fromEntries(
        house.serverIds.map((serverId, place) => [`host${place}`, { serverId, credential: credentials[place]! }]),
      ),
      flexibleIps: house.ips.map(({ id }) => id),
      secretKeys: [house.secretKey],
      environment: (options.brokerEnvironment ?? proxyOf)(house),
    });
    const { budgetSeconds, hook, files } = options;
    const nodes = house.serverIds.map(
      (serverId, place) =>
        new HookNode({
          name: `host${place}`,
          serverId,
          credential: credentials[place]!,
          broker,
          budgetSeconds,
          hook,
          files: files?.(house, serverId),
        }),
    );
    return new DriverCloud(house, broker, nodes, credentials);
  }

  async stop(): Promise<void> {
    for (const node of this.nodes) node.remove();
    await this.broker.stop();
    await this.house.stop();
  }
}

function proxyOf({ simulator }: House): NodeJS.ProcessEnv {
  return { HTTPS_PROXY: `http://127.0.0.1:${simulator.port}`, SSL_CERT_FILE: simulator.directory.caCertificate };
}
