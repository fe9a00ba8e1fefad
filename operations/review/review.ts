import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DeploymentConfig } from "../../config/deployment-config";
import { EXIT_CODES } from "../../config/exit-codes";
import { loadDeploymentConfig } from "../../config/load";
import { errorsIn } from "../cdktf-errors";
import { CHECKOUT, STACKS, type StackName } from "../deployment";
import { OperationProblem } from "../operation-problem";
import { serverPrice } from "../scaleway/prices";
import { isUnchanged, planFacts, type ResourceChange } from "./plan-facts";
import { DEPLOYMENT, Rehearsal } from "./rehearsal";
import { renderReview } from "./render";
import type { CostComparison, DeploymentCost, DeploymentReview, ReviewReport, StackReview } from "./review-report";
import { defaultBase, filesOf, type Revision, revisionOf, workingTree } from "./revision";
import { unifiedDiff } from "./text-diff";

const FOLDER = join(CHECKOUT, "review");
/** Deployments, not templates of one. */
const DEPLOYMENT_FILE = /^deployments\/[a-z0-9-]+\.yaml$/;
const REFRESHING = /: (?:Refreshing state|Reading|Read complete|Still reading)/;

export interface ReviewOptions {
  /** @default where the head left origin/main, else the commit before */
  readonly base?: string;
  /** @default the working tree */
  readonly head?: string;
}

/**
 * Deploys the base to a simulated Scaleway and plans the head against it. Writes `review/review.md` with the full plans and diffs
 * beside it, and the job summary where GitHub Actions asks for one. Touches no account and nothing of this checkout's deployments.
 *
 * @throws OperationProblem when there is nothing to compare with, or the base itself cannot be deployed
 */
export async function review(options: ReviewOptions, say: (line: string) => void): Promise<void> {
  const head = options.head ? revisionOf(CHECKOUT, options.head) : workingTree(CHECKOUT);
  const base = options.base ? revisionOf(CHECKOUT, options.base) : defaultBase(CHECKOUT, head);
  const standing = new Set(filesOf(base, "deployments"));
  const files = filesOf(head, "deployments").filter((file) => DEPLOYMENT_FILE.test(file) && standing.has(file));
  if (files.length === 0) {
    throw new OperationProblem(
      EXIT_CODES.usage,
      `${base.label} and ${head.label} have no deployment file in common, so there is nothing to compare.`,
      "Choose another --base. Nothing was changed.",
    );
  }
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  const deployments: DeploymentReview[] = [];
  for (const file of files) deployments.push(await reviewDeployment(file, base, head, say));
  const report: ReviewReport = { base: base.label, head: head.label, deployments };
  const text = renderReview(report);
  writeFileSync(join(FOLDER, "review.md"), text);
  if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, text);
  say(`Written: review/review.md (${text.length} characters)`);
}

async function reviewDeployment(
  file: string,
  base: Revision,
  head: Revision,
  say: (line: string) => void,
): Promise<DeploymentReview> {
  const rehearsal = new Rehearsal();
  try {
    say(`${file}: deploying ${base.label} to a simulated Scaleway`);
    rehearsal.put(base, file);
    await deploy(rehearsal, "state", file, base);
    await deploy(rehearsal, "*", file, base);
    const baseConfig = loadDeploymentConfig(DEPLOYMENT, rehearsal.folder);
    const synthesizedBase = rehearsal.synthesized();

    rehearsal.put(head, file);
    const synthesis = await rehearsal.synthesize();
    if (synthesis.code !== 0)
      return { file, stacks: [], problem: synthesis.output.trim(), synthesizedDiff: "", cost: undefined };
    const synthesizedDiff = unifiedDiff(synthesizedBase, rehearsal.synthesized(), ".tf.json");
    const stacks: StackReview[] = [];
    for (const stack of STACKS) {
      say(`${file}: planning ${stack} of ${head.label}`);
      stacks.push(await planStack(rehearsal, stack));
    }
    const cost = await compareCost(rehearsal, baseConfig, loadDeploymentConfig(DEPLOYMENT, rehearsal.folder));
    const name = file.replace(/^deployments\/|\.yaml$/g, "");
    for (const each of stacks)
      if (each.outcome === "changed") writeFileSync(join(FOLDER, `${name}-${each.stack}.plan.txt`), each.plan);
    if (synthesizedDiff !== "") writeFileSync(join(FOLDER, `${name}-synthesized.diff`), `${synthesizedDiff}\n`);
    return { file, stacks, problem: undefined, synthesizedDiff, cost };
  } finally {
    rehearsal.remove();
  }
}

async function deploy(rehearsal: Rehearsal, stacks: string, file: string, base: Revision): Promise<void> {
  const deployed = await rehearsal.cdktf("deploy", stacks, "--auto-approve");
  if (deployed.code === 0) return;
  throw new OperationProblem(
    EXIT_CODES.failed,
    `${file}: ${base.label} cannot be deployed, so there is nothing to plan against:`,
    "",
    ...errorsIn(deployed.output.split("\n")),
    "",
    "Choose another --base. It was the simulated account alone; running again is safe.",
  );
}

async function planStack(rehearsal: Rehearsal, stack: StackName): Promise<StackReview> {
  // What an earlier plan left must not be taken for this one's.
  rmSync(rehearsal.fileOf(stack, "plan"), { force: true });
  const diff = await rehearsal.cdktf("diff", stack);
  if (diff.code !== 0 || !existsSync(rehearsal.fileOf(stack, "plan")))
    return { stack, outcome: "refused", words: errorsIn(diff.output.split("\n")).join("\n") };
  const json = await rehearsal.terraform(stack, "show", "-json", "plan");
  const { resource_changes = [] } = JSON.parse(json.output) as { resource_changes?: ResourceChange[] };
  const facts = planFacts(resource_changes);
  if (isUnchanged(facts)) return { stack, outcome: "unchanged" };
  const shown = await rehearsal.terraform(stack, "show", "-no-color", "plan");
  const plan = shown.output.split("\n").filter((line) => !REFRESHING.test(line));
  return { stack, outcome: "changed", facts, plan: plan.join("\n").trim() };
}

/** At the prices of the simulated catalogue, which are recorded ones. */
async function compareCost(
  rehearsal: Rehearsal,
  base: DeploymentConfig,
  head: DeploymentConfig,
): Promise<CostComparison | undefined> {
  const before = { ...process.env };
  Object.assign(process.env, rehearsal.environment());
  try {
    const [ofBase, ofHead] = [await serverPrice(base), await serverPrice(head)];
    const currency = ofHead?.currency ?? ofBase?.currency;
    if (currency === undefined) return undefined;
    return { currency, base: costOf(base, ofBase), head: costOf(head, ofHead) };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

function costOf(
  { servers: { hosts, offer } }: DeploymentConfig,
  price: { readonly perHour: number | undefined; readonly perMonth: number | undefined } | undefined,
): DeploymentCost {
  const times = (amount: number | undefined) => (amount === undefined ? undefined : amount * hosts.length);
  return { servers: hosts.length, offer, perHour: times(price?.perHour), perMonth: times(price?.perMonth) };
}
