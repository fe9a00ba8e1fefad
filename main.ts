import { App } from "cdktf";
import type { DeploymentConfig } from "./config/deployment-config";
import { outputFolder } from "./config/environment";
import { loadChosenDeployment } from "./config/load";
import { reportMistakes } from "./config/report-mistakes";
import { InstancesStack } from "./stacks/instances";
import { InventoriesStack } from "./stacks/inventories";
import { NetworkStack } from "./stacks/network";
import { StateStack } from "./stacks/state";
import { VpcStack } from "./stacks/vpc";

/** The five stacks in the order in which they are deployed; each takes plain values from those before it. */
export function composeCloud(app: App, config: DeploymentConfig): void {
  const state = new StateStack(app, config);
  const { projectId } = state.outputs;
  const vpc = new VpcStack(app, config, { projectId });
  const instances = new InstancesStack(app, config, { projectId, ...vpc.outputs });
  const network = new NetworkStack(app, config, instances.outputs);
  new InventoriesStack(app, config, { projectId, ...instances.outputs, ...network.outputs });
}

/** Synthesizes the deployment that the environment chooses. */
export function main(): void {
  reportMistakes(() => {
    const config = loadChosenDeployment(__dirname);
    const app = new App({ outdir: outputFolder(config.name) });
    composeCloud(app, config);
    app.synth();
  });
}

if (require.main === module) main();
