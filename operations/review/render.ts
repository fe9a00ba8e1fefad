import { codeBlock, firstLines, plain } from "./markdown";
import type { CostComparison, DeploymentCost, DeploymentReview, ReviewReport, StackReview } from "./review-report";

/** Characters; GitHub takes fewer than 65,536 as one comment. */
export const LIMIT = 65_000;
/** By which a comment is found again and brought up to date. */
export const MARKER = "<!-- simulated-deployment-review -->";
/** Lines of facts that are told one by one. */
const FACTS = 60;
const FULL_TEXT = "the folder review/ (the workflow's artifact) has all of it";

/** The whole review as one Markdown text under GitHub's limit: what is lost first is the end of plans and diffs. */
export function renderReview(report: ReviewReport): string {
  for (let share = LIMIT; share > 100; share = Math.floor(share / 2)) {
    const text = renderWithin(report, share);
    if (text.length < LIMIT) return text;
  }
  return `${renderWithin(report, 0).slice(0, LIMIT - 200)}\n\n… cut here: ${FULL_TEXT}.\n`;
}

/** @param share characters that each plan and each diff may take */
function renderWithin(report: ReviewReport, share: number): string {
  const lines = [
    MARKER,
    "# What this change would do",
    "",
    `The cloud of ${plain(report.base)} was deployed to a simulated Scaleway; these are the plans of ${plain(report.head)} against it.`,
    "",
    ...facts(report),
    "",
  ];
  for (const deployment of report.deployments) lines.push(...renderDeployment(deployment, share));
  return `${lines.join("\n").trimEnd()}\n`;
}

function facts({ deployments }: ReviewReport): string[] {
  const told = deployments.flatMap(({ file, stacks, problem }) => {
    const at = `${plain(file)}: `;
    const refused = stacks.filter(({ outcome }) => outcome === "refused");
    const changed = stacks.flatMap((stack) => (stack.outcome === "changed" ? [stack.facts] : []));
    return [
      ...(problem === undefined ? [] : [`- ⛔ ${at}cannot be planned at all, see below`]),
      ...refused.map(({ stack }) => `- ⛔ ${at}the plan of ${stack} is refused, see below`),
      ...changed.flatMap((each) => each.destroyed).map((what) => `- ⛔ ${at}${plain(what)} would be destroyed`),
      ...changed
        .flatMap((each) => each.replaced)
        .map((what) => `- ⚠️ ${at}${plain(what.split(", because of")[0]!)} would be replaced${reason(what)}`),
    ];
  });
  if (told.length === 0) return ["Nothing would be destroyed or replaced."];
  const more = told.length > FACTS ? [`- … and ${told.length - FACTS} more`] : [];
  return ["**Destroyed, replaced or refused:**", "", ...told.slice(0, FACTS), ...more];
}

function reason(fact: string): string {
  const [, attributes] = fact.split(", because of");
  return attributes === undefined ? "" : `, because of${plain(attributes)}`;
}

function renderDeployment(deployment: DeploymentReview, share: number): string[] {
  const { file, problem, stacks, synthesizedDiff, cost } = deployment;
  return [
    `## ${plain(file)}`,
    "",
    ...(problem === undefined ? [] : ["The head cannot be planned:", "", codeBlock(problem), ""]),
    ...stacks.flatMap((stack) => renderStack(stack, share)),
    ...(synthesizedDiff === ""
      ? ["The synthesized JSON is the same.", ""]
      : details(
          "Difference of the synthesized JSON",
          codeBlock(firstLines(synthesizedDiff, share, FULL_TEXT), "diff"),
        )),
    ...renderCost(cost),
    "",
  ];
}

function renderStack(review: StackReview, share: number): string[] {
  if (review.outcome === "unchanged") return [`\`${review.stack}\`: no changes.`, ""];
  if (review.outcome === "refused")
    return [`\`${review.stack}\`: **refused, before anything would be changed**:`, "", codeBlock(review.words), ""];
  const { destroyed, replaced, added, changed } = review.facts;
  const counts = `${added} added, ${changed} changed, ${replaced.length} replaced, ${destroyed.length} destroyed`;
  return details(
    `<code>${review.stack}</code>: ${counts}`,
    codeBlock(firstLines(review.plan, share, FULL_TEXT), "terraform"),
  );
}

function details(summary: string, body: string): string[] {
  return ["<details>", `<summary>${summary}</summary>`, "", body, "", "</details>", ""];
}

function renderCost(cost: CostComparison | undefined): string[] {
  if (cost === undefined) return [];
  const { base, head, currency } = cost;
  const row = (label: string, { servers, offer, perHour, perMonth }: DeploymentCost) =>
    `| ${label} | ${servers} × ${plain(offer)} | ${money(perHour, 3)} | ${money(perMonth, 2)} |`;
  const difference = (one: number | undefined, other: number | undefined, digits: number) =>
    one === undefined || other === undefined ? "?" : signed(other - one, digits);
  return [
    `| servers with their Private Network | | ${plain(currency)} per hour | ${plain(currency)} per month |`,
    "|--|--|--:|--:|",
    row("base", base),
    row("head", head),
    `| **difference** | | **${difference(base.perHour, head.perHour, 3)}** | **${difference(base.perMonth, head.perMonth, 2)}** |`,
    "",
    "Catalogue prices without tax; a month of hourly servers has 730 hours. Flexible IPs are not in the catalogue.",
  ];
}

function money(amount: number | undefined, digits: number): string {
  return amount === undefined ? "–" : amount.toFixed(digits);
}

function signed(amount: number, digits: number): string {
  const text = amount.toFixed(digits);
  return Number(text) === 0 ? "0" : amount > 0 ? `+${text}` : text;
}
