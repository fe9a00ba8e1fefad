import { existsSync } from "node:fs";
import { MetalCloud } from "./metal-cloud";
import { clearTable, row, tableText } from "./table";

/**
 * Deploys one cloud for all cases of a test file and ends it after them, with the table of what was found.
 * @param workers as in the deployment file
 * @param words how many servers that makes
 * @returns the cloud, once the cases run
 */
export function sharedCloud(workers: string, words: string): () => MetalCloud {
  let metal: MetalCloud;
  beforeAll(async () => {
    clearTable();
    metal = await MetalCloud.start(workers);
    await row(`deploy five stacks, ${words}`, "Terraform", "account", async () => {
      await metal.deploy();
      return "deployed";
    });
  });
  afterAll(async () => {
    const { runFolder } = metal;
    await metal.stop();
    process.stdout.write(`\n${tableText()}\n`);
    expect(existsSync(runFolder)).toBe(false);
  });
  return () => metal;
}
