import { refuse } from "./problems";
import { MAX_WORKERS } from "./scaleway-limits";

/**
 * Text of deployments/demo.yaml: the template, with another number of workers when `workers` is given (`make demo WORKERS=3`).
 * @throws DeploymentFileError when `workers` is not a number of workers, so that nothing is written then.
 */
export function renderDemoFile(template: string, workers?: string): string {
  if (workers === undefined) {
    return template;
  }
  if (!/^[0-9]{1,4}$/.test(workers) || Number(workers) > MAX_WORKERS) {
    const expected = `a whole number from 0 to ${MAX_WORKERS}`;
    const found = workers === "" ? "an empty text" : JSON.stringify(workers.slice(0, 40));
    refuse([{ file: "environment", field: "WORKERS", expected, found, fix: "make demo WORKERS=3" }]);
  }
  return template.replace(/^(\s+workers:).*$/m, (_, field) => `${field} ${Number(workers)}`);
}
