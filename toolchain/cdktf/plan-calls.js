// In the order in which they are deployed; the same as in operations/deployment.ts, which a test compares.
const STACKS = ["state", "vpc", "instances", "network", "inventories"];
/** Each synth writes all stacks. */
const SKIP_SYNTH = "--skip-synth";
const ALONE = { CDKTF_IGNORE_MISSING_STACK_DEPENDENCIES: "true" };

/**
 * The calls of cdktf that do what the arguments ask for: stacks named one by one are deployed one by one, in their order;
 * all of them go in one call, where cdktf waits for each dependency. `diff` takes stacks, or `*`, one after the other. Of several
 * calls the first synthesizes.
 * Everything else, destroy included, is passed on as it is: there cdktf's own check is right.
 *
 * @param {string[]} args
 * @returns {{ args: string[], env: Record<string, string> }[]}
 */
function planCalls(args) {
  const [command, ...rest] = args;
  const asIs = [{ args, env: {} }];
  if (command !== "deploy" && command !== "diff" && command !== "plan") return asIs;
  const named = rest.filter((arg) => STACKS.includes(arg));
  const all = rest.includes("*");
  const options = rest.filter((arg) => !STACKS.includes(arg) && arg !== "*");
  if (command === "deploy" && (all || named.length === STACKS.length))
    return [{ args: ["deploy", "*", ...options], env: {} }];
  const chosen = all ? STACKS : STACKS.filter((stack) => named.includes(stack));
  if (chosen.length === 0) return asIs;
  return chosen.map((stack, place) => ({
    args: [command, stack, ...options, ...(place > 0 && !options.includes(SKIP_SYNTH) ? [SKIP_SYNTH] : [])],
    env: command === "deploy" ? ALONE : {},
  }));
}

module.exports = { planCalls, STACKS };
