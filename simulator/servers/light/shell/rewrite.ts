/**
 * just-bash differs from bash in three places that scripts on a server meet, and takes plugins that rewrite the parsed script:
 * - a redirection to a file that may not be written ends the whole script instead of failing its command; each is asked for
 *   first (`simulated-open`), so that `set -e`, `||` and `if` see an ordinary failure;
 * - a script called by path runs without its `#!` line; it is handed to `simulated-exec`, which starts it as the kernel would.
 *   Programs of /usr/bin are found by just-bash itself.
 * - `if`, `for` and `case` behind a pipe do not get its bytes; within braces they do.
 */
interface Node {
  readonly type?: string;
  readonly [key: string]: unknown;
}

const COMMANDS = new Set(
  "SimpleCommand If For CStyleFor While Until Case Subshell Group ArithmeticCommand ConditionalCommand".split(" "),
);
const WITHOUT_PIPE = new Set(["If", "For", "CStyleFor", "Case"]);
const OUTPUTS = new Set([">", ">>", ">|", "&>", "&>>"]);

export const OPEN = "simulated-open";
export const EXEC = "simulated-exec";

export function rewriteScript<T>(script: T): T {
  return rewrite(script) as T;
}

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) copy[key] = rewrite(inner);
  const node = copy as Node;
  return COMMANDS.has(node.type ?? "") ? inBraces(checkedFirst(startedByPath(node))) : node;
}

function startedByPath(node: Node): Node {
  if (node.type !== "SimpleCommand" || !node.name) return node;
  const parts = (node.name as { parts: readonly Node[] }).parts;
  const text = parts.map(textOf).join("");
  const byPath = text.includes("/") && !/^\/(usr\/)?bin\//.test(text);
  return byPath ? { ...node, name: word(EXEC), args: [node.name, ...(node.args as unknown[])] } : node;
}

/** `if simulated-open TARGET…; then COMMAND; else false; fi`, for targets whose expansion has no side effect. */
function checkedFirst(node: Node): Node {
  const targets = (node.redirections as readonly Node[]).flatMap((redirection) => {
    const output = OUTPUTS.has(String(redirection.operator)) && redirection.fdVariable === undefined;
    const standard = redirection.fd === null || redirection.fd === 1 || redirection.fd === 2;
    const target = redirection.target as { parts?: readonly Node[] };
    const plain = target.parts?.every(isHarmless) && !target.parts.map(textOf).join("").startsWith("/dev/");
    return output && standard && plain ? [target] : [];
  });
  if (targets.length === 0) return node;
  const clause = { condition: [statement(simple(OPEN, targets, node.line))], body: [statement(node)] };
  return {
    type: "If",
    clauses: [clause],
    elseBody: [statement(simple("false", [], node.line))],
    redirections: [],
    line: node.line,
  };
}

function inBraces(node: Node): Node {
  return WITHOUT_PIPE.has(node.type ?? "")
    ? { type: "Group", body: [statement(node)], redirections: [], line: node.line }
    : node;
}

function isHarmless(part: Node): boolean {
  if (part.type === "DoubleQuoted") return (part.parts as readonly Node[]).every(isHarmless);
  if (part.type === "ParameterExpansion") return part.operation === null;
  return (
    part.type === "Literal" || part.type === "SingleQuoted" || part.type === "Escaped" || part.type === "TildeExpansion"
  );
}

function textOf(part: Node): string {
  if (part.type === "DoubleQuoted") return (part.parts as readonly Node[]).map(textOf).join("");
  return part.type === "Literal" || part.type === "SingleQuoted" || part.type === "Escaped" ? String(part.value) : "";
}

function word(text: string): Node {
  return { type: "Word", parts: [{ type: "Literal", value: text }] };
}

function simple(name: string, args: readonly unknown[], line: unknown): Node {
  return { type: "SimpleCommand", assignments: [], name: word(name), args, redirections: [], line };
}

function statement(node: Node): Node {
  const pipeline = { type: "Pipeline", commands: [node], negated: false };
  return { type: "Statement", pipelines: [pipeline], operators: [], background: false, line: node.line };
}
