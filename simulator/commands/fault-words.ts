import { FAULT_TYPES, type FaultEffect, type FaultOrder, type FaultType } from "../control/faults";
import { CONDITIONS, type ConditionKind } from "../services/conditions";

/** Options of `fault add`, as the command line has them. */
export interface FaultOptions {
  readonly first?: string;
  readonly match?: string;
  readonly status?: string;
  readonly type?: string;
  readonly retryAfter?: string;
  readonly drop?: boolean;
  readonly loseAnswer?: boolean;
  readonly hold?: boolean;
  readonly target?: string;
  readonly limit?: string;
}

export type FaultWish =
  | { readonly call: FaultOrder }
  | { readonly condition: { readonly kind: ConditionKind; readonly target: string; readonly limit?: number } };

/** @throws Error that says what is missing or contradicts itself */
export function readFault(subject: string, options: FaultOptions): FaultWish {
  if (subject in CONDITIONS) {
    const limit = options.limit === undefined ? undefined : Number(options.limit);
    return { condition: { kind: subject as ConditionKind, target: options.target ?? "*", limit } };
  }
  if (options.target !== undefined) throw new Error(`--target goes with ${Object.keys(CONDITIONS).join(", ")} only`);
  const first = options.first === undefined ? 1 : Number(options.first);
  if (!Number.isInteger(first) || first < 1)
    throw new Error(`--first takes a number from 1 up, got "${options.first}"`);
  return { call: { operation: subject, match: options.match ?? null, first, effect: readEffect(options) } };
}

function readEffect(options: FaultOptions): FaultEffect {
  const isAnswer = options.status !== undefined || options.type !== undefined;
  const chosen = [isAnswer, options.drop, options.loseAnswer, options.hold].filter((one) => one === true);
  if (chosen.length !== 1) {
    throw new Error(
      "say what happens to the calls: --status CODE and/or --type TYPE, --drop, --lose-answer, or --hold",
    );
  }
  if (options.drop === true) return { kind: "drop" };
  if (options.loseAnswer === true) return { kind: "lose-answer" };
  if (options.hold === true) return { kind: "hold" };
  const type = readType(options.type);
  const status = options.status === undefined ? FAULT_TYPES[type!] : Number(options.status);
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new Error(`--status takes an HTTP error, 400 to 599, got "${options.status}"`);
  }
  return { kind: "answer", status, type, retryAfterSeconds: readSeconds(options.retryAfter) };
}

function readType(type: string | undefined): FaultType | null {
  if (type === undefined) return null;
  if (type in FAULT_TYPES) return type as FaultType;
  throw new Error(`no error type "${type}". There are: ${Object.keys(FAULT_TYPES).join(", ")}`);
}

function readSeconds(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d+$/.test(text)) throw new Error(`--retry-after takes whole seconds, got "${text}"`);
  return Number(text);
}

export function describeEffect(effect: FaultEffect): string {
  if (effect.kind !== "answer") return effect.kind;
  return `answer ${effect.status}${effect.type === null ? "" : ` ${effect.type}`}`;
}
