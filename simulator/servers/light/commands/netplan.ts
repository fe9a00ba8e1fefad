import { parse, stringify } from "yaml";
import { collectDocuments, generate, generatedPlan } from "../netplan/generate";
import { NetplanError } from "../netplan/netplan-error";
import { configureInterfaces } from "../network/configure";
import { type Call, command, notSimulated, type Outcome, pathOf } from "./command";

/** EX_CONFIG of sysexits: what `netplan apply` ends with when the documents are refused; `netplan generate` ends with 1. */
const CONFIGURATION_ERROR = 78;

export const netplan = command("netplan", (call) => {
  const words = call.args.filter((word) => word !== "--debug");
  const [verb, ...rest] = words;
  if (verb === "generate") return runGenerate(call, rest);
  if (verb === "apply") return apply(call, rest);
  if (verb === "get") return get(call, rest);
  if (verb === undefined)
    return { stderr: "usage: netplan  [-h] [--debug]  ...\nYou need to specify a command\n", exitCode: 2 };
  return notSimulated(call, verb, 2);
});

function runGenerate(call: Call, args: readonly string[]): Outcome {
  const root = optionOf(args, "--root-dir") ?? "/";
  if (root === "/" && call.files.account.uid !== 0)
    return { stderr: "Permission denied: netplan generate needs root\n", exitCode: 1 };
  return generateOrFail(call, pathOf(call, root), 1).outcome;
}

function apply(call: Call, args: readonly string[]): Outcome {
  if (args.length > 0) return notSimulated(call, `apply ${args.join(" ")}`, 2);
  if (call.files.account.uid !== 0) return { stderr: "Permission denied: netplan apply needs root\n", exitCode: 1 };
  const { outcome, done } = generateOrFail(call, "/", CONFIGURATION_ERROR);
  if (done) reloadNetwork(call);
  return outcome;
}

/** networkd reads what was generated and configures every interface anew. */
export function reloadNetwork(call: Call): void {
  const { machine } = call;
  machine.setNetwork(configureInterfaces(generatedPlan(machine.disk), machine.network, machine.hardware));
}

export function generateOrFail(
  call: Call,
  root: string,
  exitCode: number,
): { readonly outcome: Outcome; readonly done: boolean } {
  try {
    const { warnings } = generate(call.machine.disk, root);
    const stderr = warnings.map((warning) => `\n** (generate:1001): WARNING **: 00:00:00.000: ${warning}\n`).join("");
    return { outcome: { stderr }, done: true };
  } catch (error) {
    if (!(error instanceof NetplanError)) throw error;
    return { outcome: { stderr: `${error.message}\n`, exitCode }, done: false };
  }
}

/** `netplan get [key]`: the merged documents, or what stands below a dotted key. */
function get(call: Call, args: readonly string[]): Outcome {
  const root = optionOf(args, "--root-dir") ?? "/";
  const key = args.find((word, place) => !word.startsWith("--") && args[place - 1] !== "--root-dir") ?? "all";
  let merged: unknown = {};
  for (const document of collectDocuments(call.machine.disk, pathOf(call, root)))
    merged = deepMerge(merged, parse(document.text) ?? {});
  const parts =
    key === "all" ? [] : [...(key.startsWith("network") ? [] : ["network"]), ...(key.match(/(?:[^.\\]|\\.)+/g) ?? [])];
  for (const part of parts) merged = (merged as Record<string, unknown> | undefined)?.[part.replace(/\\\./g, ".")];
  return { stdout: merged === undefined ? "null\n" : typeof merged === "object" ? stringify(merged) : `${merged}\n` };
}

function deepMerge(old: unknown, added: unknown): unknown {
  if (Array.isArray(old) && Array.isArray(added))
    return [...old, ...added.filter((item) => !old.some((known) => JSON.stringify(known) === JSON.stringify(item)))];
  if (typeof old !== "object" || old === null || typeof added !== "object" || added === null || Array.isArray(added))
    return added;
  const result: Record<string, unknown> = { ...(old as Record<string, unknown>) };
  for (const [key, value] of Object.entries(added)) result[key] = key in result ? deepMerge(result[key], value) : value;
  return result;
}

function optionOf(args: readonly string[], name: string): string | undefined {
  const joined = args.find((word) => word.startsWith(`${name}=`));
  const place = args.indexOf(name);
  return joined?.slice(name.length + 1) ?? (place >= 0 ? args[place + 1] : undefined);
}
