import { describeCloud } from "./cloud-description";
import { cloudText } from "./cloud-text";
import type { Deployment } from "./deployment";

/** What was deployed: a text for people, or JSON (no value is secret). */
export async function printOutputs(deployment: Deployment, json: boolean): Promise<void> {
  const cloud = await describeCloud(deployment);
  process.stdout.write(`${json ? JSON.stringify(cloud, undefined, 2) : cloudText(cloud)}\n`);
}
