import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../operations/deployment";
import { DEPLOYMENT, Rehearsal } from "../operations/review/rehearsal";
import { workingTree } from "../operations/review/revision";
import { deploymentText } from "./deployment-text";
import { cheapest, measureNode, type ProcessCost } from "./measure-process";

export interface SynthResult {
  /** `node -e 'require("cdktf")'` in the same run: what no program on CDKTF can go below by ordinary means. */
  readonly baseline: ProcessCost;
  readonly byWorkers: readonly { readonly workers: number; readonly cost: ProcessCost }[];
}

/** Measures what cdktf runs for a synth (`app` of cdktf.json), in turns with the baseline. */
export function measureSynth(workerCounts: readonly number[], say: (line: string) => void): SynthResult {
  const rehearsal = new Rehearsal();
  try {
    rehearsal.put(workingTree(CHECKOUT), "deployments/example.yaml");
    const { app } = JSON.parse(readFileSync(join(rehearsal.folder, "cdktf.json"), "utf8")) as { app: string };
    const options = { cwd: rehearsal.folder, env: { PATH: process.env.PATH, DEPLOYMENT } };
    const bare = () => measureNode(["-e", 'require("cdktf")'], options);
    const synth = () => measureNode(app.split(" ").slice(1), options);
    const use = (workers: number) =>
      writeFileSync(join(rehearsal.folder, `deployments/${DEPLOYMENT}.yaml`), deploymentText(workers));

    use(1);
    // The first run makes the bundle, which later ones find.
    synth();
    const baselines: ProcessCost[] = [];
    const byWorkers = workerCounts.map((workers) => {
      use(workers);
      const rounds = workers > 100 ? 4 : 7;
      say(`synth with ${workers} workers, best of ${rounds} runs`);
      const costs = Array.from({ length: rounds }, () => {
        baselines.push(bare());
        return synth();
      });
      return { workers, cost: cheapest(costs) };
    });
    return { baseline: cheapest(baselines), byWorkers };
  } finally {
    rehearsal.remove();
  }
}
